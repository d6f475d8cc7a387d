"""The client against a real server on this computer, and what it refuses to do."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from antigone.client import Client, Refused, Unreachable, Unsafe, columns

RUN = {
    "id": 3,
    "status": "done",
    "stage": "",
    "done": 1,
    "total": 1,
    "created_by": "mara",
    "created_at": "2026-10-05T08:00:00Z",
    "finished_at": None,
    "program": "antigone",
    "inputs": "ab",
    "prior": "flat",
    "of_a_later_version": True,
}


class Answering(BaseHTTPRequestHandler):
    """Answers as it was told, and keeps what it was asked."""

    answers: ClassVar[list[tuple[int, dict[str, str], object]]] = []
    asked: ClassVar[list[tuple[str, str, dict[str, str], bytes]]] = []

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.command, self.path, dict(self.headers), body))
        status, headers, told = self.answers.pop(0)
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = answer  # noqa: N815 - as the library names them

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as the library's
        """Say nothing."""


@contextmanager
def serving(*answers: tuple[int, dict[str, str], object]) -> Iterator[Client]:
    Answering.answers, Answering.asked = list(answers), []
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Client(f"http://127.0.0.1:{server.server_port}/", "antigone_secret")
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    "address",
    [
        *("http://office.example/", "ftp://127.0.0.1/", "office.example", "", "https://"),
        *("http://127.0.0.1.office.example/", "http://localhost@office.example/", "//localhost/"),
    ],
)
def test_a_token_goes_nowhere_in_the_clear(address: str) -> None:
    with pytest.raises(Unsafe):
        Client(address, "antigone_secret")


def test_a_token_is_not_printed() -> None:
    client = Client("https://office.example/", "antigone_secret")
    assert "secret" not in repr(client) + repr(vars(client))


def test_a_list_is_read_to_its_end() -> None:
    first = {"items": [RUN, RUN | {"id": 4}], "next": "4"}
    with serving((200, {}, first), (200, {}, {"items": [RUN | {"id": 5}], "next": None})) as client:
        runs = list(client.runs("marel valley/x"))
    assert [run.id for run in runs] == [3, 4, 5]
    assert runs[0].created_at == datetime(2026, 10, 5, 8, tzinfo=UTC)
    assert columns(runs)["id"] == [3, 4, 5]
    (_, path, headers, _), (_, second, _, _) = Answering.asked
    assert path.startswith("/api/v1/incidents/marel%20valley%2Fx/runs?limit=200")
    assert "cursor=4" in second
    assert headers["Authorization"] == "Bearer antigone_secret"


def test_numbers_that_json_lacks_come_back() -> None:
    pair = {"remains": "V1", "missing": "M1", "other_log10_lr": None, "posterior": 0.25}
    rows = [pair | {"log10_lr": value} for value in ("-inf", "nan", None, 3.5)]
    with serving((200, {}, {"items": rows, "next": None})) as client:
        values = [row.log10_lr for row in client.candidates("marel", 1, least=-2.0)]
    assert values[0] == -math.inf
    assert values[1] is not None
    assert math.isnan(values[1])
    assert values[2:] == [None, 3.5]
    assert "least=-2.0" in Answering.asked[0][1]


def test_a_refusal_is_in_the_words_of_the_server() -> None:
    told = {
        "code": "invalid",
        "message": "Not registered.",
        "fields": [{"field": "recovery.place", "message": "Say where."}],
    }
    with serving((422, {}, told)) as client, pytest.raises(Refused) as refused:
        client.register("marel", "PM-1", {"recovered_on": date(2026, 10, 3).isoformat()})
    assert (refused.value.status, refused.value.code) == (422, "invalid")
    assert str(refused.value) == "Not registered.\nrecovery.place: Say where."
    assert json.loads(Answering.asked[0][3])["number"] == "PM-1"


def test_it_waits_where_it_asked_too_often_and_not_for_ever() -> None:
    told = {"code": "too_often", "message": "Too many requests.", "fields": []}
    too_often = (429, {"Retry-After": "1"}, told)
    with serving(too_often, (200, {}, RUN)) as client:
        assert client.run("marel", 3).id == 3
    with serving((429, {"Retry-After": "3600"}, told)) as client, pytest.raises(Refused):
        client.run("marel", 3)


def test_it_follows_nobody_elsewhere() -> None:
    with serving((302, {"Location": "http://office.example/"}, b"")) as client:
        with pytest.raises(Unreachable):
            client.me()
        assert len(Answering.asked) == 1


def test_nobody_there() -> None:
    with serving() as client:
        pass
    with pytest.raises(Unreachable, match="does not answer"):
        client.me()


def test_a_file_is_sent_whole() -> None:
    told = {"code": "conflict", "message": "Imported before.", "fields": []}
    content = bytes(range(256)) * 4
    with serving((409, {}, told)) as client, pytest.raises(Refused):
        client.upload("marel", "Дані.json", content)
    _, _, headers, body = Answering.asked[0]
    assert content in body
    assert headers["Content-Type"].startswith("multipart/form-data")
    assert b"filename*=utf-8''%D0%94" in body

"""`antigone demo`: from nothing to the first page, and a visitor who signs in."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import (  # noqa: TID251 - asks our own server
    HTTPCookieProcessor,
    OpenerDirector,
    build_opener,
)

from antigone.web.site.cast import CAST, DEMO_PASSWORD
from tests.serving import environment, free_port, running, wait_until_it_says

# Ten seconds is what we promise; a machine busy with other tests may take longer to start programs, so
# what it took is recorded and not asserted.
GENEROUS_S = 60.0


def page(visitor: OpenerDirector, url: str, form: dict[str, str] | None = None) -> str:
    data = urlencode(form).encode() if form else None
    with visitor.open(url, data, timeout=GENEROUS_S) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def token(html: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert found
    return found[1]


def sign_in(visitor: OpenerDirector, address: str, name: str) -> str:
    form = {"username": name, "password": DEMO_PASSWORD}
    form["csrfmiddlewaretoken"] = token(page(visitor, f"{address}/sign-in/"))
    return page(visitor, f"{address}/sign-in/", form)


def test_a_visitor_comes_to_the_first_page(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    log, port = tmp_path / "log", free_port()
    address = f"http://127.0.0.1:{port}"
    visitor = build_opener(HTTPCookieProcessor(CookieJar()))
    started = time.monotonic()
    arguments = ["demo", "--port", str(port), "--data", str(tmp_path / "demo")]
    with running(arguments, environment(tmp_path), log) as server:
        wait_until_it_says("Antigone is at", server, log)
        page(visitor, f"{address}/sign-in/")
        seconds = time.monotonic() - started
        record_property("first_page_s", round(seconds, 2))
        home = sign_in(visitor, address, "mara")
        assert "Awaiting you" in home
        assert "Marel Valley" in home
    said = log.read_text()
    assert address in said
    assert DEMO_PASSWORD in said
    assert all(player.full_name in said for player in CAST)
    assert server.returncode == 0

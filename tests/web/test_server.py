"""The commands as a person at the server runs them, with their real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection  # noqa: TID251 - asks our own server
from pathlib import Path

import pytest

ANTIGONE = [sys.executable, "-m", "antigone.cli"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ANTIGONE_", "DJANGO_"))}
    return kept | {"ANTIGONE_DATA": str(data), "PYTHONUNBUFFERED": "1"}


def run(data: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ANTIGONE, *arguments],
        env=environment(data),
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def answer(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()


def children_of(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for task in tasks for number in task.read_text().split()]


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def cpu_seconds(process: int) -> float:
    """Processor time of a process and its children: on an idle computer no less than the wait."""
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = sum(int(ticks) for ticks in stat[11:15]) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(cpu_seconds, children_of(process)))


def test_the_demo_is_served_within_ten_seconds_and_stops_cleanly(tmp_path: Path) -> None:
    data, port = tmp_path / "demo", free_port()
    made = run(data, "demo", "--data", str(data), "--load-only")
    assert made.returncode == 0, made.stderr
    server = subprocess.Popen(
        [*ANTIGONE, "demo", "--data", str(data), "--port", str(port)],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        told = list(iter(server.stdout.readline, "Stop: Ctrl-C.\n"))
        assert told[0] == f"Antigone is at http://127.0.0.1:{port}/\n"
        assert any(line.startswith("  mara ") for line in told)
        status, page = answer(port, "/sign-in/")
        assert cpu_seconds(server.pid) < 10
        assert status == 200
        assert "antigone-demo" in page
        assert "Mara Tenev" in page
        assert answer(port, "/static/antigone/antigone.css")[0] == 200
        children = children_of(server.pid)
        assert len(children) == 2
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "Traceback" not in errors
    assert not any(map(is_alive, children))


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = run(tmp_path / "data", "serve", "--port", port)
    assert refused.returncode == 1
    assert refused.stderr == f"port {port} is in use by another program: choose one with --port\n"


def test_the_demo_never_deletes_what_is_not_a_demo(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    refused = run(tmp_path, "demo", "--data", str(tmp_path), "--fresh", "--load-only")
    assert refused.returncode == 1
    assert "letters.txt" in refused.stderr
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_an_installation_is_set_up_at_the_console(tmp_path: Path) -> None:
    data = tmp_path / "data"
    password = "river stone lamp winter\n" * 2
    steps = [
        run(data, "agency", "create", "MPO", "Missing Persons Office"),
        run(data, "user", "create", "ann", "--name", "Ann Orr", "--agency", "MPO", said=password),
        run(data, "user", "create", "bo", "--name", "Bo Lind", said=password),
        run(
            *(data, "incident", "create", "quay", "Sorrel Quay"),
            *("--coordinator", "ann", "--begun-on", "2026-11-20"),
        ),
        run(data, "member", "add", "quay", "bo", "auditor"),
        run(data, "user", "password", "bo", said=password),
        run(data, "user", "reset-second-factor", "bo"),
        run(data, "member", "remove", "quay", "bo"),
        run(data, "user", "close", "bo"),
    ]
    assert [(step.returncode, step.stderr[-200:]) for step in steps if step.returncode] == []
    assert "Preparing the database" in steps[0].stdout
    assert not any("river" in step.stdout for step in steps)
    for arguments, said, words in [
        (("member", "add", "quay", "ann", "auditor"), "", "already has a role"),
        (("member", "add", "quay", "nobody", "auditor"), "", "nobody signs in as nobody"),
        (("member", "add", "quay", "ann", "king"), "", "choose one of"),
        (("member", "remove", "quay", "ann"), "", "only reconciliation officer"),
        (("user", "create", "cy", "--name", "Cy"), "short\nshort\n", "at least 12 characters"),
    ]:
        refused = run(data, *arguments, said=said)
        assert refused.returncode == 1
        assert words in refused.stderr
    assert (data / "antigone.sqlite3").stat().st_mode & 0o077 == 0


def test_a_setting_that_cannot_be_used_is_said_in_words(tmp_path: Path) -> None:
    done = subprocess.run(
        [*ANTIGONE, "manage", "check"],
        env=environment(tmp_path) | {"ANTIGONE_ORIGIN": "antigone.example.org"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("ANTIGONE_ORIGIN is 'antigone.example.org'")


@pytest.mark.parametrize("origin", ["https://antigone.example.org"])
def test_a_public_installation_passes_djangos_own_check(tmp_path: Path, origin: str) -> None:
    done = subprocess.run(
        [*ANTIGONE, "manage", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment(tmp_path) | {"ANTIGONE_ORIGIN": origin},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

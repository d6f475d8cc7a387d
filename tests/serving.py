"""The real server and the real worker, as processes of their own, on a port nobody else uses."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data: Path) -> dict[str, str]:
    """Of a fresh installation: nothing of the caller's own, and nothing of Django's test database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANTIGONE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"ANTIGONE_DATA": str(data), "ANTIGONE_DEMO": "1", "PYTHONUNBUFFERED": "1"}


@contextmanager
def running(
    arguments: list[str], env: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[str]]:
    """`antigone …` in the background; asked to end afterwards, and found out if it does not."""
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "antigone.cli", *arguments],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield server
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
                raise


def wait_until_it_says(words: str, server: subprocess.Popen[str], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while words not in log.read_text():
        if server.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"the server does not run:\n{log.read_text()}")
        time.sleep(0.02)

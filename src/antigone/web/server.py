"""The two processes of an installation, started and stopped together: pages and long work."""

from __future__ import annotations

import errno
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

PATIENCE_SECONDS = 10.0
PAGES, WORK = "the pages", "the long work"
WORKER = ("-m", "antigone.cli", "manage", "db_worker", "--no-startup-delay")


class ServerFailed(Exception):
    """The server cannot start, or one of its processes ended by itself; the message says which."""


def prepare_database(tell: Callable[[str], None]) -> None:
    """Bring the database to the form that this version of the program needs."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if steps:
        tell(f"Preparing the database ({len(steps)} steps) …")
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def refuse_if_taken(host: str, port: int) -> None:
    """Look whether the address is free.

    Raises:
        ServerFailed: another program listens there, or it is no address of this computer.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                message = f"port {port} is in use by another program: choose one with --port"
            elif error.errno == errno.EACCES:
                message = f"port {port} is reserved for the system: choose one above 1023"
            else:
                message = f"{host} is no address of this computer: choose one with --host"
            raise ServerFailed(message) from None


class Server:
    """Pages and long work as child processes.

    Each child has a session of its own, so that Ctrl-C reaches this process alone and the children
    are asked to end in order: no more pages first, then the running work.
    """

    def __init__(self, host: str, port: int, *, workers: int = 1) -> None:
        self.host, self.port, self.workers = host, port, workers
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    @property
    def address(self) -> str:
        """What people type into their browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def run(self, on_ready: Callable[[], None]) -> None:
        """Start both, call `on_ready` when the first page can be asked for, wait for the end.

        Raises:
            ServerFailed: one of the processes ended by itself.
        """
        refuse_if_taken(self.host, self.port)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            self._start(PAGES, *self._granian())
            self._wait_for_pages()
            if not self._stopping:
                self._start(WORK, *WORKER)
                on_ready()
            while not self._stopping:
                self._look_after_children()
                time.sleep(0.2)
        finally:
            self._end_children()

    def _granian(self) -> list[str]:
        return [
            *("-m", "granian", "--interface", "wsgi", "antigone.web.site.wsgi:application"),
            *("--host", self.host, "--port", str(self.port), "--workers", str(self.workers)),
            *("--blocking-threads", "4", "--blocking-threads-idle-timeout", "120"),
            *("--no-ws", "--log-level", "warning"),
        ]

    def _start(self, name: str, *arguments: str) -> None:
        self._children[name] = subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, *arguments], start_new_session=True
        )

    def _wait_for_pages(self) -> None:
        while not self._stopping:
            self._look_after_children()
            if self._answers():
                return
            time.sleep(0.05)

    def _answers(self) -> bool:
        """Whether a page comes: the address is open before there is anybody to answer."""
        try:
            with socket.create_connection((self._reachable(), self.port), timeout=1) as line:
                line.sendall(b"HEAD /sign-in/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return bool(line.recv(1))
        except OSError:
            return False

    def _reachable(self) -> str:
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104

    def _look_after_children(self) -> None:
        for name, child in self._children.items():
            if child.poll() is not None and not self._stopping:
                raise ServerFailed(f"{name} ended by itself (status {child.returncode})")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _end_children(self) -> None:
        for child in self._children.values():
            child.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

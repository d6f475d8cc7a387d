"""A PostgreSQL server for one run of the tests: in a folder of its own, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tools.steps import StepFailed

# Only a socket in a folder of our own: no port to collide with, nothing to reach from outside.
# Nothing here has to outlive a power cut, so nothing waits for the disk.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c unix_socket_directories='{folder}'"
)


def account() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root. None is oneself.

    Raises:
        StepFailed: one is root, and there is no user `postgres`.
    """
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise StepFailed(
            "PostgreSQL refuses to run as root, and there is no user postgres"
        ) from None
    return "postgres"


def call(command: Sequence[str | Path], user: str | None, folder: Path) -> None:
    """Run one of PostgreSQL's programs in the folder.

    Raises:
        StepFailed: it ended with an error; the message has its last lines.
    """
    # pg_ctl hands its output to the server, which lives on: a file, because a pipe never closes.
    output = folder / "output"
    with output.open("w") as file:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            user=user,
            extra_groups=[] if user else None,
            group=pwd.getpwnam(user).pw_gid if user else None,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            # Ctrl-C ends the tests; the server is stopped after them, in order.
            start_new_session=True,
            check=False,
        )
    if done.returncode:
        last = "\n".join(output.read_text().splitlines()[-20:])
        raise StepFailed(f"{Path(command[0]).name} failed:\n{last}")


@contextmanager
def throw_away_server(programs: Path) -> Iterator[str]:
    """Start a server; the value for ANTIGONE_DATABASE_URL. Always stopped and removed."""
    user = account()
    folder = Path(tempfile.mkdtemp(prefix="antigone-postgresql-"))
    data = folder / "data"
    try:
        if user:
            shutil.chown(folder, user)
        settings = ["-U", "antigone", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        call([programs / "initdb", "-D", data, *settings], user, folder)
        options = OPTIONS.format(folder=folder)
        log = folder / "log"
        call(
            [programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start"], user, folder
        )
        yield f"postgresql://antigone@/postgres?host={quote(str(folder), safe='')}"
    finally:
        try:
            if (data / "postmaster.pid").exists():
                stop = ("-m", "immediate", "-w", "stop")
                call([programs / "pg_ctl", "-D", data, *stop], user, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

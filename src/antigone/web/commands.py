"""`antigone serve`, `antigone demo`, `antigone manage`: running an installation."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from antigone.web.server import Server, ServerFailed, prepare_database

Host = Annotated[str, typer.Option(help="Address of this computer on which the pages are served.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port of the pages.")]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=64,
        help="Processes that serve pages; of itself two for each processor, four at most.",
    ),
]


def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = None) -> None:
    """Serve the pages and do the long work, until Ctrl-C."""
    set_up()
    prepare_database(typer.echo)
    from antigone.web.exchange.intake import forget_expired_intakes, resume_interrupted
    from antigone.web.lists.reindex import catch_up
    from antigone.web.records.uploads import forget_expired_uploads
    from antigone.web.sealing.erasure import overwrite

    forget_expired_uploads()
    forget_expired_intakes()
    overwrite()
    if going_on := resume_interrupted():
        typer.echo(f"{going_on} files that were being brought in are gone on with")
    for incident in catch_up():
        typer.echo(f"{incident.slug}: everything recorded is findable now")
    server = Server(host, port, workers=workers or _usual_workers())
    _run(server, [f"Antigone is at {server.address}", "Stop it with Ctrl-C."])


def _usual_workers() -> int:
    """A process makes one page at a time, and a slow one must not hold up the others."""
    return min(4, 2 * (os.cpu_count() or 1))


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    data: Annotated[Path, typer.Option(help="Folder of the demo's data.")] = Path("var/demo"),
    fresh: Annotated[bool, typer.Option(help="Forget an earlier demo and begin anew.")] = False,
    load_only: Annotated[bool, typer.Option(help="Make the data; do not serve them.")] = False,
) -> None:
    """Make an invented incident and serve it; prints the address and who may sign in."""
    complete = data / "demo-is-complete"
    _refuse_foreign_folder(data)
    if data.exists() and (fresh or not complete.exists()):
        shutil.rmtree(data)
    os.environ.update(ANTIGONE_DATA=str(data), ANTIGONE_DATABASE_URL="", ANTIGONE_DEMO="1")
    set_up()
    prepare_database(typer.echo)
    from antigone.web.site.demo import load_demo, who_may_sign_in

    if not complete.exists():
        typer.echo("Making the invented incident …")
        load_demo()
        complete.touch()
    if load_only:
        return
    server = Server(host, port)
    _run(server, [f"Antigone is at {server.address}", "", *who_may_sign_in(), "", "Stop: Ctrl-C."])


def manage(context: typer.Context) -> None:
    """Hand the rest of the line to Django, e.g. `antigone manage migrate`."""
    from antigone.web.manage import manage as hand_over

    set_up()
    hand_over(context.args)


PASS_THROUGH = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""Context settings for `manage`: every option belongs to Django."""


def set_up() -> None:
    """Open the record for this process, or say which setting cannot be used."""
    # Whatever is written from here on, its owner alone can read.
    os.umask(0o077)
    from antigone.web.manage import setup
    from antigone.web.site.environment import SettingRefused

    try:
        setup()
    except SettingRefused as refusal:
        raise _ended(str(refusal)) from None


def _refuse_foreign_folder(data: Path) -> None:
    """Only a folder that holds nothing but a demo may ever be deleted."""
    ours = {"demo-is-complete", "secret-key", "antigone.sqlite3", "antigone.sqlite3-wal"}
    ours |= {"antigone.sqlite3-shm", "journal-key.pem", "master-keys", ".master-keys-lock", "media"}
    if data.exists():
        strange = sorted(path.name for path in data.iterdir() if path.name not in ours)
        if not data.is_dir() or strange:
            raise _ended(
                f"{data} holds {strange[0]}, which is not of a demo: choose another --data"
            )


def _run(server: Server, lines: list[str]) -> None:
    try:
        server.run(lambda: typer.echo("\n".join(lines)))
    except ServerFailed as failure:
        raise _ended(str(failure)) from None


def _ended(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

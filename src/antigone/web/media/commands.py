"""`antigone media`: looking after the folder of sealed pictures and prints, at the server."""

from __future__ import annotations

import typer

media = typer.Typer(no_args_is_help=True, help="Pictures and files of prints, sealed on the disk.")


@media.callback()
def _group() -> None:
    """Pictures and files of prints, sealed on the disk."""


@media.command()
def check() -> None:
    """Open every seal: each row has its file, each file its row. Shows no content.

    What still lies there of families that withdrew is removed. Exit status 1 if anything is wrong.
    """
    from antigone.web.manage import setup

    setup()
    from django.db import DatabaseError

    from antigone.web.media.integrity import check_media
    from antigone.web.sealing.masters import MasterKeysRefused

    try:
        report = check_media()
    except (MasterKeysRefused, DatabaseError) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    for fault in report.faults:
        typer.echo(fault)
    typer.echo(f"{report.opened} files open, {report.destroyed} are destroyed")
    if report.removed:
        typer.echo(f"{report.removed} of the destroyed still lay there and were removed now")
    if report.faults:
        count = len(report.faults)
        typer.echo(f"not sound, {count} {'fault' if count == 1 else 'faults'}")
        raise typer.Exit(1)

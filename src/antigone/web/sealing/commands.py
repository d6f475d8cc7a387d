"""`antigone keys`: the master keys, at the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

CONSOLE = "console"
"""Who stands in the journal, as with every command at the server."""

keys = typer.Typer(no_args_is_help=True, help="Master keys: how they stand, and putting a new one.")


@keys.command("status")
def show_status() -> None:
    """Say which master keys there are, what they wrap, and what is not overwritten yet."""
    with _in_words():
        from antigone.web.sealing.rotation import status

        now = status()
        for name, count in now.wrapped.items():
            role = "wraps new keys" if name == now.current else "old"
            typer.echo(f"{name}: {count} keys, {role}")
        for name, count in now.missing.items():
            typer.echo(f"{name}: MISSING, and {count} keys cannot be opened without it")
        typer.echo(f"{now.destroyed} keys are destroyed")
        for one in now.erasures:
            why = f"; last: {one.problem}" if one.problem else ""
            typer.echo(f"not overwritten since {one.asked_at:%Y-%m-%d %H:%M} UTC: {one}{why}")
        if not now.erasures:
            typer.echo("nothing destroyed waits to be overwritten in the database's files")


@keys.command()
def rotate() -> None:
    """Put a new master key first and wrap every key with it; started again, it goes on."""
    with _in_words():
        from antigone.web.sealing.rotation import rotate as rotate_masters

        try:
            name = rotate_masters(by=CONSOLE, tell=_progress)
        except KeyboardInterrupt:
            raise _ended(
                "interrupted: nothing is lost, and `antigone keys rotate` goes on"
            ) from None
        typer.echo(f"{name} wraps every key. Back the master keys up now.")
        typer.echo(
            "`antigone keys status` names old ones, `antigone keys retire NAME` takes one out."
        )


@keys.command()
def retire(name: Annotated[str, typer.Argument(help="Name of the master key.")]) -> None:
    """Take a master key out that wraps nothing any more."""
    with _in_words():
        from antigone.web.sealing.rotation import retire as retire_master

        retire_master(name, by=CONSOLE)
        typer.echo(f"{name} is retired. Backups from before the rotation still need it.")


@contextmanager
def _in_words() -> Iterator[None]:
    """Open the record, and say in words what was refused."""
    from antigone.web.manage import setup

    setup()
    from django.db import DatabaseError

    from antigone.web.sealing.keys import SealBroken
    from antigone.web.sealing.masters import MasterKeysRefused
    from antigone.web.sealing.rotation import RotationRefused

    try:
        yield
    except (MasterKeysRefused, RotationRefused, SealBroken) as refusal:
        raise _ended(str(refusal)) from None
    except DatabaseError as error:
        raise _ended(
            f"the record cannot be read: {error}. Set ANTIGONE_DATA or ANTIGONE_DATABASE_URL to "
            "those of the installation"
        ) from error


def _progress(done: int, of: int) -> None:
    typer.echo(f"{done} of {of} keys")


def _ended(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

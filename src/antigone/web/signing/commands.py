"""`antigone keys export`: the public keys of the installation and of all who sign, as a signed file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def export_keys(
    out: Annotated[
        Path | None, typer.Option(help="File to write; standard output if absent.")
    ] = None,
) -> None:
    """Write the public keys with which decisions and packages are checked elsewhere."""
    from antigone.web.manage import setup

    setup()
    from django.db import DatabaseError

    from antigone.formats.signatures import key_id_of
    from antigone.formats.signing_keys import read_keys
    from antigone.web.journal.keys import KeyRefused
    from antigone.web.signing.public_keys import keys_file

    try:
        data = keys_file()
        if out is None:
            sys.stdout.buffer.write(data)
            return
        out.write_bytes(data)
    except (KeyRefused, OSError) as error:
        raise _refused(str(error)) from error
    except DatabaseError as error:
        raise _refused(
            f"the record cannot be read: {error}. Set ANTIGONE_DATA or ANTIGONE_DATABASE_URL to "
            "those of the installation"
        ) from error
    keys = read_keys(data)
    typer.echo(f"{out}: {len(keys.persons)} keys of persons")
    typer.echo(f"id of the installation's key, to be told by voice: {key_id_of(keys.installation)}")


def _refused(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

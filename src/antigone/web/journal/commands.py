"""`antigone journal`: export the journal, and verify an export without any database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from antigone.formats.journal_verify import Verdict, verify_continuation, verify_journal

journal = typer.Typer(no_args_is_help=True, help="Export the journal; verify an exported one.")


@journal.command()
def export(
    out: Annotated[
        Path | None, typer.Option(help="File to write; standard output if absent.")
    ] = None,
    incident: Annotated[
        str | None, typer.Option(help="Show this incident only; all other entries are sealed.")
    ] = None,
) -> None:
    """Write the whole journal as a signed file."""
    from antigone.web.manage import setup

    setup()
    from django.db import DatabaseError

    from antigone.web.journal.export import export_journal
    from antigone.web.journal.keys import KeyRefused

    try:
        data = export_journal(incident)
        if out is None:
            sys.stdout.buffer.write(data)
        else:
            out.write_bytes(data)
    except (KeyRefused, OSError) as error:
        raise _refused(str(error)) from error
    except DatabaseError as error:
        raise _refused(
            f"the journal cannot be read: {error}. Set ANTIGONE_DATA or ANTIGONE_DATABASE_URL to "
            "those of the installation"
        ) from error


@journal.command()
def verify(
    file: Annotated[Path, typer.Argument(help="An exported journal.")],
    key: Annotated[
        str | None, typer.Option(help="Fingerprint of the installation's key, learnt elsewhere.")
    ] = None,
    after: Annotated[
        Path | None, typer.Option(help="An earlier export that this one must continue.")
    ] = None,
) -> None:
    """Find every change to an exported journal. Exit status 1 if there is one."""
    verdict = _verdict(file, key)
    for fault in verdict.faults:
        typer.echo(f"{file}: {fault}")
    lost: tuple[str, ...] = ()
    if after is not None:
        earlier = _verdict(after, key)
        lost = tuple(
            str(fault) for fault in (*earlier.faults, *verify_continuation(earlier, verdict))
        )
        for line in lost:
            typer.echo(f"{after}: {line}")
    if verdict.faults or lost:
        count = len(verdict.faults) + len(lost)
        typer.echo(f"{file}: not sound, {count} {'fault' if count == 1 else 'faults'}")
        raise typer.Exit(1)
    typer.echo(_sound(file, verdict, after))


def _verdict(file: Path, key: str | None) -> Verdict:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _refused(f"{file}: {error.strerror}") from error
    return verify_journal(data, key=key)


def _sound(file: Path, verdict: Verdict, after: Path | None) -> str:
    head = verdict.head
    lines = [
        f"{file}: sound, {verdict.entries} entries, {verdict.sealed} of them sealed",
        f"last hash {head['last_hash']}",
        f"exported at {head['exported_at']} by {head['program']}",
        f"signed with key {head['public_key_fingerprint']}",
    ]
    if after is not None:
        lines.append(f"continues {after}")
    if verdict.key_from_file:
        lines.append(
            "The key was taken from the file itself: whoever can write a journal anew can sign it "
            "anew. Give --key with the fingerprint that the installation told you."
        )
    return "\n".join(lines)


def _refused(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

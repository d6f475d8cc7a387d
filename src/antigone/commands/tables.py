"""`antigone tables`: the numbers behind all evidence but DNA, where they come from, and one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from antigone.commands.screen import screen
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import Tables, load_tables, packaged_tables

Write = Annotated[
    Path | None,
    typer.Option(
        help="Write the packaged tables into this folder, to be edited. Replaces nothing."
    ),
]
Check = Annotated[
    Path | None,
    typer.Option(help="Check the tables of this folder, which replace packaged ones by name."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

MARKS = "S read in the source named, S2 read second-hand, M general knowledge, P our proposal."
"""Stands under the list."""


def tables(write: Write = None, check: Check = None, as_json: AsJson = False) -> None:
    """List the tables of numbers behind sex, age, stature, teeth, marks, names and the rest.

    Each number says where it comes from. Write the tables out, edit what your population or your
    own study knows better, and give the folder to the commands that compare.
    """
    try:
        if write is not None and check is not None:
            raise TableError("", "", "--write and --check exclude each other; give one of them")
        written = _write(write) if write is not None else ()
        loaded = load_tables(check)
    except TableError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if as_json:
        value = {
            "fingerprint": loaded.fingerprint,
            "replaced": list(loaded.replaced),
            "origins": dict(loaded.origins()),
            "written": [str(path) for path in written],
        }
        typer.echo(json.dumps(value, ensure_ascii=False))
    elif write is not None:
        typer.echo(f"Written: {', '.join(path.name for path in written)} in {write}.")
        typer.echo("Delete those you do not change: what is absent stays as packaged.")
    elif check is not None:
        _print_checked(loaded, check)
    else:
        _print(loaded)


def _write(folder: Path) -> tuple[Path, ...]:
    """Write every packaged table; none where one of the names is taken."""
    paths = {folder / f"{name}.toml": data for name, data in packaged_tables().items()}
    for path in paths:
        if path.exists():
            message = "is there already and is not replaced; name a folder without tables"
            raise TableError(str(path), "", message)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in paths.items():
            path.write_bytes(data)
    except OSError as error:
        place = error.filename or folder
        raise TableError(str(place), "", f"cannot be written: {error.strerror}") from error
    return tuple(paths)


def _print_checked(loaded: Tables, folder: Path) -> None:
    if loaded.replaced:
        names = ", ".join(f"{name}.toml" for name in loaded.replaced)
        typer.echo(f"Good. {folder} replaces {names}; all others stay as packaged.")
    else:
        typer.echo(f"{folder} holds no table; all stay as packaged.")
    typer.echo(f"Fingerprint of all tables: {loaded.fingerprint}")


def _print(loaded: Tables) -> None:
    console = screen()
    for place, origin in loaded.origins().items():
        name, _, key = place.partition(".")
        text = f"  {key}: {origin}" if key else f"{name}.toml: {origin}"
        console.print(text, highlight=False)
    console.print(MARKS, highlight=False)
    console.print(f"Fingerprint of all tables: {loaded.fingerprint}", highlight=False)

"""The `antigone` command: each part of the program offers its commands here."""

from __future__ import annotations

import typer

from antigone.commands.dvi import dvi
from antigone.commands.kinship import kinship
from antigone.web.journal.commands import journal

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

app.command()(kinship)
app.command()(dvi)
app.add_typer(journal, name="journal")


@app.callback()
def antigone() -> None:
    """Forensic identification of the unidentified dead."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()

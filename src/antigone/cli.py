"""The `antigone` command: each part of the program offers its commands here."""

from __future__ import annotations

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Forensic identification of the unidentified dead.",
)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()

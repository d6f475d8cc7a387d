"""The `antigone` command: each part of the program offers its commands here."""

from __future__ import annotations

from typing import Annotated

import typer

from antigone.commands.apply_calibration import apply_calibration
from antigone.commands.calibrate import calibrate
from antigone.commands.check import check
from antigone.commands.convert import convert
from antigone.commands.decision import decision
from antigone.commands.dvi import dvi
from antigone.commands.kinship import kinship
from antigone.commands.lines import lines
from antigone.commands.package import package
from antigone.commands.power import power_of_families
from antigone.commands.same_person import same_person
from antigone.commands.search import search
from antigone.commands.study import study
from antigone.commands.tables import tables
from antigone.provenance import program
from antigone.simulate.command import simulate
from antigone.web.administration import agency, incident, member, user
from antigone.web.commands import PASS_THROUGH, demo, manage, serve
from antigone.web.journal.commands import journal
from antigone.web.lists.commands import reindex
from antigone.web.media.commands import media
from antigone.web.sealing.commands import keys
from antigone.web.signing.commands import export_keys

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

app.command()(kinship)
app.command()(dvi)
app.command()(search)
app.command()(same_person)
app.command(name="power")(power_of_families)
app.command()(check)
app.command()(lines)
app.command()(convert)
app.command()(tables)
app.command()(calibrate)
app.command()(apply_calibration)
app.command()(simulate)
app.command()(study)
app.add_typer(journal, name="journal")
app.add_typer(package, name="package")
app.add_typer(media, name="media")
keys.command("export")(export_keys)
app.add_typer(keys, name="keys")
app.add_typer(decision, name="decision")
app.command()(reindex)
app.command()(serve)
app.command()(demo)
app.add_typer(agency, name="agency")
app.add_typer(user, name="user")
app.add_typer(incident, name="incident")
app.add_typer(member, name="member")
app.command(context_settings=PASS_THROUGH, add_help_option=False)(manage)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(program())
        raise typer.Exit


@app.callback()
def antigone(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Which version."),
    ] = False,
) -> None:
    """Forensic identification of the unidentified dead."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()

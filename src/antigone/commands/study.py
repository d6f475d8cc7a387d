"""`antigone study`: many simulated incidents under the board's rules, and how often they are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from antigone.simulate.parameters import load_parameters
from antigone.simulate.study import StudyPlan, result_json, run_study
from antigone.simulate.study_report import study_markdown


def study(
    out: Annotated[Path, typer.Option(help="The result, as JSON.")],
    incidents: Annotated[int, typer.Option(min=1, max=1_000_000)] = 200,
    families: Annotated[int, typer.Option(min=1, max=100_000, help="Of each incident.")] = 40,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same study.")] = 1,
    records: Annotated[bool, typer.Option(help="With evidence besides DNA.")] = False,
    parameters: Annotated[
        Path | None, typer.Option(help="A TOML file instead of the packaged parameters.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=256, help="Incidents at once.")] = 2,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the tables.")] = False,
) -> None:
    """Count right and wrong identifications in simulated incidents, where the truth is known.

    Each incident is compared without clerical error and with the errors of the parameters. A study that
    was interrupted goes on where it stopped: finished incidents stand in OUT.kept until the end.
    """
    kept = out.with_name(out.name + ".kept")
    try:
        plan = StudyPlan(incidents, families, seed, records, load_parameters(parameters))
        result = run_study(plan, kept=kept, processes=processes, progress=_tell)
        out.write_bytes(result_json(result))
        kept.unlink(missing_ok=True)
    except (ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if markdown:
        typer.echo(study_markdown(result))
    else:
        typer.echo(f"{incidents} incidents studied: {out}")


def _tell(done: int, total: int) -> None:
    typer.echo(f"{done} of {total} incidents", err=True)

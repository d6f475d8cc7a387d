"""`antigone simulate`: an invented incident as a file, and the truth about it as another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from antigone.formats.dvi_json import write_dvi_json
from antigone.provenance import program
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident
from antigone.simulate.markers import MUTATIONS
from antigone.simulate.parameters import load_parameters, packaged_parameters

_MODELS = ", ".join(MUTATIONS)


def _show_parameters(wanted: bool) -> None:
    if wanted:
        typer.echo(packaged_parameters().decode(), nl=False)
        raise typer.Exit


def simulate(
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same incident.")],
    out: Annotated[Path, typer.Option(help="The DVI JSON file to write.")],
    families: Annotated[int, typer.Option(min=1, max=100_000)] = 8,
    strangers: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=100_000,
            help="Remains whom no family misses; by the parameters if not given.",
        ),
    ] = None,
    missing_loci: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=0.99,
            help="Probability that a locus of remains fails; by the parameters if not given.",
        ),
    ] = None,
    mutation: Annotated[str, typer.Option(help=f"Mutation model: {_MODELS}.")] = "proportional",
    records: Annotated[
        bool, typer.Option(help="Draw age, teeth, effects and all else besides DNA, too.")
    ] = True,
    parts: Annotated[bool, typer.Option(help="Some bodies are found in parts.")] = False,
    clerical_errors: Annotated[
        bool, typer.Option(help="Samples are exchanged, and some parents are not those declared.")
    ] = False,
    parameters: Annotated[
        Path | None, typer.Option(help="A TOML file instead of the packaged parameters.")
    ] = None,
    show_parameters: Annotated[
        bool,
        typer.Option(
            "--show-parameters",
            callback=_show_parameters,
            is_eager=True,
            help="Print the packaged parameters with their sources, to be edited.",
        ),
    ] = False,
    truth: Annotated[Path | None, typer.Option(help="Where to write who is whom.")] = None,
) -> None:
    """Invent an incident: families, their missing, remains of some of them and of strangers."""
    try:
        plan = Plan(
            families,
            strangers,
            missing_loci,
            mutation,
            records,
            parts,
            clerical_errors,
            load_parameters(parameters),
        )
        simulated = simulate_incident(plan, np.random.default_rng(seed))
        out.write_bytes(write_dvi_json(simulated.incident))
        if truth:
            truth.write_bytes(truth_json(simulated, plan, seed))
    except (ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    incident = simulated.incident
    typer.echo(
        f"{len(incident.remains)} remains, {len(incident.families)} families with "
        f"{len(incident.missing)} missing persons: {out}"
    )


def truth_json(simulated: SimulatedIncident, plan: Plan, seed: int) -> bytes:
    """Who the remains are (null: a stranger), which are of one body, who was not found, what went wrong."""
    owners = simulated.truth.remains
    found = set(owners.values())
    document = {
        "program": program(),
        "seed": seed,
        "parameters": plan.parameters.fingerprint,
        "remains": dict(owners),
        "bodies": dict(simulated.truth.bodies),
        "not_found": [person for person in simulated.incident.missing if person not in found],
        "shapes": dict(simulated.truth.shapes),
        "mutations": [
            {
                "family": family,
                "marker": mutated.marker,
                "parent": mutated.parent,
                "child": mutated.child,
                "from": mutated.before,
                "to": mutated.after,
            }
            for family, mutated in simulated.truth.mutations
        ],
        "clerical_errors": [
            {"kind": e.kind.value, "about": list(e.about), "families": list(e.families)}
            for e in simulated.truth.errors
        ],
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()

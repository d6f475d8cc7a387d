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

_MODELS = ", ".join(MUTATIONS)


def simulate(
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same incident.")],
    out: Annotated[Path, typer.Option(help="The DVI JSON file to write.")],
    families: Annotated[int, typer.Option(min=1, max=100_000)] = 8,
    strangers: Annotated[
        int, typer.Option(min=0, max=100_000, help="Remains whom no family misses.")
    ] = 3,
    missing_loci: Annotated[
        float, typer.Option(min=0.0, max=0.99, help="Probability that a locus of remains fails.")
    ] = 0.05,
    mutation: Annotated[str, typer.Option(help=f"Mutation model: {_MODELS}.")] = "proportional",
    truth: Annotated[Path | None, typer.Option(help="Where to write who is whom.")] = None,
) -> None:
    """Invent an incident: families, their missing, remains of some of them and of strangers."""
    try:
        plan = Plan(families, strangers, missing_loci, mutation)
        simulated = simulate_incident(plan, np.random.default_rng(seed))
        out.write_bytes(write_dvi_json(simulated.incident))
        if truth:
            truth.write_bytes(truth_json(simulated, seed))
    except (ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    incident = simulated.incident
    typer.echo(
        f"{len(incident.remains)} remains, {len(incident.families)} families with "
        f"{len(incident.missing)} missing persons: {out}"
    )


def truth_json(simulated: SimulatedIncident, seed: int) -> bytes:
    """Who the remains are (null: a stranger), who was not found, and what mutated."""
    owners = simulated.truth.remains
    found = set(owners.values())
    document = {
        "program": program(),
        "seed": seed,
        "remains": dict(owners),
        "not_found": [person for person in simulated.incident.missing if person not in found],
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
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()

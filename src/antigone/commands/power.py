"""`antigone power`: what the DNA of each family can achieve, and which sample would help most."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from antigone.commands.screen import screen
from antigone.formats.dvi import read_dvi
from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError
from antigone.formats.result_json import number_json
from antigone.genetics.power import (
    PERCENTILES,
    SIMULATIONS,
    Candidate,
    Expected,
    Power,
    PowerRefused,
    next_samples,
    power,
)
from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident

File = Annotated[
    Path, typer.Argument(help="A DVI data set: JSON, or Familias .fam with a [DVI] block.")
]
Missing = Annotated[
    list[str] | None,
    typer.Option(help="Only this missing person (may be given several times)."),
]
Threshold = Annotated[float, typer.Option(help="log10 LR that counts as found.")]
Simulations = Annotated[int, typer.Option(min=100, max=10_000_000, help="Simulated remains.")]
Seed = Annotated[
    int, typer.Option(min=0, help="Start of the random numbers: same seed, same answer.")
]
NotAvailable = Annotated[
    list[str] | None,
    typer.Option(help="A relative who can give no sample (may be given several times)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True)
class _Found:
    """The power for one missing person; or why there is none."""

    missing: str
    family: str
    power: Power | None
    candidates: tuple[Candidate, ...]
    refusal: str | None


def power_of_families(
    file: File,
    missing: Missing = None,
    threshold: Threshold = 4.0,
    simulations: Simulations = SIMULATIONS,
    seed: Seed = 1,
    not_available: NotAvailable = None,
    as_json: AsJson = False,
) -> None:
    """Say how well each family can recognise its missing, and which relative to ask next.

    For every missing person: the log10 LR to expect if the remains are theirs and if they are a
    stranger's, the probability to pass the threshold, and what the sample of each further relative in
    the pedigree would add.
    """
    try:
        incident = read_dvi(read_file(file), str(file))
    except FormatError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    unknown = [person for person in missing or [] if person not in incident.missing]
    if unknown:
        known = ", ".join(incident.missing)
        typer.echo(f"{file}: {unknown[0]!r} is not among the missing persons: {known}", err=True)
        raise typer.Exit(1)
    found = [
        _of_person(incident, person, threshold, simulations, seed, not_available or [])
        for person in missing or incident.missing
    ]
    if as_json:
        value = {
            "threshold": threshold,
            "simulations": simulations,
            "seed": seed,
            "missing": [_json(f) for f in found],
            "notices": list(incident.notices),
        }
        typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
    else:
        origin = f"Percentiles and P(log10 LR ≥ {threshold:g}) are of {simulations:,} simulated remains, "
        _print(found, threshold, (*incident.notices, f"{origin}seed {seed}."))


def _of_person(
    incident: DviIncident,
    person: str,
    threshold: float,
    simulations: int,
    seed: int,
    not_available: list[str],
) -> _Found:
    family = incident.family_of(person)
    # Each person has a stream of their own: leaving one out does not change the others.
    rng = np.random.default_rng([seed, incident.missing.index(person)])
    out = [*not_available, *family.missing]
    try:
        of_family = power(
            family.pedigree,
            incident.markers,
            family.profiles,
            person,
            threshold=threshold,
            rng=rng,
            simulations=simulations,
        )
        candidates = next_samples(
            family.pedigree,
            incident.markers,
            family.profiles,
            person,
            threshold=threshold,
            rng=rng,
            simulations=simulations,
            not_available=out,
        )
    except PowerRefused as error:
        return _Found(person, family.name, None, (), str(error))
    return _Found(person, family.name, of_family, candidates, None)


def _json(found: _Found) -> dict[str, JsonValue]:
    value: dict[str, JsonValue] = {"missing": found.missing, "family": found.family}
    if found.power is None:
        return value | {"refusal": found.refusal}
    return value | {
        "if_present": _expected_json(found.power.if_present),
        "if_absent": _expected_json(found.power.if_absent),
        "next_samples": [
            {
                "person": c.person,
                "mean_log10_lr": number_json(c.mean),
                "mean_gain": number_json(c.mean_gain),
                "above_threshold": c.above_threshold,
                "probability_gain": c.probability_gain,
            }
            for c in found.candidates
        ],
    }


def _expected_json(expected: Expected) -> dict[str, JsonValue]:
    return {
        "mean_log10_lr": number_json(expected.mean),
        "percentiles": {
            str(p): number_json(x) for p, x in zip(PERCENTILES, expected.percentiles, strict=True)
        },
        "above_threshold": expected.above_threshold,
        "excluded": expected.excluded,
    }


def _print(found: list[_Found], threshold: float, notices: tuple[str, ...]) -> None:
    console = screen()
    for one in found:
        console.print(f"{one.missing}, family {one.family}", markup=False, style="bold")
        if one.power is None:
            console.print(f"  No power can be stated: {one.refusal}.", markup=False)
            continue
        _print_power(console, one.power, threshold)
        _print_candidates(console, one.candidates, threshold)
    for notice in notices:
        console.print(f"Notice: {notice}", markup=False)


def _print_power(console: Console, of_family: Power, threshold: float) -> None:
    table = Table()
    table.add_column("If the remains are", no_wrap=True)
    table.add_column("mean log10 LR", justify="right")
    for percentile in PERCENTILES:
        table.add_column(f"{percentile} %", justify="right")
    table.add_column(f"P(log10 LR ≥ {threshold:g})", justify="right")
    table.add_column("P(excluded)", justify="right")
    for name, expected in (
        ("the person", of_family.if_present),
        ("a stranger's", of_family.if_absent),
    ):
        table.add_row(
            name,
            f"{expected.mean:+.2f}",
            *(f"{x:+.2f}" for x in expected.percentiles),
            f"{expected.above_threshold:.1%}",
            f"{expected.excluded:.2%}",
        )
    console.print(table)


def _print_candidates(
    console: Console, candidates: tuple[Candidate, ...], threshold: float
) -> None:
    if not candidates:
        console.print("  Nobody else in the pedigree could give a sample.")
        return
    table = Table(title="With a further sample of", title_justify="left")
    table.add_column("Relative")
    table.add_column("mean log10 LR", justify="right")
    table.add_column("gain", justify="right")
    table.add_column(f"P(log10 LR ≥ {threshold:g})", justify="right")
    table.add_column("gain", justify="right")
    for c in candidates:
        table.add_row(
            c.person,
            f"{c.mean:+.2f}",
            f"{c.mean_gain:+.2f}",
            f"{c.above_threshold:.1%}",
            f"{c.probability_gain:+.1%}",
        )
    console.print(table)
    console.print("  Who of these is alive and willing the pedigree does not say.")

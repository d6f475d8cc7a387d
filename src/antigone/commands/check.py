"""`antigone check`: whether each family's DNA fits its pedigree, and which sample to check first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from antigone.commands.screen import screen
from antigone.formats.dvi import read_dvi
from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError
from antigone.formats.result_json import number_json
from antigone.genetics.consistency import (
    RATES,
    Alternative,
    CheckRefused,
    FamilyCheck,
    Reading,
    check_family,
)
from antigone.genetics.elimination import EliminationTooLarge
from antigone.provenance import JsonValue
from antigone.reconcile.incident import Family

CAUTION = (
    "For the geneticist only. Samples are exchanged and rows of a pedigree mistyped: look there first, "
    "type again, ask the laboratory. This is no statement about a family, and is not to be told to one."
)
"""Stands under every result."""

NO_MUTATION = (
    "No marker of the file allows mutation: a single mutation looks like a wrong sample or pedigree. "
    "State mutation models, or choose one of the file's variants with --mutation."
)
"""Stands where it applies."""

LIKEWISE = 3
"""So many further explanations of a family are printed."""

File = Annotated[
    Path, typer.Argument(help="A DVI data set: JSON, or Familias .fam with a [DVI] block.")
]
Mutation = Annotated[
    str | None,
    typer.Option(help="Name of a mutation model among the file's mutation_variants."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

Checked = dict[str, FamilyCheck | str]
"""By family: the check, or why there is none."""


def check(file: File, mutation: Mutation = None, as_json: AsJson = False) -> None:
    """Check each family's DNA against its declared pedigree, and name samples to check.

    Compared are: a sample of somebody unrelated, two samples exchanged, another father or mother (half
    instead of full brothers and sisters). For the geneticist only.
    """
    try:
        incident = read_dvi(read_file(file), str(file), mutation=mutation)
    except FormatError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    checked: Checked = {}
    for family in incident.families:
        try:
            checked[family.name] = check_family(family.pedigree, incident.markers, family.profiles)
        except (CheckRefused, EliminationTooLarge) as error:
            checked[family.name] = str(error)
    if as_json:
        value = {
            "families": [_json(name, found) for name, found in checked.items()],
            "rates": {reading.value: rate for reading, rate in RATES.items()},
            "caution": CAUTION,
            "notices": list(incident.notices),
        }
        typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
    else:
        _print(checked, {family.name: family for family in incident.families}, incident.notices)


def _json(name: str, found: FamilyCheck | str) -> dict[str, JsonValue]:
    if isinstance(found, str):
        return {"family": name, "refusal": found}
    return {
        "family": name,
        "log10_likelihood": number_json(found.log10_likelihood),
        "mutation_allowed": found.mutation_allowed,
        "unexplained": found.unexplained,
        "samples_to_check": {
            sample: in_words(alternative) for sample, alternative in found.samples_to_check.items()
        },
        "alternatives": [
            {
                "reading": a.reading.value,
                "about": list(a.about),
                "samples": list(a.samples),
                "log10_lr": number_json(a.log10_lr),
                "log10_odds": number_json(a.log10_odds),
                "in_words": in_words(a),
            }
            for a in found.alternatives
        ],
    }


def in_words(alternative: Alternative) -> str:
    """An explanation as the geneticist reads it: what to check, and how the DNA would read then."""
    samples = " and ".join(alternative.samples)
    about = " and ".join(alternative.about)
    check_first = {
        0: "check the pedigree",
        1: f"check the sample of {samples}",
    }.get(len(alternative.samples), f"check the samples of {samples}")
    match alternative.reading:
        case Reading.UNRELATED:
            return f"{check_first}: it reads as of somebody unrelated to the family"
        case Reading.SWAPPED:
            return f"{check_first}: they read as if exchanged with each other"
        case Reading.OTHER_FATHER | Reading.OTHER_MOTHER:
            half = ""
            if alternative.full_sibs:
                half = f", so as half instead of full sibling of {', '.join(alternative.full_sibs)}"
            other = alternative.reading.value
            return f"{check_first}, and the row of {about}: the DNA reads as of {other}{half}"


def _print(checked: Checked, families: dict[str, Family], notices: tuple[str, ...]) -> None:
    console = screen()

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False)

    for name, found in checked.items():
        if isinstance(found, str):
            say(f"Family {name}: not checked: {found}.")
            continue
        typed = [person for person, profile in families[name].profiles.items() if profile]
        if len(typed) < 2:
            say(f"Family {name}: fewer than two samples, nothing to compare.")
        elif found.unexplained:
            say(
                f"Family {name}: check all samples and the pedigree: the DNA is impossible as declared, "
                "and no single change explains it."
            )
        elif not found.suspicious:
            say(f"Family {name}: the samples fit the pedigree.")
        else:
            best = found.suspicious[0]
            say(f"Family {name}: {in_words(best)} (log10 LR {best.log10_lr:+.2f}).")
            for other in found.suspicious[1 : LIKEWISE + 1]:
                say(f"  less likely: {in_words(other)} (log10 LR {other.log10_lr:+.2f}).")
    if not all(isinstance(f, str) or f.mutation_allowed for f in checked.values()):
        say(NO_MUTATION)
    for notice in notices:
        say(f"Notice: {notice}")
    say(CAUTION)

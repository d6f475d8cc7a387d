"""`antigone same-person`: compare two samples directly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from antigone.commands.screen import screen
from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError
from antigone.formats.result_json import number_json
from antigone.formats.same_person_json import read_sample_pair
from antigone.genetics.same_person import (
    ASSUMPTIONS,
    ComparisonRefused,
    SamePersonResult,
    compare_samples,
)
from antigone.provenance import JsonValue
from antigone.units import VERBAL_SCALE, verbal_support

File = Annotated[
    Path, typer.Argument(help='JSON with two "profiles" and the "markers" they are judged by.')
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def same_person(file: File, as_json: AsJson = False) -> None:
    """Compare two samples: of one person, or of two unrelated persons.

    For parts of one body, a repeated sample, or a missing person's own sample from life. The file may
    state "theta", "sex" (for X-linked markers), and for each sample "dropout" and "dropin".
    """
    try:
        pair = read_sample_pair(read_file(file), str(file))
        result = compare_samples(
            pair.markers,
            pair.first,
            pair.second,
            theta=pair.theta,
            sex=pair.sex,
            notices=pair.notices,
        )
    except (FormatError, ComparisonRefused) as error:
        typer.echo(str(error) if isinstance(error, FormatError) else f"{file}: {error}", err=True)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(_json(result), ensure_ascii=False, allow_nan=False))
    else:
        _print(result)


def _json(result: SamePersonResult) -> dict[str, JsonValue]:
    return {
        "samples": [result.first, result.second],
        "markers": [
            {
                "name": m.name,
                "log10_lr": number_json(m.log10_lr),
                "typed_in_both": m.typed_in_both,
            }
            for m in result.markers
        ],
        "log10_lr": number_json(result.log10_lr),
        "theta": result.theta,
        "different_at": list(result.different),
        "assumptions": list(ASSUMPTIONS),
        "notices": list(result.notices),
    }


def _print(result: SamePersonResult) -> None:
    console = screen()
    table = Table(
        title=f"{result.first} and {result.second}", title_justify="left", show_footer=True
    )
    table.add_column("Marker", "All markers")
    table.add_column("log10 LR", f"{result.log10_lr:+.4f}", justify="right")
    for marker in result.markers:
        table.add_row(
            marker.name, f"{marker.log10_lr:+.4f}" if marker.typed_in_both else "not in both"
        )
    console.print(table)
    words = verbal_support(result.log10_lr)
    console.print(
        f"{words} one person against two unrelated persons (scale: {VERBAL_SCALE}; "
        f"theta {result.theta:g}). A ranking is not a decision.",
        markup=False,
    )
    if result.different:
        console.print(
            f"They differ at {', '.join(result.different)}: consider drop-out, drop-in, a mixture or a "
            "mix-up of samples before the difference is believed.",
            markup=False,
        )
    for line in (*(f"Assumed: {a}." for a in ASSUMPTIONS), *result.notices):
        console.print(line, markup=False)

"""`antigone kinship`: compare pedigrees by the genotypes in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from antigone.commands.screen import screen
from antigone.formats.case import read_case
from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError
from antigone.formats.result_json import kinship_json
from antigone.genetics.kinship import KinshipRefused, KinshipResult, compare
from antigone.units import VERBAL_SCALE, verbal_support

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Case files: JSON, Familias .fam with pedigrees, or folders of JSON files.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON, one object a line for several files.")
]


def kinship(files: Files, as_json: AsJson = False) -> None:
    """Compare the pedigrees of a case: log10 likelihood of each marker and log10 LR, exactly."""
    several = len(files) > 1 or files[0].is_dir()
    refused = False
    for path in _cases(files):
        try:
            result = compare(read_case(read_file(path), str(path)))
        except (FormatError, KinshipRefused) as error:
            refused = True
            _tell_refusal(path, error, as_json)
            continue
        if as_json:
            value = {"file": str(path), **kinship_json(result)} if several else kinship_json(result)
            typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
        else:
            _print(result)
    if refused:
        raise typer.Exit(1)


def _cases(files: list[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.suffix == ".json")
            if not found:
                raise typer.BadParameter(f"{path} is a folder without any .json file")
            yield from found
        else:
            yield path


def _tell_refusal(path: Path, error: ValueError, as_json: bool) -> None:
    message = str(error) if isinstance(error, FormatError) else f"{path}: {error}"
    if as_json:
        typer.echo(json.dumps({"file": str(path), "error": message}, ensure_ascii=False))
    else:
        typer.echo(message, err=True)


def _print(result: KinshipResult) -> None:
    first, last = result.hypotheses[0], result.hypotheses[-1]
    table = Table(title=result.id, title_justify="left", show_footer=True)
    table.add_column("Marker", "All markers")
    for hypothesis in result.hypotheses:
        total = result.total.log10_likelihood[hypothesis]
        table.add_column(f"log10 P(DNA | {hypothesis})", f"{total:.6f}", justify="right")
    table.add_column("log10 LR", f"{result.total.log10_lr:+.6f}", justify="right")
    for marker in result.markers:
        likelihoods = (f"{marker.log10_likelihood[h]:.6f}" for h in result.hypotheses)
        table.add_row(marker.name, *likelihoods, f"{marker.log10_lr:+.6f}")
    console = screen()
    console.print(table)
    for notice in result.notices:
        console.print(f"Notice: {notice}", markup=False)
    words = verbal_support(result.total.log10_lr)
    console.print(
        f"{words} {first} against {last} (scale: {VERBAL_SCALE}). A ranking is not a decision."
    )

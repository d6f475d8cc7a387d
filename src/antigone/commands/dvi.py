"""`antigone dvi`: who of the missing may be which remains, from one file of DNA data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from antigone.commands.screen import screen
from antigone.formats.dvi import read_dvi
from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError
from antigone.formats.result_json import reconciliation_json
from antigone.reconcile.explain import ambiguities
from antigone.reconcile.joint import PRIOR, reconcile
from antigone.reconcile.results import JointPosterior, PairwiseLr, Reconciliation

File = Annotated[
    Path, typer.Argument(help="A DVI data set: JSON, or Familias .fam with a [DVI] block.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Top = Annotated[int, typer.Option(min=1, help="How many of the best assignments to print.")]
PairwiseOnly = Annotated[
    bool, typer.Option("--pairwise-only", help="Leave the joint posterior out.")
]
Mutation = Annotated[
    str | None,
    typer.Option(help="Name of a mutation model among the file's mutation_variants."),
]


def dvi(
    file: File,
    as_json: AsJson = False,
    top: Top = 10,
    pairwise_only: PairwiseOnly = False,
    mutation: Mutation = None,
) -> None:
    """Compare all remains with all missing persons: pairs, and one joint posterior, exactly."""
    try:
        incident = read_dvi(read_file(file), str(file), mutation=mutation)
    except FormatError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    result = reconcile(incident, best=top, pairwise_only=pairwise_only)
    if as_json:
        typer.echo(json.dumps(reconciliation_json(result), ensure_ascii=False, allow_nan=False))
    else:
        _print(result)


def _print(result: Reconciliation) -> None:
    console = screen()
    for name in result.inconsistent_families:
        console.print(
            f"Family {name} is impossible on its own DNA: check its samples and its pedigree."
        )
    _print_pairs(console, result.pairwise)
    if result.joint is not None:
        _print_joint(console, result.joint)
    if result.joint_refusal is not None:
        console.print(f"No joint posterior: {result.joint_refusal}.")
    for notice in result.notices:
        console.print(f"Notice: {notice}")


def _print_pairs(console: Console, pairwise: PairwiseLr) -> None:
    table = Table(
        title="log10 LR of each pair (against a stranger); – the sexes differ", title_justify="left"
    )
    table.add_column("Remains")
    for person in pairwise.missing:
        table.add_column(person, justify="right", no_wrap=True)
    for remains, row in zip(pairwise.remains, pairwise.log10_lr, strict=True):
        table.add_row(remains, *("–" if x is None else f"{x:+.2f}" for x in row))
    console.print(table)


def _print_joint(console: Console, joint: JointPosterior) -> None:
    table = Table(title="Best assignments", title_justify="left")
    table.add_column("Posterior", justify="right")
    table.add_column("log10 weight", justify="right")
    table.add_column("Assignment")
    for best in joint.assignments:
        table.add_row(f"{best.posterior:.6f}", f"{best.log10_weight:+.3f}", _words(best.assignment))
    console.print(table)
    for ambiguity in ambiguities(joint):
        console.print(f"{ambiguity}: the DNA cannot tell which is which.")
    console.print(f"Prior: {PRIOR}.")


def _words(assignment: Mapping[str, str | None]) -> str:
    named = [
        f"{remains} is {person}" for remains, person in assignment.items() if person is not None
    ]
    return ", ".join(named) or "nobody identified"

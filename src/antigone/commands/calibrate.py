"""`antigone calibrate`: from pairs of which one knows who is whom, what a score is worth as an LR."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from antigone.commands.screen import screen
from antigone.evidence.calibration import fit_calibration
from antigone.evidence.calibration_measures import CalibrationMeasures, measure
from antigone.evidence.cross_validation import FOLDS
from antigone.evidence.labelled_pairs import CalibrationRefused
from antigone.evidence.rate_limits import Rate
from antigone.formats.calibration_json import (
    LARGEST_WHOLE,
    PairsOrigin,
    StoredCalibration,
    calibration_json,
    write_calibration,
)
from antigone.formats.cursor import Cursor
from antigone.formats.problems import FormatError, Refused, refusal
from antigone.provenance import program
from antigone.web.figures import reliability, tippett
from antigone.web.figures.numbers import percent, signed
from antigone.web.figures.standalone import standalone

CAUTION = (
    "It holds for pairs like these, compared in the same way, and for no others: a calibration on "
    "simulated pairs says nothing about real ones."
)
"""Stands under every result."""

NOT_DESCRIBED = (
    "Nobody said what these pairs are, so nobody can say what it is good for; give --describe."
)
"""Stands where it applies."""

TIPPETT = tippett.Words(
    label=(
        "Tippett plot: for each log10 LR, the share of the pairs of one person that reach it, as a solid "
        "line, and the share of the pairs of two persons, as a dashed line."
    ),
    share="share of the pairs that reach it",
    log10_lr="log10 LR, cross-validated",
    same="one person",
    different="two persons",
)
RELIABILITY = reliability.Words(
    label=(
        "Reliability diagram: for pairs whose LRs lie close together, the true share of pairs of one "
        "person against the stated one, with 95 % limits, at even prior odds; below, the number of pairs."
    ),
    stated="stated share of one person, even prior odds",
    true="true share",
    too_low="stated too low",
    too_high="stated too high",
    same="pairs of one person",
    different="pairs of two persons",
)

Pairs = Annotated[
    Path, typer.Argument(help="Table of labelled pairs, .csv, a row each (docs/calibration.md).")
]
Out = Annotated[Path, typer.Option(help="Where the calibration goes, JSON.")]
Figures = Annotated[Path | None, typer.Option(help="Folder for tippett.svg and reliability.svg.")]
Score = Annotated[str, typer.Option(help="Column of the score: higher speaks for one person.")]
Same = Annotated[str, typer.Option(help="Column that says whether the pair is one person.")]
Group = Annotated[
    str | None,
    typer.Option(
        help="Column that is equal for pairs that depend on each other, e.g. the incident."
    ),
]
Describe = Annotated[
    str, typer.Option(help='What the pairs are: "simulated, seed 1", "resolved cases of 2023".')
]
Folds = Annotated[int, typer.Option(min=2, max=1_000, help="Parts of the cross-validation.")]
Seed = Annotated[
    int, typer.Option(min=0, max=LARGEST_WHOLE, help="Of the parts: same seed, same answer.")
]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--date", formats=["%Y-%m-%d"], help="Day of the calibration; today if not given."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def calibrate(
    pairs: Pairs,
    out: Out,
    figures: Figures = None,
    score: Score = "score",
    same: Same = "same",
    group: Group = None,
    describe: Describe = "",
    folds: Folds = FOLDS,
    seed: Seed = 1,
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Learn from labelled pairs what a score is worth as a log10 LR, and how good that is on new pairs.

    The answer is kept as a file with its provenance; `antigone apply-calibration` turns further scores
    into log10 LRs with it.
    """
    made_on = day.date() if day else datetime.now(UTC).date()
    try:
        stored = _calibrated(pairs, (score, same, group), describe, (folds, seed), made_on)
        if figures is not None:
            _write(figures / "tippett.svg", standalone(_tippett(stored.measures)))
            _write(figures / "reliability.svg", standalone(_reliability(stored.measures)))
        _write(out, write_calibration(stored))
    except FormatError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except CalibrationRefused as error:
        typer.echo(f"{pairs}: {error}", err=True)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(calibration_json(stored), ensure_ascii=False, allow_nan=False))
    else:
        _print(stored, out)


def _calibrated(
    path: Path,
    columns: tuple[str, str, str | None],
    description: str,
    parts: tuple[int, int],
    made_on: date,
) -> StoredCalibration:
    # pyarrow takes a moment to import; other commands must not wait for it.
    from antigone.formats.calibration_tables import read_labelled_pairs

    score, same, group = columns
    try:
        described = Cursor(description, "--describe").sentence()
    except Refused as error:
        raise refusal("", error.place, error.message) from error
    pairs = read_labelled_pairs(path, score=score, same=same, group=group)
    calibration = fit_calibration(pairs)
    return StoredCalibration(
        calibration,
        measure(pairs, calibration, folds=parts[0], seed=parts[1]),
        PairsOrigin(described, _sha256(path), score),
        program(),
        made_on,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tippett(measures: CalibrationMeasures) -> str:
    return tippett.tippett_plot(measures, TIPPETT)


def _reliability(measures: CalibrationMeasures) -> str:
    return reliability.reliability_diagram(measures, RELIABILITY)


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise refusal(str(path), "", f"cannot be written: {error.strerror or error}") from error


def _print(stored: StoredCalibration, out: Path) -> None:
    console = screen()
    calibration, measures = stored.calibration, stored.measures
    console.print(
        f"log10 LR = {calibration.intercept:.4g} + {calibration.slope:.4g} × {stored.origin.score}, "
        f"kept from {signed(calibration.lowest)} to {signed(calibration.highest)}: "
        f"{calibration.same_pairs:,} pairs of one person and {calibration.different_pairs:,} of two "
        "carry no more.",
        highlight=False,
    )
    _print_measures(console, measures)
    _print_tippett(console, measures)
    _print_reliability(console, measures)
    kept = (
        f"each pair by itself in one of {measures.folds} parts"
        if measures.groups is None
        else f"{measures.groups:,} groups, each as a whole in one of {measures.folds} parts"
    )
    console.print(f"Cross-validated: {kept}, seed {measures.seed}.", highlight=False)
    console.print(f"Kept in {out}.", highlight=False)
    for notice in (CAUTION, *(() if stored.origin.description else (NOT_DESCRIBED,))):
        console.print(notice, highlight=False)


def _print_measures(console: Console, measures: CalibrationMeasures) -> None:
    table = Table(title="How good it is on pairs that it has not seen", title_justify="left")
    table.add_column("Measure")
    table.add_column("Value", justify="right")
    table.add_column("Meaning")
    rows = (
        ("Cllr", f"{measures.cllr:.4f}", "cost in bits; 0 sure and right, 1 says nothing"),
        ("Cllr_min", f"{measures.cllr_min:.4f}", "what the scores cannot tell apart"),
        ("loss", f"{measures.calibration_loss:.4f}", "what a better calibration could save"),
        ("Cllr, fitted", f"{measures.cllr_fitted:.4f}", "on the pairs that it has seen"),
        ("equal error rate", percent(measures.equal_error_rate), "of the scores, either way"),
        ("misleading, one person", *_rate(measures.misleading_same, "below 0")),
        ("misleading, two persons", *_rate(measures.misleading_different, "above 0")),
        (
            "calibration error",
            f"{measures.calibration_error:.4f}",
            "mean distance of stated and true share, at even prior odds",
        ),
    )
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _rate(rate: Rate, side: str) -> tuple[str, str]:
    low, high = (percent(limit) for limit in rate.limits())
    return percent(rate.share), (
        f"log10 LR {side}: {rate.events:,} of {rate.trials:,}; 95 % limits {low} to {high}"
    )


def _print_tippett(console: Console, measures: CalibrationMeasures) -> None:
    table = Table(title="Pairs that reach a log10 LR", title_justify="left")
    for name in ("log10 LR", "one person", "two persons"):
        table.add_column(name, justify="right")
    for row in tippett.tippett_rows(measures):
        table.add_row(*row)
    console.print(table)


def _print_reliability(console: Console, measures: CalibrationMeasures) -> None:
    table = Table(title="Share of one person, at even prior odds", title_justify="left")
    for name in ("log10 LR", "one person", "two persons", "stated", "true", "95 % limits"):
        table.add_column(name, justify="right")
    for row in reliability.reliability_rows(measures):
        table.add_row(*row)
    console.print(table)

"""`antigone apply-calibration`: scores of new pairs as log10 LRs, by a calibration that was kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from antigone.commands.screen import screen
from antigone.formats.calibration_json import StoredCalibration, read_calibration
from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError, refusal
from antigone.web.figures.numbers import signed

ADDED = "calibrated_log10_lr"
"""The column that is added to the table of scores."""

CalibrationFile = Annotated[
    Path, typer.Argument(metavar="CALIBRATION", help="The file that `antigone calibrate` wrote.")
]
Scores = Annotated[Path, typer.Argument(help="Table of scores, .csv, a row for each pair.")]
Out = Annotated[Path, typer.Option(help=f"The same table with the column {ADDED}, .csv.")]
Score = Annotated[
    str | None,
    typer.Option(help="Column of the score; if not given, the name it had in the labelled pairs."),
]


def apply_calibration(
    calibration: CalibrationFile, scores: Scores, out: Out, score: Score = None
) -> None:
    """Turn the scores of new pairs into log10 LRs, within what the labelled pairs can carry."""
    # pyarrow takes a moment to import; other commands must not wait for it.
    from antigone.formats.calibration_tables import read_scores
    from antigone.formats.table import write_table

    try:
        stored = read_calibration(read_file(calibration), str(calibration))
        table, values = read_scores(scores, score=score or stored.origin.score)
        if ADDED in table.columns:
            raise refusal(
                table.file, f"column {ADDED!r}", "is there already; rename it or remove it"
            )
        log10_lr = stored.calibration.log10_lr(values)
        columns = {
            name: [column.texts[number] for number in column.number.tolist()]
            for name, column in table.columns.items()
        }
        about = {"program": stored.program, "pairs": stored.origin.sha256}
        write_table(out, {**columns, ADDED: log10_lr}, about)
    except FormatError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    _print(stored, values, log10_lr, out)


def _print(
    stored: StoredCalibration,
    values: NDArray[np.float64],
    log10_lr: NDArray[np.float64],
    out: Path,
) -> None:
    console = screen()
    by = stored.calibration
    described = stored.origin.description or "pairs that nobody described"
    console.print(
        f"{len(values):,} log10 LRs from {signed(log10_lr.min())} to {signed(log10_lr.max())}, in {out}. "
        f"Calibrated on {described} ({stored.made_on}, {stored.program}).",
        highlight=False,
    )
    capped = int(((log10_lr == by.lowest) | (log10_lr == by.highest)).sum())
    outside = int(((values < by.lowest_score) | (values > by.highest_score)).sum())
    if capped:
        console.print(
            f"{capped:,} stand at a cap, {signed(by.lowest)} or {signed(by.highest)}: the labelled pairs "
            "carry no more.",
            highlight=False,
        )
    if outside:
        console.print(
            f"{outside:,} scores lie outside those of the labelled pairs, {by.lowest_score:g} to "
            f"{by.highest_score:g}: ask whether these pairs are of the same kind.",
            highlight=False,
        )

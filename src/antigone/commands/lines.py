"""`antigone lines`: haplotypes of remains against the paternal and the maternal line of a family."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from antigone.commands.screen import screen
from antigone.formats.limits import read_file
from antigone.formats.lines_json import LinesCase, read_lines
from antigone.formats.problems import FormatError
from antigone.formats.result_json import number_json
from antigone.genetics.haplotype_frequency import CONFIDENCE, CountRefused
from antigone.genetics.haplotypes import (
    CombinationRefused,
    CombinedLr,
    EvidenceByLine,
    LineComparison,
    maternal_line,
    paternal_line,
)
from antigone.genetics.lineage import LineRefused
from antigone.genetics.y_haplotype import HaplotypeRefused
from antigone.provenance import JsonValue

File = Annotated[
    Path,
    typer.Argument(help='JSON with "pedigree", "missing", and haplotypes under "y", "mt" or both.'),
]
Confidence = Annotated[
    float, typer.Option(help="Confidence of the upper limit of a haplotype's frequency.")
]
Combine = Annotated[
    bool,
    typer.Option(
        "--combine", help="Also multiply with the autosomal LR, saying what that assumes."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_Lines = tuple[LineComparison, ...]


def lines(
    file: File,
    confidence: Confidence = CONFIDENCE,
    combine: Combine = False,
    as_json: AsJson = False,
) -> None:
    """Compare Y-STR and mitochondrial haplotypes of remains with the lines of the missing person.

    Who shares a line is derived from the pedigree. The LRs stay apart from the autosomal one.
    """
    try:
        case = read_lines(read_file(file), str(file))
        found = _compare(case, confidence)
        combined = _combined(case, found) if combine else None
    except FormatError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except (LineRefused, HaplotypeRefused, CountRefused, CombinationRefused) as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(1) from None
    if as_json:
        value: dict[str, JsonValue] = {
            "missing": case.missing,
            "lines": [_json(one) for one in found],
            "autosomal_log10_lr": case.autosomal_log10_lr,
            "confidence": confidence,
        }
        if combined is not None:
            value["combined"] = {
                "log10_lr": number_json(combined.log10_lr),
                "assumptions": list(combined.assumptions),
            }
        typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
    else:
        _print(case, found, combined, confidence)


def _compare(case: LinesCase, confidence: float) -> _Lines:
    found: _Lines = ()
    if case.paternal is not None:
        y = case.paternal
        found += paternal_line(
            case.pedigree,
            case.missing,
            y.remains,
            y.relatives,
            y.count,
            rates=y.rates,
            confidence=confidence,
        )
    if case.maternal is not None:
        mt = case.maternal
        found += maternal_line(
            case.pedigree,
            case.missing,
            mt.remains,
            mt.relatives,
            mt.count,
            change_rate=mt.change_rate,
            confidence=confidence,
        )
    return found


def _combined(case: LinesCase, found: _Lines) -> CombinedLr:
    if case.autosomal_log10_lr is None:
        raise CombinationRefused(
            '"autosomal_log10_lr" is missing: there is nothing to combine the lines with'
        )
    nearest: dict[str, LineComparison] = {}
    for one in found:
        nearest.setdefault(one.line.name, one)
    evidence = EvidenceByLine(
        case.autosomal_log10_lr, nearest.get("PATERNAL"), nearest.get("MATERNAL")
    )
    return evidence.if_independent()


def _json(one: LineComparison) -> dict[str, JsonValue]:
    return {
        "line": one.line.value,
        "relative": one.relative,
        "meioses": one.meioses,
        "compared": one.compared,
        "different": list(one.different),
        "verdict": one.verdict.value,
        "log10_lr": number_json(one.log10_lr),
        "log10_lr_at_limit": number_json(one.log10_lr_at_limit),
        "notices": list(one.notices),
    }


def _meioses(count: int) -> str:
    return "1 meiosis" if count == 1 else f"{count} meioses"


def _print(case: LinesCase, found: _Lines, combined: CombinedLr | None, confidence: float) -> None:
    console = screen()

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False)

    for one in found:
        different = f"; different at {', '.join(one.different)}" if one.different else ""
        say(
            f"{one.line.name.capitalize()} line of {case.missing}, against {one.relative} "
            f"({_meioses(one.meioses)}; {one.compared}{different}): {one.verdict.value}."
        )
        if one.log10_lr is not None and one.log10_lr_at_limit is not None:
            say(
                f"  log10 LR against a stranger {one.log10_lr:+.2f} by the augmented count, "
                f"{one.log10_lr_at_limit:+.2f} at its {confidence:.0%} limit."
            )
        for notice in one.notices:
            say(f"  Notice: {notice}.")
    if combined is None:
        say("These LRs stand beside the autosomal LR and are not multiplied into it.")
        return
    say(f"Combined log10 LR {combined.log10_lr:+.2f}, which assumes:")
    for assumption in combined.assumptions:
        say(f"  - {assumption}.")

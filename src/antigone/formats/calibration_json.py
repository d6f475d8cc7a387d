"""A calibration as it is kept: coefficients, caps, measures, and where it comes from."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from antigone.evidence.calibration import LEAST_PAIRS, Calibration
from antigone.evidence.calibration_measures import (
    CalibrationMeasures,
    ReliabilityBin,
    TippettPoint,
)
from antigone.evidence.labelled_pairs import LARGEST_SCORE
from antigone.evidence.rate_limits import Rate
from antigone.formats.cursor import Cursor, parse_json
from antigone.formats.problems import ProblemList, listed, shown
from antigone.provenance import JsonValue

MOST_ENTRIES = 1_000
"""Most bins, or points of a Tippett plot, that are read."""

LARGEST_WHOLE = 10**12
"""Largest count or seed."""

_LARGEST = 1e200
_FARTHEST = 20.0
"""Largest log10 LR of a bin or a point, either sign: no number of pairs carries more."""


@dataclass(frozen=True)
class PairsOrigin:
    """Where the pairs of a calibration come from.

    Args:
        description: what they are, e.g. "simulated, seed 1" or "resolved cases of 2023"; may be empty.
        sha256: of their file, in hexadecimal.
        score: name of the column that was calibrated.
    """

    description: str
    sha256: str
    score: str


@dataclass(frozen=True)
class StoredCalibration:
    """A calibration with its measures and its provenance.

    Args:
        calibration: what turns a score into a log10 LR.
        measures: how it does on pairs it has not seen.
        origin: where its pairs come from.
        program: name and version of the program that made it.
        made_on: the day it was made.
    """

    calibration: Calibration
    measures: CalibrationMeasures
    origin: PairsOrigin
    program: str
    made_on: date


def calibration_json(stored: StoredCalibration) -> dict[str, JsonValue]:
    """The JSON value of a calibration, which `read_calibration` reads.

    Caps and loss follow from other values; they are written for whoever reads the file without this
    program, and compared on reading.
    """
    calibration, origin = stored.calibration, stored.origin
    return {
        "program": stored.program,
        "date": stored.made_on.isoformat(),
        "pairs": {
            "description": origin.description,
            "sha256": origin.sha256,
            "score": origin.score,
            "same": calibration.same_pairs,
            "different": calibration.different_pairs,
        },
        "fit": {
            "intercept": calibration.intercept,
            "slope": calibration.slope,
            "slope_sd": calibration.slope_sd,
            "lowest_score": calibration.lowest_score,
            "highest_score": calibration.highest_score,
        },
        "caps": {"lowest": calibration.lowest, "highest": calibration.highest},
        "measures": _measures_json(stored.measures),
    }


def _measures_json(measures: CalibrationMeasures) -> dict[str, JsonValue]:
    return {
        "cllr": measures.cllr,
        "cllr_min": measures.cllr_min,
        "calibration_loss": measures.calibration_loss,
        "cllr_fitted": measures.cllr_fitted,
        "equal_error_rate": measures.equal_error_rate,
        "misleading_same": measures.misleading_same.events,
        "misleading_different": measures.misleading_different.events,
        "calibration_error": measures.calibration_error,
        "folds": measures.folds,
        "groups": measures.groups,
        "seed": measures.seed,
        "reliability": [
            {
                "low": b.low,
                "high": b.high,
                "same": b.same,
                "different": b.different,
                "stated_share": b.stated_share,
                "true_share": b.true_share,
                "lowest_share": b.lowest_share,
                "highest_share": b.highest_share,
            }
            for b in measures.reliability
        ],
        "tippett": [[point.log10_lr, point.same, point.different] for point in measures.tippett],
    }


def write_calibration(stored: StoredCalibration) -> bytes:
    """The file of a calibration; the same calibration gives the same bytes."""
    text = json.dumps(calibration_json(stored), indent=1, ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def read_calibration(data: bytes, file: str) -> StoredCalibration:
    """The calibration of a file that `write_calibration` wrote.

    Raises:
        FormatError: listing what is wrong, by place.
    """
    problems = ProblemList(file)
    return problems.whole(parse_json(data, file), lambda root: _stored(root, problems))


def _stored(root: Cursor, problems: ProblemList) -> StoredCalibration | None:
    parts = _members(root, ("program", "date", "pairs", "fit", "caps", "measures"))
    program = problems.attempt(parts["program"], Cursor.name)
    made_on = problems.attempt(parts["date"], _date)
    pairs = problems.attempt(
        parts["pairs"],
        lambda c: _members(c, ("description", "sha256", "score", "same", "different")),
    )
    if pairs is None:
        return None
    origin = problems.attempt(pairs, _origin)
    same = problems.attempt(pairs["same"], _count_of_pairs)
    different = problems.attempt(pairs["different"], _count_of_pairs)
    if same is None or different is None:
        return None
    calibration = problems.attempt(parts["fit"], lambda c: _calibration(c, same, different))
    measures = problems.attempt(parts["measures"], lambda c: _measures(c, same, different))
    if calibration is None or measures is None or origin is None:
        return None
    problems.attempt(parts["caps"], lambda c: _refuse_other_caps(c, calibration))
    if program is None or made_on is None:
        return None
    return StoredCalibration(calibration, measures, origin, program, made_on)


def _members(cursor: Cursor, names: tuple[str, ...]) -> dict[str, Cursor]:
    """The members of an object that has these and no others."""
    fields = cursor.fields()
    for name, field in fields.items():
        if name not in names:
            raise field.refused(f"{shown(name)} is not known; allowed are {listed(names)}")
    for name in names:
        if name not in fields:
            raise cursor.refused(f"{shown(name)} is missing")
    return fields


def _date(cursor: Cursor) -> date:
    text = cursor.text()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise cursor.expected('a day as "2025-12-31"')


def _origin(pairs: dict[str, Cursor]) -> PairsOrigin:
    sha256 = pairs["sha256"].text()
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise pairs["sha256"].expected("a sha256, 64 digits of 0-9 and a-f")
    return PairsOrigin(pairs["description"].sentence(), sha256, pairs["score"].name())


def _count_of_pairs(cursor: Cursor) -> int:
    return _whole(cursor, LEAST_PAIRS, LARGEST_WHOLE)


def _calibration(cursor: Cursor, same: int, different: int) -> Calibration:
    fit = _members(cursor, ("intercept", "slope", "slope_sd", "lowest_score", "highest_score"))
    lowest = fit["lowest_score"].number(-LARGEST_SCORE, LARGEST_SCORE)
    return Calibration(
        intercept=fit["intercept"].number(-_LARGEST, _LARGEST),
        slope=_above_zero(fit["slope"]),
        same_pairs=same,
        different_pairs=different,
        lowest_score=lowest,
        highest_score=fit["highest_score"].number(lowest, LARGEST_SCORE),
        slope_sd=_above_zero(fit["slope_sd"]),
    )


def _above_zero(cursor: Cursor) -> float:
    value = cursor.number(0.0, _LARGEST)
    if value == 0.0:
        raise cursor.expected("a number above 0")
    return value


def _refuse_other_caps(cursor: Cursor, calibration: Calibration) -> None:
    caps = _members(cursor, ("lowest", "highest"))
    _refuse_other(caps["lowest"], calibration.lowest)
    _refuse_other(caps["highest"], calibration.highest)


def _refuse_other(cursor: Cursor, value: float) -> None:
    """Refuse a number that follows from others in the file, where it is not what follows."""
    if not math.isclose(cursor.number(-_LARGEST, _LARGEST), value, rel_tol=1e-9, abs_tol=1e-12):
        raise cursor.expected(f"{value!r}, which follows from the rest of the file")


def _measures(cursor: Cursor, same: int, different: int) -> CalibrationMeasures:
    names = (
        *("cllr", "cllr_min", "calibration_loss", "cllr_fitted", "equal_error_rate"),
        *("misleading_same", "misleading_different", "calibration_error"),
        *("folds", "groups", "seed", "reliability", "tippett"),
    )
    of = _members(cursor, names)
    measures = CalibrationMeasures(
        cllr=of["cllr"].number(0.0, _LARGEST),
        cllr_min=of["cllr_min"].number(0.0, 1.0),
        cllr_fitted=of["cllr_fitted"].number(0.0, _LARGEST),
        equal_error_rate=of["equal_error_rate"].number(0.0, 0.5),
        misleading_same=Rate(_whole(of["misleading_same"], 0, same), same),
        misleading_different=Rate(_whole(of["misleading_different"], 0, different), different),
        calibration_error=of["calibration_error"].number(0.0, 1.0),
        reliability=_reliability(of["reliability"], same, different),
        tippett=_tippett(of["tippett"]),
        folds=_whole(of["folds"], 2, LARGEST_WHOLE),
        groups=None if of["groups"].value is None else _whole(of["groups"], 2, LARGEST_WHOLE),
        seed=_whole(of["seed"], 0, LARGEST_WHOLE),
    )
    _refuse_other(of["calibration_loss"], measures.calibration_loss)
    return measures


def _reliability(cursor: Cursor, same: int, different: int) -> tuple[ReliabilityBin, ...]:
    bins = tuple(_bin(item) for item in cursor.items(at_most=MOST_ENTRIES))
    if (sum(b.same for b in bins), sum(b.different for b in bins)) != (same, different):
        raise cursor.refused(f"allowed are bins that hold {same} and {different} pairs together")
    if any(before.high > after.low for before, after in pairwise(bins)):
        raise cursor.refused("bins overlap or are out of order; allowed are rising bins")
    return bins


def _bin(cursor: Cursor) -> ReliabilityBin:
    names = (
        *("low", "high", "same", "different"),
        *("stated_share", "true_share", "lowest_share", "highest_share"),
    )
    of = _members(cursor, names)
    low = of["low"].number(-_FARTHEST, _FARTHEST)
    shares = [of[name].number(0.0, 1.0) for name in names[4:]]
    return ReliabilityBin(
        low,
        of["high"].number(low, _FARTHEST),
        _whole(of["same"], 0, LARGEST_WHOLE),
        _whole(of["different"], 0, LARGEST_WHOLE),
        *shares,
    )


def _tippett(cursor: Cursor) -> tuple[TippettPoint, ...]:
    points = tuple(_point(item) for item in cursor.items(at_most=MOST_ENTRIES))
    for before, after in pairwise(points):
        falls = before.same >= after.same and before.different >= after.different
        if not (before.log10_lr < after.log10_lr and falls):
            raise cursor.refused("allowed are points of rising log10 LR, whose shares never rise")
    ends = [(p.same, p.different) for p in (*points[:1], *points[-1:])]
    if ends != [(1.0, 1.0), (0.0, 0.0)]:
        raise cursor.refused(
            "allowed are points from one that all pairs reach to one that none does"
        )
    return points


def _point(cursor: Cursor) -> TippettPoint:
    values = cursor.items()
    if len(values) != 3:
        raise cursor.expected("[log10 LR, share of one person, share of two persons]")
    return TippettPoint(
        values[0].number(-_FARTHEST, _FARTHEST),
        values[1].number(0.0, 1.0),
        values[2].number(0.0, 1.0),
    )


def _whole(cursor: Cursor, low: int, high: int) -> int:
    value = cursor.number(low, high)
    if value != int(value):
        raise cursor.expected("a whole number")
    return int(value)

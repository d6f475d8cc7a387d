"""Dental search measured beside the field's baseline: `python -m benchmarks.teeth --json`."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.records import ToothChart
from antigone.evidence.tables import load_tables
from antigone.evidence.teeth import teeth_matrix, teeth_population
from antigone.evidence.tooth_codes import Coarse
from antigone.evidence.tooth_comparison import POSITIONS, entries
from antigone.simulate.mouth import Survey
from antigone.simulate.teeth import CohortPlan, ToothCohort, simulate_cohort

Array = NDArray[np.float64]
Figures = dict[str, float | int | str]

CODES = (
    Coarse.NO_INFORMATION,
    Coarse.UNERUPTED,
    Coarse.SOUND,
    Coarse.DAMAGED,
    Coarse.FILLED,
    Coarse.CROWNED,
    Coarse.MISSING,
)
"""The seven coarse codes of the baseline; what was lost after death is no information."""

TIE = 1e-9
"""Two values nearer than this are tied."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[500, 5_000])
    parser.add_argument("--survey", choices=[s.value for s in Survey], default=Survey.US.value)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    for persons in asked.persons:
        figures = measure(CohortPlan(persons, survey=Survey(asked.survey)), asked.seed)
        if asked.json:
            print(json.dumps(figures), flush=True)
            continue
        for name, value in figures.items():
            print(f"{name:44} {value:,.6g}" if isinstance(value, float) else f"{name:44} {value}")
    return 0


def measure(plan: CohortPlan, seed: int) -> Figures:
    """All figures of one cohort."""
    _warm_up()
    cohort = simulate_cohort(plan, np.random.default_rng(seed))
    charts = [chart for chart in cohort.am if chart is not None]
    figures: Figures = {"persons": plan.persons, "survey": plan.survey.value, "seed": seed}
    start = time.perf_counter()
    population = teeth_population(charts, load_tables().teeth)
    figures["population_seconds"] = time.perf_counter() - start
    start = time.perf_counter()
    log10_lr = teeth_matrix(cohort.pm, cohort.am, population)
    figures["matrix_seconds"] = time.perf_counter() - start
    figures |= _ranks("lr", log10_lr, cohort)
    for name, values in baselines(cohort).items():
        figures |= _ranks(name, values, cohort)
    return figures | calibration(log10_lr, cohort)


def _warm_up() -> None:
    """Compile the kernel before anything is timed."""
    cohort = simulate_cohort(CohortPlan(4, no_am_chart=0.0), np.random.default_rng(0))
    teeth_matrix(cohort.pm, cohort.am, teeth_population([], load_tables().teeth))


def _ranks(name: str, values: Array, cohort: ToothCohort) -> Figures:
    return {f"{name}_rank_{k}": rank_rate(values, cohort, k) for k in (1, 10)}


def rank_rate(values: Array, cohort: ToothCohort, within: int) -> float:
    """Share of remains whose person stands among the first places of those with a chart.

    Remains whose person has no chart cannot be found and do not count. Where the person is tied with
    others, the place is drawn at random among them: t tied places of which k lie within count k / t.
    """
    charted = np.array([chart is not None for chart in cohort.am])
    owner = np.array(cohort.owner)
    own = values[np.arange(len(owner)), owner][:, None]
    better = (values > own + TIE)[:, charted].sum(axis=1)
    tied = (np.abs(values - own) <= TIE)[:, charted].sum(axis=1)
    found = np.clip((within - better) / np.maximum(tied, 1), 0.0, 1.0)
    return float(found[charted[owner]].mean())


def baselines(cohort: ToothCohort) -> dict[str, Array]:
    """Sorts by coarse codes, shape (remains, persons) each.

    `percent`: equal codes of those compared, in percent, the field's strong baseline (J Forensic Sci
    2002;47:536 and 10.1111/1556-4029.12909). `equal`: how many are equal. `possible`: percent of the
    codes compared that are equal or may have become so. `net`: how many are equal less how many are
    neither equal nor possible.
    """
    pm, am = _coarse(cohort.pm), _coarse(cohort.am)
    told_pm, told_am = (pm > 0).astype(np.float32), (am > 0).astype(np.float32)
    compared = told_pm @ told_am.T
    equal, forward = np.zeros_like(compared), np.zeros_like(compared)
    for code in range(1, len(CODES)):
        of_pm, of_am = (pm == code).astype(np.float32), (am == code).astype(np.float32)
        equal += of_pm @ of_am.T
        forward += of_pm @ ((am > 0) & (am < code)).astype(np.float32).T
    some = np.maximum(compared, 1.0)
    return {
        "percent": (equal / some).astype(np.float64),
        "equal": equal.astype(np.float64),
        "possible": ((equal + forward) / some).astype(np.float64),
        "net": (equal - (compared - equal - forward)).astype(np.float64),
    }


def _coarse(charts: tuple[ToothChart | None, ...]) -> NDArray[np.int8]:
    codes = np.zeros((len(charts), len(POSITIONS)), np.int8)
    for row, chart in zip(codes, charts, strict=True):
        for place, entry in (entries(chart) if chart else {}).items():
            if entry.finding.coarse in CODES:
                row[POSITIONS.index(place)] = CODES.index(entry.finding.coarse)
    return codes


@dataclass(frozen=True)
class _Pairs:
    """log10 LR of pairs of one person and of pairs of two, counted in bins."""

    middles: Array
    same: Array
    different: Array


BINS = np.arange(-4.0, 40.0, 0.01)


def calibration(log10_lr: Array, cohort: ToothCohort) -> Figures:
    """How far the LR mean what they say.

    Cllr is the mean cost in bits of the LR as evidence (Brümmer & du Preez 2006 (M)): 0 perfect, 1
    worth nothing. Its least value is that of the same LR recalibrated as well as can be (monotone, by
    pooling adjacent violators); what lies between is lost by calibration. `observed` is the log10 of
    how much more often LR of a decade occur in pairs of one person: it should lie within the decade.
    """
    charted = np.array([chart is not None for chart in cohort.am])
    owner = np.array(cohort.owner)
    same = np.zeros(log10_lr.shape, bool)
    same[np.arange(len(owner)), owner] = True
    same[:, ~charted] = False
    own, others = log10_lr[same], log10_lr[:, charted][~same[:, charted]]
    figures: Figures = {
        "cllr": float(
            (np.log2(1.0 + 10.0**-own).mean() + np.log2(1.0 + 10.0**others).mean()) / 2.0
        ),
    }
    pairs = _binned(own, others)
    figures["cllr_least"] = _least_cllr(pairs)
    for low, high in pairwise((-2.5, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0)):
        inside = (pairs.middles >= low) & (pairs.middles < high)
        a, b = pairs.same[inside].sum(), pairs.different[inside].sum()
        if a > 0.0 and b > 0.0:
            figures[f"observed_{low:g}_to_{high:g}"] = float(np.log10(a / b))
    return figures


def _binned(own: Array, others: Array) -> _Pairs:
    same, different = (np.histogram(x, BINS)[0] / len(x) for x in (own, others))
    return _Pairs((BINS[1:] + BINS[:-1]) / 2.0, same, different)


def _least_cllr(pairs: _Pairs) -> float:
    """Cllr after the best monotone recalibration, from weights of 1/2 on either kind of pair."""
    blocks: list[tuple[float, float]] = []
    for same, different in zip(pairs.same, pairs.different, strict=True):
        if same + different == 0.0:
            continue
        blocks.append((same, different))
        while len(blocks) > 1 and _share(blocks[-2]) >= _share(blocks[-1]):
            last, before = blocks.pop(), blocks.pop()
            blocks.append((before[0] + last[0], before[1] + last[1]))
    return sum(_cost(a, a + b) + _cost(b, a + b) for a, b in blocks) / 2.0


def _share(block: tuple[float, float]) -> float:
    return block[0] / (block[0] + block[1])


def _cost(part: float, whole: float) -> float:
    return float(-part * np.log2(part / whole)) if part > 0.0 else 0.0


if __name__ == "__main__":
    raise SystemExit(main())

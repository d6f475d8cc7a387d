"""The next best for the remains and for the person."""

from __future__ import annotations

from antigone.web.board.rivals import Rivals, rivals_of
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults


def results_with(marginals: dict[str, dict[str, float]]) -> RunResults:
    results = {"joint": {"exact": True, "marginals": marginals}}
    return RunResults(Run(status=Run.Status.DONE, results=results))


def test_the_next_best_of_both_sides() -> None:
    results = results_with(
        {
            "V1": {"M1": 0.7, "M2": 0.2, "M3": 0.05, "unassigned": 0.05},
            "V2": {"M1": 0.1, "M2": 0.5, "unassigned": 0.4},
            "V3": {"M1": 0.15, "unassigned": 0.85},
        }
    )
    assert rivals_of(results, "V1", "M1") == Rivals(("M2", 0.2), ("V3", 0.15), 0.05)


def test_where_nobody_else_comes_into_question() -> None:
    results = results_with(
        {"V1": {"M1": 1.0, "M2": 0.0, "unassigned": 0.0}, "V2": {"unassigned": 1.0}}
    )
    assert rivals_of(results, "V1", "M1") == Rivals(None, None, 0.0)
    assert rivals_of(results, "V9", "M9") == Rivals(None, None, 0.0)

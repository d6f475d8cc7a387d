"""A run over more pairs than a page can hold: the blind search keeps the best of each person sought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from antigone.genetics.tables import TableState
from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident
from antigone.search.block import LeftOut, Query
from antigone.search.case import case_of
from antigone.search.search import Progress, search
from antigone.words import in_a_row, said

Found = tuple[str, str, float]
"""Numbers of the remains and of the person sought, and log10 LR."""

MOST_PAIRS_KEPT = 100_000
"""Up to here every pair is weighed, kept and joined; above, the search keeps the candidates."""

LEAST_LOG10_LR = 0.0
BEST_OF_EACH = 50


def is_large(incident: DviIncident) -> bool:
    """Whether a run keeps candidates only."""
    return len(incident.remains) * len(incident.missing) > MOST_PAIRS_KEPT


@dataclass(frozen=True)
class Screened:
    """What a run over many pairs found.

    Args:
        results: in the layout of a run's results, without the pairs.
        pairs: those that are kept, the best of each person sought.
    """

    results: dict[str, JsonValue]
    pairs: tuple[Found, ...]


def screened(incident: DviIncident, progress: Callable[[str, int, int], None]) -> Screened:
    """Every pair compared, the best of each person sought kept.

    No joint posterior: over candidates alone it would not be exact.
    """
    case = case_of(incident)

    def tell(step: Progress) -> None:
        progress("pairs", step.done, step.total)

    query = Query(LEAST_LOG10_LR, top=BEST_OF_EACH, best_of="missing", recall=False)
    found = search(case, query, progress=tell)
    candidates = found.candidates
    names = [r.id for r in incident.remains], list(incident.missing)
    kept = zip(
        candidates.remains.tolist(),
        candidates.missing.tolist(),
        candidates.log10_lr.tolist(),
        strict=True,
    )
    results: dict[str, JsonValue] = {
        "pairwise": {
            "remains_count": len(names[0]),
            "missing_count": len(names[1]),
            "pairs_count": len(candidates),
            "supported_count": int((candidates.log10_lr > 0).sum()),
            "kept": {"least_log10_lr": LEAST_LOG10_LR, "best_of_each": BEST_OF_EACH},
        },
        "joint": {
            "exact": False,
            "error": said(
                "{remains} remains and {missing} persons sought are more than an exact joint posterior "
                "can weigh at once; compare parts of the incident by themselves",
                remains=len(names[0]),
                missing=len(names[1]),
            ),
        },
        "inconsistent_families": _families(incident, found.left_out, TableState.IMPOSSIBLE),
        "notices": [*incident.notices, *_notices(incident, found.left_out)],
    }
    return Screened(results, tuple((names[0][r], names[1][m], lr) for r, m, lr in kept))


def _families(incident: DviIncident, left_out: tuple[LeftOut, ...], state: TableState) -> list[str]:
    names = [
        incident.family_of(incident.missing[one.missing]).name
        for one in left_out
        if one.state is state
    ]
    return list(dict.fromkeys(names))


def _notices(incident: DviIncident, left_out: tuple[LeftOut, ...]) -> list[str]:
    too_large = _families(incident, left_out, TableState.TOO_LARGE)
    if not too_large:
        return []
    return [
        said(
            "Not compared, because an exact table would need too much memory: {families}.",
            families=in_a_row(too_large),
        )
    ]

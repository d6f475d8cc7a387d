"""A run over more pairs than a page can hold: the blind search keeps the best of each person sought."""

from __future__ import annotations

from collections.abc import Callable

from antigone.genetics.tables import TableState
from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident
from antigone.search.block import LeftOut, Query
from antigone.search.case import case_of
from antigone.search.search import Progress, search

MOST_PAIRS_KEPT = 100_000
"""Up to here every pair is weighed, kept and joined; above, the search keeps the candidates."""

LEAST_LOG10_LR = 0.0
BEST_OF_EACH = 50


def is_large(incident: DviIncident) -> bool:
    """Whether a run keeps candidates only."""
    return len(incident.remains) * len(incident.missing) > MOST_PAIRS_KEPT


def screened_json(
    incident: DviIncident, progress: Callable[[str, int, int], None]
) -> dict[str, JsonValue]:
    """Every pair compared, the best of each person sought kept, in the layout of a run's results.

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
    return {
        "pairwise": {
            "remains": names[0],
            "missing": names[1],
            "candidates": [[names[0][r], names[1][m], log10_lr] for r, m, log10_lr in kept],
            "kept": {"least_log10_lr": LEAST_LOG10_LR, "best_of_each": BEST_OF_EACH},
        },
        "joint": {
            "exact": False,
            "error": f"{len(names[0])} remains and {len(names[1])} persons sought are more than an "
            "exact joint posterior can weigh at once; compare parts of the incident by themselves",
        },
        "inconsistent_families": _families(incident, found.left_out, TableState.IMPOSSIBLE),
        "notices": [*incident.notices, *_notices(incident, found.left_out)],
    }


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
        f"Not compared, because an exact table would need too much memory: {', '.join(too_large)}."
    ]

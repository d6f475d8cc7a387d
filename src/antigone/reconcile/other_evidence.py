"""Evidence besides DNA for every pair of an incident, fused."""

from __future__ import annotations

from collections.abc import Callable

from antigone.evidence.tables import Tables
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.results import OtherEvidence


def other_evidence(
    incident: DviIncident,
    tables: Tables | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> OtherEvidence | None:
    """Fused log10 LR of every pair from its records; None where no side has any.

    Args:
        tables: error rates and frequencies; the packaged ones where None.
        progress: called with what is done, of how much.
    """
    records = {m: f.records[m] for f in incident.families for m in f.missing if m in f.records}
    if not records or all(r.record is None for r in incident.remains):
        return None
    raise NotImplementedError

"""Evidence besides DNA for every pair of an incident, fused."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from antigone.evidence.fusion import Fused, Populations, fused, fused_log10, populations
from antigone.evidence.records import AmRecord
from antigone.evidence.tables import Tables, load_tables
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.place_time import (
    PlaceTimeFactor,
    Whereabouts,
    place_time_in_words,
    place_time_rows,
    whereabouts,
)
from antigone.reconcile.results import OtherEvidence

ROWS = 256
"""Remains that are weighed at a time."""


class IncidentEvidence:
    """The evidence besides DNA of an incident, ready to be weighed pair by pair or for all pairs."""

    def __init__(self, incident: DviIncident, tables: Tables | None = None) -> None:
        """Learn from all AM records; numbers are those of `tables`, the packaged ones where None."""
        self.tables = tables or load_tables()
        self.records = am_records(incident)
        self._remains = {r.id: r.record for r in incident.remains}
        self._missing = incident.missing
        self._populations: Populations = populations(list(self.records.values()), self.tables)
        self._sought: Whereabouts = whereabouts(
            [r.last_seen if (r := self.records.get(m)) else None for m in self._missing],
            self.tables.place,
        )

    def of_pair(self, remains: str, missing: str) -> tuple[Fused, PlaceTimeFactor]:
        """All lines about a pair, and what place and time do to its prior.

        Raises:
            KeyError: there are no such remains, or no such person.
        """
        pm, am = self._remains[remains], self.records.get(missing)
        place = self._missing.index(missing)
        factor = place_time_in_words(
            pm.recovery if pm else None, place, am.last_seen if am else None, self._sought
        )
        if pm is None or am is None:
            return Fused((), 0.0), factor
        return fused(pm, am, missing, self._populations), factor

    def of_all(self, progress: Callable[[int, int], None] | None = None) -> OtherEvidence:
        """The totals of all pairs.

        Args:
            progress: called with remains done, of how many.
        """
        pm = list(self._remains.values())
        am = [self.records.get(m) for m in self._missing]
        log10_lr, log10_prior = np.zeros((2, len(pm), len(am)))
        for start in range(0, len(pm), ROWS):
            rows = pm[start : start + ROWS]
            here = slice(start, start + len(rows))
            log10_lr[here] = fused_log10(rows, am, self._missing, self._populations)
            log10_prior[here] = place_time_rows(
                [record.recovery if record else None for record in rows], self._sought
            )
            if progress is not None:
                progress(here.stop, len(pm))
        return OtherEvidence(tuple(self._remains), tuple(self._missing), log10_lr, log10_prior)


def am_records(incident: DviIncident) -> dict[str, AmRecord]:
    """The AM records of an incident by missing person, in the order of the families."""
    return {m: f.records[m] for f in incident.families for m in f.missing if m in f.records}


def other_evidence(
    incident: DviIncident,
    tables: Tables | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> OtherEvidence | None:
    """Fused log10 LR of every pair from its records; None where no side has any.

    Args:
        incident: remains and families with their records.
        tables: error rates and frequencies; the packaged ones where None.
        progress: called with remains done, of how many.

    Raises:
        ValueError: a record holds what no line can read.
    """
    if not am_records(incident) or all(r.record is None for r in incident.remains):
        return None
    return IncidentEvidence(incident, tables).of_all(progress)

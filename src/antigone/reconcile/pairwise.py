"""Every remains against every missing person: log10 LR against "a person unrelated to the family"."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from antigone.genetics.observation import Observation
from antigone.reconcile.family_evidence import FamilyAtMarker, family_at_markers
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.results import MarkerLr, PairwiseLr
from antigone.units import log10_ratio

FamilyMarkers = Mapping[str, Sequence[FamilyAtMarker]]
"""For the name of each family, the family at every marker of the incident."""


def pairwise_log10_lr(
    incident: DviIncident,
    families: FamilyMarkers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PairwiseLr:
    """log10 LR of every pair of remains and missing person whose sexes may agree.

    Each pair is judged by itself: the other missing persons of the family stay untyped.

    Args:
        incident: what is compared.
        families: as from `families_at_markers`, where the caller has them already.
        progress: called with how many remains are done, of how many.
    """
    at_markers = families or families_at_markers(incident)
    rows: list[tuple[float | None, ...]] = []
    for remains in incident.remains:
        if progress is not None:
            progress(len(rows), len(incident.remains))
        seen = _observations(incident, remains)
        rows.append(tuple(_pair(incident, at_markers, remains, seen, m) for m in incident.missing))
    return PairwiseLr(tuple(r.id for r in incident.remains), incident.missing, tuple(rows))


def markers_of_pair(
    incident: DviIncident, remains_id: str, missing_id: str
) -> tuple[MarkerLr, ...]:
    """The comparison of one pair, marker by marker; a marker that either side lacks says 0.

    Raises:
        KeyError: the remains or the missing person are not part of the incident.
    """
    remains = {r.id: r for r in incident.remains}[remains_id]
    family = {m: f for f in incident.families for m in f.missing}[missing_id]
    return tuple(
        MarkerLr(marker.name, log10_ratio(*_hypotheses(at, observed, missing_id)))
        for marker, at, observed in zip(
            incident.markers,
            family_at_markers(incident, family),
            _observations(incident, remains),
            strict=True,
        )
    )


def families_at_markers(incident: DviIncident) -> FamilyMarkers:
    """Every family of the incident at every marker, ready for comparisons."""
    return {family.name: family_at_markers(incident, family) for family in incident.families}


def inconsistent_families(incident: DviIncident, families: FamilyMarkers) -> tuple[str, ...]:
    """Families whose own DNA is impossible under their pedigree, whoever the remains are."""
    return tuple(
        family.name
        for family in incident.families
        if any(at.log10_alone == -math.inf for at in families[family.name])
    )


def sexes_agree(remains: Remains, family: Family, missing_person: str) -> bool:
    """Whether remains may be of the missing person by recorded sex; unknown agrees with both.

    The recorded sex counts, not the role in the pedigree: a parent of unknown sex is drawn as father
    or mother without that being known. Where the record of the remains tells sex with its method, sex
    is a line of evidence with an error rate and never decides here.
    """
    if remains.record is not None and remains.record.sex is not None:
        return True
    return remains.sex.consistent_with(family.pedigree.by_id[missing_person].sex)


def _pair(
    incident: DviIncident,
    families: FamilyMarkers,
    remains: Remains,
    seen: Sequence[Observation | None],
    missing_person: str,
) -> float | None:
    family = incident.family_of(missing_person)
    if not sexes_agree(remains, family, missing_person):
        return None
    both = [
        _hypotheses(at, observed, missing_person)
        for at, observed in zip(families[family.name], seen, strict=True)
    ]
    return log10_ratio(sum(h1 for h1, _ in both), sum(h2 for _, h2 in both))


def _observations(incident: DviIncident, remains: Remains) -> tuple[Observation | None, ...]:
    """What the remains showed at every marker of the incident."""
    return tuple(remains.observation(marker.name) for marker in incident.markers)


def _hypotheses(
    at: FamilyAtMarker, observed: Observation | None, missing_person: str
) -> tuple[float, float]:
    """log10 likelihood of family and remains together: as this person, and as a stranger."""
    if observed is None:
        return at.log10_alone, at.log10_alone
    return at.log10_with(missing_person, observed), at.log10_alone + at.log10_stranger(observed)

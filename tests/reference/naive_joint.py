"""The joint posterior by enumerating every assignment and computing each from scratch."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Pedigree, Person
from antigone.reconcile.incident import DviIncident

ALONE = Pedigree((Person("somebody"),))

NaiveAssignment = dict[str, str | None]


def naive_log10_weight(incident: DviIncident, assignment: NaiveAssignment) -> float:
    """log10 P(all DNA | assignment), remains that are nobody's being strangers."""
    total = 0.0
    for marker in incident.markers:
        for family in incident.families:
            genotypes = {p: g[marker.name] for p, g in family.profiles.items() if marker.name in g}
            soft: dict[str, Degraded] = {}
            for remains in incident.remains:
                if assignment[remains.id] in family.missing and marker.name in remains.profile:
                    person = str(assignment[remains.id])
                    genotypes[person] = remains.profile[marker.name]
                    if marker.name in remains.degraded:
                        soft[person] = remains.degraded[marker.name]
            total += log10_likelihood(family.pedigree, marker, genotypes, degraded=soft)
        for remains in incident.remains:
            if assignment[remains.id] is None and marker.name in remains.profile:
                model = remains.degraded.get(marker.name)
                soft = {} if model is None else {"somebody": model}
                seen = {"somebody": remains.profile[marker.name]}
                total += log10_likelihood(ALONE, marker, seen, degraded=soft)
    return total


def naive_assignments(incident: DviIncident) -> Iterator[NaiveAssignment]:
    """Every assignment that sex and pairings allow, no person twice."""

    def extend(place: int, chosen: NaiveAssignment) -> Iterator[NaiveAssignment]:
        if place == len(incident.remains):
            yield dict(chosen)
            return
        remains = incident.remains[place]
        limited = None if incident.pairings is None else incident.pairings.get(remains.id)
        for person in (*incident.missing, None):
            if limited is not None and person not in limited:
                continue
            if person is not None:
                if person in chosen.values():
                    continue
                pedigree = incident.family_of(person).pedigree
                if not remains.sex.consistent_with(pedigree.by_id[person].sex):
                    continue
            yield from extend(place + 1, {**chosen, remains.id: person})

    yield from extend(0, {})

"""An incident whose parts of one body are joined, and the way back from bodies to their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from antigone.evidence.parts_of_body import MergedRecord, merged_record
from antigone.genetics.joint_observation import joint_observation
from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Sex
from antigone.reconcile.bodies import Bodies, Body, allowed_of
from antigone.reconcile.incident import DviIncident, Remains

Of = TypeVar("Of")


@dataclass(frozen=True)
class Joined:
    """An incident of bodies.

    Args:
        incident: each body once, in the place of its first part, under the name of all its parts.
        contradictions: by body where the records of its parts contradict each other, in words.
    """

    incident: DviIncident
    contradictions: Mapping[str, tuple[str, ...]]


def joined(incident: DviIncident, bodies: Bodies) -> Joined:
    """The incident with every body of several parts as one.

    The DNA of a body is all that its samples show, given the alleles of one person: see
    `joint_observation`. Its record is that of all parts: see `merged_record`.

    Raises:
        IncidentError: remains already have the name of a body.
    """
    known = {r.id: r for r in incident.remains}
    first = {body.parts[0]: body for body in bodies.joined}
    later = {part for body in bodies.joined for part in body.parts[1:]}
    merged = {
        body.id: merged_record([r for p in body.parts if (r := known[p].record) is not None])
        for body in bodies.joined
        if any(known[part].record is not None for part in body.parts)
    }
    remains = tuple(
        _body(incident, first[r.id], [known[p] for p in first[r.id].parts], merged)
        if r.id in first
        else r
        for r in incident.remains
        if r.id not in later
    )
    return Joined(
        replace(incident, remains=remains, pairings=_pairings(incident, bodies)),
        {name: one.contradictions for name, one in merged.items() if one.contradictions},
    )


def of_bodies(fixed: Mapping[str, str], bodies: Bodies) -> dict[str, str]:
    """Signed identifications of remains as those of the bodies that they are part of."""
    return {bodies.body_of(remains): person for remains, person in fixed.items()}


def of_parts(found: Mapping[str, Of], bodies: Bodies) -> dict[str, Of]:
    """What was found for each body, for each of its parts: that of the body is that of its parts.

    >>> of_parts({"V1 + V2": 0.9, "V3": 0.1}, Bodies((Body(("V1", "V2"), ()),)))
    {'V1': 0.9, 'V2': 0.9, 'V3': 0.1}
    """
    parts = {body.id: body.parts for body in bodies.joined}
    return {part: value for name, value in found.items() for part in parts.get(name, (name,))}


def _body(
    incident: DviIncident,
    body: Body,
    parts: Sequence[Remains],
    merged: Mapping[str, MergedRecord],
) -> Remains:
    profile: dict[str, Genotype] = {}
    degraded: dict[str, Degraded] = {}
    for marker in incident.markers:
        _observe(marker, parts, profile, degraded)
    record = merged[body.id].record if body.id in merged else None
    told = [part.sex for part in parts if part.sex is not Sex.UNKNOWN]
    sex = told[0] if told else Sex.UNKNOWN
    if record is not None and record.sex is not None:
        sex = record.sex.sex
    return Remains(body.id, sex, profile, degraded, record)


def _observe(
    marker: Marker,
    parts: Sequence[Remains],
    profile: dict[str, Genotype],
    degraded: dict[str, Degraded],
) -> None:
    seen = [o for part in parts if (o := part.observation(marker.name)) is not None]
    if not seen:
        return
    together = joint_observation(marker, seen)
    profile[marker.name] = together.genotype
    if together.degraded is not None:
        degraded[marker.name] = together.degraded


def _pairings(incident: DviIncident, bodies: Bodies) -> Mapping[str, tuple[str | None, ...]] | None:
    if incident.pairings is None:
        return None
    parts = {part for body in bodies.joined for part in body.parts}
    alone = {r: allowed for r, allowed in incident.pairings.items() if r not in parts}
    together = {
        body.id: allowed
        for body in bodies.joined
        if (allowed := allowed_of(incident, body.parts)) is not None
    }
    return {**alone, **together}

"""Remains compared with each other, before they are compared with families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.genetics.markers import MarkerError
from antigone.genetics.same_person import ComparisonRefused
from antigone.reconcile.bodies import Bodies, bodies
from antigone.reconcile.incident import DviIncident, IncidentError
from antigone.reconcile.joined import joined, of_bodies
from antigone.reconcile.related_remains import RelatedRemains, related_remains
from antigone.words import told


@dataclass(frozen=True)
class DirectComparison:
    """What remains say of each other, and what families are to be compared with.

    Args:
        incident: of bodies where parts were joined, else as it was.
        fixed: signed identifications, in the same names.
        bodies: parts of one body; None where remains could not be compared.
        compared_as_one: whether parts were joined.
        contradictions: by body, between the records of its parts.
        related: leads; None where remains could not be compared.
        refusal: why they could not, in words.
    """

    incident: DviIncident
    fixed: Mapping[str, str]
    bodies: Bodies | None = None
    compared_as_one: bool = False
    contradictions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: RelatedRemains | None = None
    refusal: str | None = None


def compare_remains(
    incident: DviIncident, *, fixed: Mapping[str, str] | None = None, join_parts: bool = True
) -> DirectComparison:
    """Find parts of one body and remains that look like relatives.

    Args:
        incident: as it was recorded.
        fixed: signed identifications, remains to person.
        join_parts: whether parts of one body become one; else they are only told.
    """
    signed = dict(fixed or {})
    try:
        found = bodies(incident, fixed=signed)
        together = joined(incident, found)
        related = related_remains(together.incident)
    except (ComparisonRefused, MarkerError, IncidentError) as error:
        return DirectComparison(incident, signed, refusal=told(error))
    as_one = join_parts and bool(found.joined)
    return DirectComparison(
        together.incident if as_one else incident,
        of_bodies(signed, found) if as_one else signed,
        found,
        as_one,
        together.contradictions,
        related,
    )

"""What a reconciliation starts from: remains, families with their missing, and the markers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.evidence.records import AmRecord, PmRecord
from antigone.genetics.markers import Marker, Profile
from antigone.genetics.observation import Degraded, Observation
from antigone.genetics.pedigree import Pedigree, Sex
from antigone.words import said

UNASSIGNED = "unassigned"
"""What results call "none of the persons sought"; no person can have that name."""


class IncidentError(ValueError):
    """The parts of an incident contradict each other."""


@dataclass(frozen=True, slots=True)
class Remains:
    """Unidentified remains with their recorded sex and DNA profile.

    `degraded` says, by marker, where the sample may show less or more than is there. `record` holds
    what else was observed; where it tells the sex with its method, sex weighs and `sex` is not used.
    """

    id: str
    sex: Sex
    profile: Profile
    degraded: Mapping[str, Degraded] = field(default_factory=dict)
    record: PmRecord | None = None

    def observation(self, marker: str) -> Observation | None:
        """What was seen at a marker; None where it was not typed."""
        genotype = self.profile.get(marker)
        return None if genotype is None else Observation(genotype, self.degraded.get(marker))


@dataclass(frozen=True)
class Family:
    """A family: its pedigree, who of it is missing, and the profiles of the relatives who gave DNA.

    Ids of persons are local to the family. `records` holds what else is told of the missing.
    """

    name: str
    pedigree: Pedigree
    missing: tuple[str, ...]
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    records: Mapping[str, AmRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class DviIncident:
    """All that a comparison of remains with families reads, and nothing else.

    Args:
        markers: each name once.
        remains: in the order in which they are reported; ids unique.
        families: in the order in which they are reported; names unique; a missing person's id is
            unique in the incident.
        pairings: where given, the missing persons that each remains may be in the joint posterior;
            None in a list means "may be nobody". Remains that are absent may be anybody.
        notices: what a reader should know of the input, e.g. frequencies that miss 1 slightly.
        order_of_missing: the order in which missing persons are reported; the families' own when empty.

    Raises:
        IncidentError: a name or id occurs twice; a missing person is not in the pedigree, is typed or
            has the name that results give to nobody; a marker is not autosomal.
    """

    markers: tuple[Marker, ...]
    remains: tuple[Remains, ...]
    families: tuple[Family, ...]
    pairings: Mapping[str, tuple[str | None, ...]] | None = None
    notices: tuple[str, ...] = ()
    order_of_missing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _refuse_doubles("marker", [m.name for m in self.markers])
        _refuse_doubles("remains", [r.id for r in self.remains])
        _refuse_doubles("family", [f.name for f in self.families])
        _refuse_doubles("missing person", [m for f in self.families for m in f.missing])
        x_linked = [m.name for m in self.markers if m.chromosome != "A"]
        if x_linked:
            raise IncidentError(
                said(
                    "marker {x_linked} is X-linked; remains are compared at autosomal markers only",
                    x_linked=repr(x_linked[0]),
                )
            )
        for family in self.families:
            for person in family.missing:
                if person == UNASSIGNED:
                    raise IncidentError(
                        said(
                            "missing person {person} of family {family} has the name that "
                            "results give to nobody; choose another",
                            person=repr(person),
                            family=repr(family.name),
                        )
                    )
                if person not in family.pedigree.by_id:
                    raise IncidentError(
                        said(
                            "missing person {person} is not in the pedigree of family {family}",
                            person=repr(person),
                            family=repr(family.name),
                        )
                    )
                if family.profiles.get(person):
                    raise IncidentError(
                        said(
                            "missing person {person} of family {family} is typed; a profile "
                            "of the missing person (a direct reference sample) cannot be "
                            "used yet",
                            person=repr(person),
                            family=repr(family.name),
                        )
                    )

    @property
    def missing(self) -> tuple[str, ...]:
        """All missing persons in the order in which they are reported."""
        own = tuple(m for family in self.families for m in family.missing)
        return self.order_of_missing or own

    def family_of(self, missing_person: str) -> Family:
        """The family that misses a person."""
        return next(f for f in self.families if missing_person in f.missing)


def _refuse_doubles(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise IncidentError(said("{what} {name} occurs twice", what=what, name=repr(name)))
        seen.add(name)

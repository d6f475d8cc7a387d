"""From records to what a comparison reads: everything that may be compared, and nothing else.

The filter stands before the comparison, not behind it: a record without a live legal basis does not
reach the core, nor the frozen inputs of a run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _

from antigone.evidence.records import PmRecord
from antigone.genetics import pedigree as core
from antigone.genetics.markers import Profile
from antigone.genetics.observation import Degraded
from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.incident import Family as CoreFamily
from antigone.reconcile.incident import Remains as CoreRemains
from antigone.reconcile.same_persons import OnePersonEach
from antigone.web.incidents.models import Incident
from antigone.web.records.alive import found_alive
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.entering import RemainsHeldBack, entry_of
from antigone.web.records.family_rows import MOST_NAMED, family_rows
from antigone.web.records.joined_bodies import as_bodies, bodies_of
from antigone.web.records.joined_persons import JoinedPersons, joined_persons
from antigone.web.records.marker_rows import degraded_from_row, profile_from_row
from antigone.web.records.models import ImportedFile, MissingPerson, Person, Remains
from antigone.web.records.models import Profile as Row
from antigone.web.records.profiles import gave_dna, genotypes_of
from antigone.web.records.reading import markers_of
from antigone.web.records.record_rows import pm_record_from_row
from antigone.web.records.told import told_of
from antigone.words import said_of_json


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A record that was left out because no legal basis covers it (CO-01).

    Args:
        family: the family's name.
        missing: numbers of the persons sought who are left out with the whole family.
        donor: the relative whose DNA alone is left out, where the family itself may be compared.
        withdrawn: they withdrew, so that a basis alone does not bring anything back (CO-04).
    """

    family: str
    missing: tuple[str, ...] = ()
    donor: str | None = None
    withdrawn: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether a whole family withdrew: nothing of it waits for a basis."""
        return self.withdrawn and self.donor is None

    def as_json(self) -> dict[str, JsonValue]:
        """As a run keeps it."""
        told: dict[str, JsonValue] = {
            "family": self.family,
            "missing": list(self.missing),
            "donor": self.donor,
        }
        return told | ({"withdrawn": True} if self.withdrawn else {})


@dataclass(frozen=True)
class Comparison:
    """What may be compared now, what is held back, and who is no longer sought, being alive.

    Args:
        remains_held_back: remains that RE-01 leaves out, or whose parts contradict each other.
        bodies: by number under which a body is compared all numbers that were joined to it.
        persons: numbers that are one person sought; in `dvi` their families stand apart.
    """

    dvi: DviIncident
    held_back: tuple[HeldBack, ...]
    alive: tuple[str, ...] = ()
    remains_held_back: tuple[RemainsHeldBack, ...] = ()
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    persons: JoinedPersons = field(default_factory=JoinedPersons)

    @cached_property
    def compared(self) -> OnePersonEach:
        """What is compared: every person sought stands once, with the relatives of all families."""
        return self.persons.applied(self.dvi)


class NoLongerCovered(ValueError):
    """A legal basis was withdrawn after records were frozen: they may no longer be compared."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A legal basis was withdrawn after this run was started, so it may no longer be "
                "worked on. Start a new run: it leaves out what may not be compared."
            )
        )


def insist_on_basis(incident: Incident, families: Iterable[CoreFamily]) -> None:
    """Go on with frozen records only while a live legal basis covers all of them (CO-01, CO-03).

    Raises:
        NoLongerCovered: a family, or a relative whose DNA is among the records, withdrew meanwhile.
    """
    frozen = {family.name: family for family in families}
    here = [rows for rows in family_rows(incident, frozen) if rows.family.name in frozen]
    few = [rows.family for rows in here] if len(here) <= MOST_NAMED else None
    coverage = coverage_of(incident, few)
    covered = {
        rows.family.name
        for rows in here
        if coverage.covers_family(rows.family)
        and all(
            coverage.covers_donor(person, rows.family)
            for person in rows.persons
            if person.code in frozen[rows.family.name].profiles
        )
    }
    if not covered.issuperset(frozen):
        raise NoLongerCovered


def incident_for_comparison(incident: Incident) -> Comparison:
    """All remains that may enter (RE-01), joined ones as one body, with the families that may.

    These are the families that a live legal basis covers (CO-01) and that seek somebody.
    """
    coverage, alive = coverage_of(incident), found_alive(incident)
    families, held_back = _families(incident, coverage, alive)
    missing = [m for family in families for m in family.missing]
    order = MissingPerson.objects.filter(incident=incident, number__in=missing)
    remains, waiting = _remains(incident, missing)
    persons = joined_persons(incident)
    dvi = DviIncident(
        markers=tuple(markers_of(incident).values()),
        remains=remains,
        families=tuple(families),
        pairings=pairings_of(incident, missing),
        notices=(*_notices(incident), *persons.notices(missing)),
        order_of_missing=tuple(order.values_list("number", flat=True)),
    )
    compared = as_bodies(dvi, bodies_of(incident))
    return Comparison(
        compared.dvi,
        tuple(held_back),
        tuple(sorted(alive)),
        (*waiting, *compared.held_back),
        compared.parts,
        persons,
    )


def pedigree_of(
    persons: Sequence[Person], numbers: Mapping[int, str] | None = None
) -> core.Pedigree:
    """The pedigree of a family from its rows.

    Args:
        numbers: by pk of a person who is sought the number that stands there instead of the code.
    """
    code = {person.pk: person.code for person in persons} | dict(numbers or {})
    return core.Pedigree(
        tuple(
            core.Person(
                code[person.pk],
                code[person.father_id] if person.father_id else None,
                code[person.mother_id] if person.mother_id else None,
                core.Sex(person.sex),
            )
            for person in persons
        )
    )


def pairings_of(
    incident: Incident, missing: Collection[str]
) -> Mapping[str, tuple[str | None, ...]] | None:
    """What the files say of whom their remains may be; persons of other files stay possible."""
    files = ImportedFile.objects.filter(incident=incident, pairings__isnull=False)
    limited: dict[str, tuple[str | None, ...]] = {}
    for file in files.prefetch_related("families__missing_persons"):
        own = {m.number for family in file.families.all() for m in family.missing_persons.all()}
        elsewhere = [number for number in missing if number not in own]
        for remains, persons in (file.pairings or {}).items():
            listed = (None if person == "*" else person for person in persons)
            kept = (person for person in listed if person is None or person in missing)
            limited[remains] = (*kept, *elsewhere)
    return limited or None


def _remains(
    incident: Incident, missing: Collection[str]
) -> tuple[tuple[CoreRemains, ...], list[RemainsHeldBack]]:
    found: list[CoreRemains] = []
    held_back: list[RemainsHeldBack] = []
    entry = entry_of(incident)
    for row in Remains.objects.filter(incident=incident).select_related("profile"):
        finding = entry.finding(row)
        if not finding.met:
            held_back.append(RemainsHeldBack(row.number, finding))
            continue
        about = _about(pm_record_from_row(row.record), missing)
        found.append(
            CoreRemains(row.number, core.Sex(row.sex), _profile(row), _degraded(row), about)
        )
    return tuple(found), held_back


def _about(record: PmRecord | None, missing: Collection[str]) -> PmRecord | None:
    """The record without opinions that rest on the teeth of a person who may not be compared."""
    if record is None:
        return None
    opinions = tuple(o for o in record.tooth_opinions if o.missing in missing)
    return replace(record, tooth_opinions=opinions)


def _profile(owner: Remains | Person) -> Profile:
    return profile_from_row(genotypes_of(owner))


def _degraded(remains: Remains) -> Mapping[str, Degraded]:
    try:
        return degraded_from_row(remains.profile.degraded)
    except Row.DoesNotExist:
        return {}


def _families(
    incident: Incident, coverage: Coverage, alive: Collection[str]
) -> tuple[list[CoreFamily], list[HeldBack]]:
    found: list[CoreFamily] = []
    held_back: list[HeldBack] = []
    for rows in family_rows(incident):
        sought = [m for m in rows.missing if m.number not in alive]
        missing = tuple(m.number for m in sought)
        if not sought:
            continue
        if not coverage.covers_family(rows.family):
            withdrawn = rows.family.is_withdrawn
            held_back.append(HeldBack(rows.family.name, missing, withdrawn=withdrawn))
            continue
        used: dict[str, Profile] = {}
        for person in filter(gave_dna, rows.persons):
            if coverage.covers_donor(person, rows.family):
                used[person.code] = _profile(person)
            else:
                donor = HeldBack(rows.family.name, donor=person.code, withdrawn=person.is_withdrawn)
                held_back.append(donor)
        told = ((m.number, told_of(m)) for m in sought)
        records = {number: record for number, record in told if record is not None}
        typed = {code: profile for code, profile in used.items() if profile}
        pedigree = pedigree_of(rows.persons, {m.person_id: m.number for m in sought})
        found.append(CoreFamily(rows.family.name, pedigree, missing, typed, records))
    return found, held_back


def _notices(incident: Incident) -> tuple[str, ...]:
    files = ImportedFile.objects.filter(incident=incident).values_list("notices", flat=True)
    return tuple(dict.fromkeys(said_of_json(notice) for notices in files for notice in notices))

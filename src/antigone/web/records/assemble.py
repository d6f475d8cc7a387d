"""From records to what a comparison reads: everything that may be compared, and nothing else.

The filter stands before the comparison, not behind it: a record without a live legal basis does not
reach the core, nor the frozen inputs of a run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from antigone.evidence.records import PmRecord
from antigone.genetics import pedigree as core
from antigone.genetics.markers import Profile
from antigone.genetics.observation import Degraded
from antigone.provenance import JsonValue
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.incident import Family as CoreFamily
from antigone.reconcile.incident import Remains as CoreRemains
from antigone.web.incidents.models import Incident
from antigone.web.records.alive import found_alive
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.marker_rows import degraded_from_row, profile_from_row
from antigone.web.records.models import Family, ImportedFile, MissingPerson, Person, Remains
from antigone.web.records.models import Profile as Row
from antigone.web.records.reading import markers_of
from antigone.web.records.record_rows import am_record_from_row, pm_record_from_row


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A record that was left out because no legal basis covers it (CO-01).

    Args:
        family: the family's name.
        missing: numbers of the persons sought who are left out with the whole family.
        donor: the relative whose DNA alone is left out, where the family itself may be compared.
    """

    family: str
    missing: tuple[str, ...] = ()
    donor: str | None = None

    def as_json(self) -> dict[str, JsonValue]:
        """As a run keeps it."""
        return {"family": self.family, "missing": list(self.missing), "donor": self.donor}


@dataclass(frozen=True)
class Comparison:
    """What may be compared now, what is held back, and who is no longer sought, being alive."""

    dvi: DviIncident
    held_back: tuple[HeldBack, ...]
    alive: tuple[str, ...] = ()


class NoLongerCovered(ValueError):
    """A legal basis was withdrawn after records were frozen: they may no longer be compared."""


def insist_on_basis(incident: Incident, families: Iterable[CoreFamily]) -> None:
    """Go on with frozen records only while a live legal basis covers all of them (CO-01, CO-03).

    Raises:
        NoLongerCovered: a family, or a relative whose DNA is among the records, withdrew meanwhile.
    """
    coverage = coverage_of(incident)
    rows = Family.objects.filter(incident=incident).prefetch_related("persons")
    frozen = {family.name: family for family in families}
    covered = {
        row.name
        for row in rows.filter(name__in=frozen)
        if coverage.covers_family(row)
        and all(
            coverage.covers_donor(person, row)
            for person in row.persons.all()
            if person.code in frozen[row.name].profiles
        )
    }
    if not covered.issuperset(frozen):
        raise NoLongerCovered(
            _(
                "A legal basis was withdrawn after this run was started, so it may no longer be "
                "worked on. Start a new run: it leaves out what may not be compared."
            )
        )


def incident_for_comparison(incident: Incident) -> Comparison:
    """All remains with the families that a live legal basis covers (CO-01) and that seek somebody."""
    coverage, alive = coverage_of(incident), found_alive(incident)
    families, held_back = _families(incident, coverage, alive)
    missing = [m for family in families for m in family.missing]
    order = MissingPerson.objects.filter(incident=incident, number__in=missing)
    remains = _remains(incident, missing)
    dvi = DviIncident(
        markers=tuple(markers_of(incident).values()),
        remains=remains,
        families=tuple(families),
        pairings=pairings_of(incident, missing),
        notices=_notices(incident),
        order_of_missing=tuple(order.values_list("number", flat=True)),
    )
    return Comparison(dvi, tuple(held_back), tuple(sorted(alive)))


def pedigree_of(persons: Sequence[Person]) -> core.Pedigree:
    """The pedigree of a family from its rows."""
    code = {person.pk: person.code for person in persons}
    return core.Pedigree(
        tuple(
            core.Person(
                person.code,
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


def _remains(incident: Incident, missing: Collection[str]) -> tuple[CoreRemains, ...]:
    rows = Remains.objects.filter(incident=incident).select_related("profile")
    return tuple(
        CoreRemains(
            row.number,
            core.Sex(row.sex),
            _profile(row),
            _degraded(row),
            _about(pm_record_from_row(row.record), missing),
        )
        for row in rows
    )


def _about(record: PmRecord | None, missing: Collection[str]) -> PmRecord | None:
    """The record without opinions that rest on the teeth of a person who may not be compared."""
    if record is None:
        return None
    opinions = tuple(o for o in record.tooth_opinions if o.missing in missing)
    return replace(record, tooth_opinions=opinions)


def _profile(owner: Remains | Person) -> Profile:
    try:
        return profile_from_row(owner.profile.genotypes)
    except Row.DoesNotExist:
        return {}


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
    rows = Family.objects.filter(incident=incident).prefetch_related(
        "persons__profile", "missing_persons__person"
    )
    for row in rows:
        sought = [m for m in row.missing_persons.all() if m.number not in alive]
        missing = tuple(m.number for m in sought)
        if not sought:
            continue
        if not coverage.covers_family(row):
            held_back.append(HeldBack(row.name, missing))
            continue
        persons = list(row.persons.all())
        typed = [person for person in persons if _profile(person)]
        silent = [person for person in typed if not coverage.covers_donor(person, row)]
        held_back.extend(HeldBack(row.name, donor=person.code) for person in silent)
        used = {p.code: _profile(p) for p in typed if p not in silent}
        told = ((m.number, am_record_from_row(m.record)) for m in sought)
        records = {number: record for number, record in told if record is not None}
        found.append(CoreFamily(row.name, pedigree_of(persons), missing, used, records))
    return found, held_back


def _notices(incident: Incident) -> tuple[str, ...]:
    files = ImportedFile.objects.filter(incident=incident).values_list("notices", flat=True)
    return tuple(dict.fromkeys(notice for notices in files for notice in notices))

"""Incidents written as Familias files with a [DVI] block; what comes back is said beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from antigone.formats.familias import read_familias_dvi
from antigone.formats.familias_pedigree import is_sought
from antigone.formats.familias_writing import (
    database,
    encoded,
    faults_of_genotypes,
    faults_of_markers,
    faults_of_names,
    heading,
    held_marker,
    notice_of_letters,
    plain,
)
from antigone.formats.pedigree_json import MOST_PERSONS
from antigone.formats.problems import FormatError, shown
from antigone.formats.written import CannotBeWritten, Written
from antigone.genetics.markers import Marker, Profile
from antigone.genetics.pedigree import Pedigree, Person, Sex
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.words import said

_GENDERS = {Sex.FEMALE: "Female", Sex.MALE: "Male", Sex.UNKNOWN: "Unknown"}
_PEDIGREE = "Family pedigree"
_REFERENCE = "Reference pedigree"


def write_familias_dvi(incident: DviIncident) -> Written[DviIncident]:
    """The incident as a Familias file, with what the file holds of it.

    Reading the file gives the content, apart from notices: the incident itself, except that persons
    sought are called "Missing …" there and nobody else is, that parents have the sex of their role,
    and that records besides DNA, pairings and the order of reporting are left out.

    Raises:
        CannotBeWritten: DNA data that the format cannot hold: degraded or partial samples, other
            mutation models, markers that are not autosomal.
    """
    markers = tuple(held_marker(marker) for marker in incident.markers)
    sought = _sought_names(incident)
    names = {family.name: _names(family, sought) for family in incident.families}
    held = DviIncident(
        markers,
        tuple(Remains(r.id, r.sex, _profile(r.profile)) for r in incident.remains),
        tuple(_held_family(family, names[family.name]) for family in incident.families),
    )
    reasons = [*faults_of_markers(markers), *_faults(incident, held)]
    if reasons:
        raise CannotBeWritten(reasons)
    data = encoded(_lines(held))
    _refuse_another(data, held)
    notices = [*_notices(incident, names)]
    if [sought[person] for person in incident.missing] != list(held.missing):
        notices.append(said("The order in which missing persons are reported is left out."))
    return Written(data, held, (*notices, *notice_of_letters(_all_names(held))))


def _refuse_another(data: bytes, held: DviIncident) -> None:
    """The file is read again before anybody has it: another incident is not given away."""
    try:
        back = read_familias_dvi(data, "")
    except FormatError as error:
        raise CannotBeWritten(problem.message for problem in error.problems) from error
    pairs = zip(back.families, held.families, strict=True)
    changed = [theirs.name for ours, theirs in pairs if ours != theirs]
    if changed:
        raise CannotBeWritten(
            said(
                "family {family} would come back otherwise: a person sought is a parent and their sex is "
                "not known; state it",
                family=shown(family),
            )
            for family in changed
        )
    if replace(back, notices=()) != held:
        raise CannotBeWritten([said("the file would not come back as it was written")])


def _sought_names(incident: DviIncident) -> dict[str, str]:
    """The names of the persons sought in the file, by their own: each is unique in the incident."""
    taken = {name for name in incident.missing if is_sought(name)}
    named: dict[str, str] = {}
    for name in (person for family in incident.families for person in family.missing):
        named[name] = name if is_sought(name) else _free(f"Missing {name}", taken)
        taken.add(named[name])
    return named


def _names(family: Family, sought: dict[str, str]) -> dict[str, str]:
    """The names of a family's persons in the file; nobody but the sought is called missing."""
    named = {person: sought[person] for person in family.missing}
    taken = {p for p in family.pedigree.ids if not is_sought(p)} | set(named.values())
    for person in family.pedigree.ids:
        if person not in named:
            named[person] = person
            if is_sought(person):
                named[person] = _free(f"Relative {person}", taken)
            taken.add(named[person])
    return named


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _held_family(family: Family, names: dict[str, str]) -> Family:
    persons = []
    for person in family.pedigree.persons:
        sex = person.sex if person.id in family.missing else family.pedigree.sex_of(person.id)
        father = names[person.father] if person.father else None
        mother = names[person.mother] if person.mother else None
        persons.append(Person(names[person.id], father, mother, sex))
    return Family(
        family.name,
        Pedigree(tuple(persons)),
        tuple(names[p] for p in family.pedigree.ids if p in family.missing),
        {names[p]: _profile(profile) for p, profile in family.profiles.items() if profile},
    )


def _profile(profile: Profile) -> Profile:
    return dict(profile)


def _faults(incident: DviIncident, held: DviIncident) -> Iterator[str]:
    by_name = {marker.name: marker for marker in held.markers}
    for remains in incident.remains:
        if any(not degraded.is_exact for degraded in remains.degraded.values()):
            yield said(
                "remains {name} have a drop-out or drop-in of their own; a Familias file cannot say so",
                name=shown(remains.id),
            )
        yield from _faults_of(remains.id, remains.profile, by_name)
    yield from faults_of_names(remains.id for remains in held.remains)
    for family in held.families:
        yield from faults_of_names([family.name, *family.pedigree.ids])
        for person, profile in family.profiles.items():
            yield from _faults_of(person, profile, by_name)
        if len(family.pedigree.persons) > MOST_PERSONS:
            yield said(
                "family {family} has {count} persons; a Familias file holds {most}",
                family=shown(family.name),
                count=len(family.pedigree.persons),
                most=MOST_PERSONS,
            )
        if not family.missing:
            yield said("family {family} has no missing person", family=shown(family.name))


def _faults_of(owner: str, profile: Profile, markers: dict[str, Marker]) -> Iterator[str]:
    yield from faults_of_genotypes(owner, [(markers[m], g) for m, g in profile.items()])


def _lines(held: DviIncident) -> list[str]:
    lines = [*heading(0), '"Known relations"', "0", "0", "0", "0"]
    lines += database(held.markers, 0.0)
    lines += ["", "[DVI]", "[[Unidentified persons]]", f"nPersons= {len(held.remains)}"]
    for number, remains in enumerate(held.remains, start=1):
        lines += _person(3, number, remains.id, remains.sex, remains.profile)
    lines += ["[[Notes]]", f"nFamilies= {len(held.families)}", *("" for _ in held.families)]
    lines += ["[[Reference Families]]", f"nFamilies= {len(held.families)}"]
    for number, family in enumerate(held.families, start=1):
        lines += _family(number, family)
    return lines


def _family(number: int, family: Family) -> list[str]:
    persons = family.pedigree.persons
    lines = [f"[[[Family {number} ]]]", f"Name= {plain(family.name)}", "[[[[Persons]]]]"]
    lines.append(f"nPersons= {len(persons)}")
    for place, person in enumerate(persons, start=1):
        profile = family.profiles.get(person.id, {})
        lines += _person(5, place, person.id, person.sex, profile)
    lines += ["[[[[Pedigrees]]]]", "nPedigrees= 2"]
    related = [(q, p.id) for p in persons for q in (p.father, p.mother) if q]
    known = [pair for pair in related if not set(pair) & set(family.missing)]
    for place, (name, relations) in enumerate([(_REFERENCE, known), (_PEDIGREE, related)], start=1):
        lines += [f"[[[[[Pedigree {place}]]]]]", f"Name= {name}", f"nRelations= {len(relations)}"]
        for parent, child in relations:
            lines += [f"Parent= {plain(parent)}", f"Child= {plain(child)}"]
    return lines


def _person(depth: int, number: int, name: str, sex: Sex, profile: Profile) -> list[str]:
    lines = [
        f"{'[' * depth}Person {number}{']' * depth}",
        f"Name= {plain(name)}",
        f"Gender= {_GENDERS[sex]}",
        f"{'[' * (depth + 1)}DNA data{']' * (depth + 1)}",
        f"nSystems= {len(profile)}",
    ]
    for marker, (first, second) in profile.items():
        lines += [f"SystemName= {plain(marker)}", f"Allele1= {plain(first)}"]
        lines.append(f"Allele2= {plain(second or first)}")
    return lines


def _notices(incident: DviIncident, names: dict[str, dict[str, str]]) -> Iterator[str]:
    records = [r.id for r in incident.remains if r.record is not None]
    records += [person for family in incident.families for person in family.records]
    for name in records:
        yield said(
            "What is recorded of {name} besides DNA is left out; a Familias file holds DNA only.",
            name=name,
        )
    if incident.pairings is not None:
        yield said("Which remains may be whom is left out; the file has no place for it.")
    for family, of_family in names.items():
        for own, name in of_family.items():
            if own != name:
                yield said(
                    "Family {family}: {person} is called {name} in the file.",
                    family=family,
                    person=own,
                    name=name,
                )


def _all_names(held: DviIncident) -> Iterator[str]:
    yield from (remains.id for remains in held.remains)
    for family in held.families:
        yield from (family.name, *family.pedigree.ids)

"""Kinship cases written as Familias files; what comes back is said beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from antigone.formats.case_json import MOST_HYPOTHESES
from antigone.formats.familias_case import read_familias_case
from antigone.formats.familias_writing import (
    database,
    encoded,
    faults_of_genotypes,
    faults_of_markers,
    faults_of_names,
    heading,
    held_marker,
    notice_of_letters,
    quoted,
)
from antigone.formats.pedigree_json import MOST_PERSONS
from antigone.formats.problems import FormatError, shown
from antigone.formats.written import CannotBeWritten, Written
from antigone.genetics.case import KinshipCase, TypedMarker
from antigone.genetics.pedigree import Pedigree, Person, Sex
from antigone.words import said


def write_familias_case(case: KinshipCase) -> Written[KinshipCase]:
    """The case as a Familias file, with what the file holds of it.

    Reading the file gives the content, apart from notices: the case itself, except that every person
    stands in every pedigree, related or not, that parents have the sex of their role and others whose
    sex is not known are female, and that the name of the case is left out. No likelihood of autosomal
    markers changes by that.

    Raises:
        CannotBeWritten: what the format cannot hold: degraded or partial samples, founders that are
            inbred, linked markers, other mutation models, markers that are not autosomal; a person who
            is father in one pedigree and mother in another.
    """
    sexes = _sexes(case)
    held = KinshipCase(
        "",
        {name: _held_pedigree(pedigree, sexes) for name, pedigree in case.hypotheses.items()},
        tuple(TypedMarker(held_marker(t.marker), dict(t.genotypes)) for t in case.markers),
        theta=case.theta,
    )
    reasons = [*_faults(case, held)]
    if reasons:
        raise CannotBeWritten(reasons)
    data = encoded(_lines(held))
    _refuse_another(data, held)
    return Written(data, held, tuple(_notices(case, held)))


def _refuse_another(data: bytes, held: KinshipCase) -> None:
    """The file is read again before anybody has it: another case is not given away."""
    try:
        back = read_familias_case(data, "")
    except FormatError as error:
        raise CannotBeWritten(problem.message for problem in error.problems) from error
    if replace(back, notices=()) != held:
        raise CannotBeWritten([said("the file would not come back as it was written")])


def _sexes(case: KinshipCase) -> dict[str, Sex]:
    """The sex of each person: as recorded, or as the role of a parent says, in whatever pedigree."""
    found: dict[str, Sex] = {}
    contradictions: dict[str, None] = {}
    for pedigree in case.hypotheses.values():
        for person in pedigree.ids:
            sex, before = pedigree.sex_of(person), found.get(person, Sex.UNKNOWN)
            if not sex.consistent_with(before):
                contradictions[person] = None
            found[person] = sex if before is Sex.UNKNOWN else before
    if contradictions:
        raise CannotBeWritten(
            said("{person} is male in one pedigree and female in another", person=shown(person))
            for person in contradictions
        )
    return found


def _held_pedigree(pedigree: Pedigree, sexes: Mapping[str, Sex]) -> Pedigree:
    persons = []
    for name, sex in sexes.items():
        own = pedigree.by_id.get(name)
        father, mother = (own.father, own.mother) if own else (None, None)
        persons.append(Person(name, father, mother, Sex.FEMALE if sex is Sex.UNKNOWN else sex))
    return Pedigree(tuple(persons))


def _faults(case: KinshipCase, held: KinshipCase) -> Iterator[str]:
    persons = _persons(held)
    if len(persons) > MOST_PERSONS:
        yield said(
            "{count} persons; a Familias file holds {most}", count=len(persons), most=MOST_PERSONS
        )
    if not 1 <= len(held.hypotheses) <= MOST_HYPOTHESES:
        yield said(
            "{count} pedigrees; a Familias file holds 1 to {most}",
            count=len(held.hypotheses),
            most=MOST_HYPOTHESES,
        )
    yield from faults_of_names([*persons, *held.hypotheses])
    yield from faults_of_markers([typed.marker for typed in held.markers])
    for person, inbreeding in case.founder_inbreeding.items():
        if inbreeding > 0.0:
            yield said(
                "{person} is given as inbred; a Familias file cannot say so", person=shown(person)
            )
    if case.linked is not None:
        yield said(
            "markers {first} and {second} are linked; a Familias file cannot say so",
            first=case.linked.markers[0],
            second=case.linked.markers[1],
        )
    for typed in case.markers:
        yield from _faults_of_marker(typed, persons)


def _faults_of_marker(typed: TypedMarker, persons: Mapping[str, Sex]) -> Iterator[str]:
    for person, genotype in typed.genotypes.items():
        yield from faults_of_genotypes(person, [(typed.marker, genotype)])
        if person not in persons:
            yield said("{person} is typed but in no pedigree", person=shown(person))
        degraded = typed.degraded.get(person)
        if degraded is not None and not degraded.is_exact:
            yield said(
                "{person} has a drop-out or drop-in of their own at {marker}; a Familias file cannot "
                "say so",
                person=shown(person),
                marker=typed.marker.name,
            )


def _persons(held: KinshipCase) -> dict[str, Sex]:
    """Everybody, as each pedigree has them."""
    return {p.id: p.sex for pedigree in held.hypotheses.values() for p in pedigree.persons}


def _lines(held: KinshipCase) -> list[str]:
    persons = _persons(held)
    numbers = {name: number for number, name in enumerate(persons)}
    lines = heading(len(persons))
    for name, sex in persons.items():
        lines += _person(name, sex, held)
    lines += [quoted("Known relations"), "0", "0", "0", str(len(held.hypotheses))]
    for number, (name, pedigree) in enumerate(held.hypotheses.items()):
        pairs = [(q, p.id) for p in pedigree.persons for q in (p.father, p.mother) if q]
        lines += [str(number), quoted(name), "0", "0", str(len(pairs))]
        for parent, child in pairs:
            lines += [str(numbers[parent]), str(numbers[child])]
    return lines + database([typed.marker for typed in held.markers], held.theta)


def _person(name: str, sex: Sex, held: KinshipCase) -> list[str]:
    typed = [(at, t, t.genotypes[name]) for at, t in enumerate(held.markers) if name in t.genotypes]
    male = "#TRUE#" if sex is Sex.MALE else "#FALSE#"
    lines = [quoted(name), "#FALSE#", "-1", "#FALSE#", male, str(len(typed))]
    for at, marker, (first, second) in typed:
        index = marker.marker.index
        lines += [str(index[first]), str(index[second or first]), str(at)]
    return lines


def _notices(case: KinshipCase, held: KinshipCase) -> Iterator[str]:
    if case.id:
        yield said("The name of the case is left out; the file has no place for it.")
    for person, sex in _sexes(case).items():
        if sex is Sex.UNKNOWN:
            yield said(
                "The sex of {person} is not known and stands as female; the file knows two. It changes "
                "no result.",
                person=person,
            )
    if any(set(pedigree.by_id) != set(_persons(held)) for pedigree in case.hypotheses.values()):
        yield said("Every person stands in every pedigree of the file, related or not.")
    yield from notice_of_letters([*_persons(held), *held.hypotheses])

"""Kinship cases in files of Familias 3 without [DVI] block: persons, and pedigrees that compete.

The file counts persons, alleles and systems from 0. A person is six lines and three per genotype:
name; two settings that only a prior of pedigrees uses, with the year of birth between; whether male;
number of genotypes; then two alleles and the system of each. Relations that are always known stand
before the pedigrees; both may add women, then men, who have no name.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from antigone.formats.case_json import MOST_HYPOTHESES
from antigone.formats.familias import shown_notice
from antigone.formats.familias_database import MOST_SYSTEMS, Database, read_database
from antigone.formats.familias_text import EXPECTED_CASE, Line, Lines, lines_of
from antigone.formats.marker_json import frequency_notice
from antigone.formats.pedigree_json import MOST_PERSONS
from antigone.formats.problems import ProblemList, Refused, listed, shown
from antigone.genetics.case import KinshipCase, TypedMarker
from antigone.genetics.markers import Genotype
from antigone.genetics.pedigree import Pedigree, PedigreeError, Person, Sex
from antigone.words import said

_KNOWN_RELATIONS = "Known relations"
_NO_YEAR = ("-1", "-1 (Consider dropouts)")
"""Drop-out is considered only with a probability above 0, which the database refuses."""


@dataclass(frozen=True)
class _Typed:
    """A genotype as written, by numbers of alleles and system."""

    first: Line
    second: Line
    system: Line


@dataclass(frozen=True)
class _Written:
    """A person as written; whom only a relation adds has no genotypes."""

    name: str
    sex: Sex
    genotypes: tuple[_Typed, ...] = ()


@dataclass(frozen=True)
class _Relations:
    """Relations of a pedigree, with the women and men that only it has."""

    added: tuple[_Written, ...]
    pairs: tuple[tuple[Line, Line], ...]


@dataclass(frozen=True)
class _WrittenPedigree:
    """A pedigree as written, with the line of its name."""

    line: Line
    name: str
    relations: _Relations


def read_familias_case(data: bytes, file: str) -> KinshipCase:
    """The kinship case of a Familias file; each of its pedigrees is a hypothesis.

    Raises:
        FormatError: listing what is wrong, by line; also settings that cannot be followed exactly
            (drop-out, twins, a stationary stepwise mutation model), systems of the X or Y chromosome,
            and a file without pedigrees.
    """
    problems = ProblemList(file)
    return problems.whole(lines_of(data, file, EXPECTED_CASE), lambda lines: _case(lines, problems))


def _case(lines: list[Line], problems: ProblemList) -> KinshipCase:
    notices: list[str] = []
    rest = Lines(lines)
    persons = _persons(rest, problems, notices)
    known = _known_relations(rest)
    known, pedigrees = _with_names(persons, known, _pedigrees(rest, len(persons), known))
    database = read_database(_database_lines(rest), problems, notices, EXPECTED_CASE)
    if not pedigrees:
        raise _no_pedigrees(lines)
    hypotheses: dict[str, Pedigree] = {}
    for written in pedigrees:
        pedigree = problems.attempt(written, lambda w: _pedigree(w, persons, known))
        hypotheses |= {written.name: pedigree} if pedigree else {}
    markers = _typed_markers(persons, database, problems)
    problems.refuse_if_any()
    notices.extend(frequency_notice(typed.marker for typed in markers))
    return KinshipCase(
        "",
        hypotheses,
        markers,
        theta=database.theta,
        notices=tuple(shown_notice(notice) for notice in notices),
    )


def _database_lines(rest: Lines) -> list[Line]:
    lines = rest.remaining
    if lines and "#Databases" not in lines[0].text:
        raise lines[0].refused(
            said(
                "found {found}; expected is the line with #Databases and Theta/Kinship/Fst",
                found=shown(lines[0].unquoted),
            )
        )
    return lines


def _no_pedigrees(lines: list[Line]) -> Refused:
    if any(line.text.strip() == "[DVI]" for line in lines):
        return Refused(
            "",
            said("the file has no pedigrees outside its [DVI] block; read it as an incident"),
        )
    return Refused("", said("the file has no pedigrees; draw at least one"))


def _persons(rest: Lines, problems: ProblemList, notices: list[str]) -> list[_Written]:
    for _ in range(3):
        rest.take(said("a line of the heading"))
    head = rest.take(said("the number of persons"))
    if not head.unquoted:
        head = rest.take(said("the number of persons"))
    count = head.count(said("the number of persons"))
    if count > MOST_PERSONS:
        raise head.refused(
            said("{count} persons; allowed are {most}", count=count, most=MOST_PERSONS)
        )
    persons: list[_Written] = []
    for _ in range(count):
        line = rest.take(said("the name of a person"))
        person = _person(line, rest, notices)
        if any(person.name == other.name for other in persons):
            problems.add(line.place, said("person {name} stands twice", name=shown(person.name)))
        persons.append(person)
    return persons


def _person(line: Line, rest: Lines, notices: list[str]) -> _Written:
    name = line.name(said("the name of a person"))
    setting = said("a setting of a person")
    first, year, second = (rest.take(setting) for _ in range(3))
    if first.flag(setting) or second.flag(setting) or year.unquoted not in _NO_YEAR:
        notices.append(
            said(
                "{place}: year of birth and whether {name} is a child are not read; they concern a "
                "prior of pedigrees, which is not used.",
                place=line.place,
                name=name,
            )
        )
    male = rest.take(said("whether the person is male")).flag(said("whether the person is male"))
    number = rest.take(said("the number of genotypes"))
    count = number.count(said("the number of genotypes"))
    if count > MOST_SYSTEMS:
        raise number.refused(
            said("{count} genotypes; allowed are {most}", count=count, most=MOST_SYSTEMS)
        )
    part = said("an allele or a system, by number")
    typed = tuple(_Typed(rest.take(part), rest.take(part), rest.take(part)) for _ in range(count))
    return _Written(name, Sex.MALE if male else Sex.FEMALE, typed)


def _known_relations(rest: Lines) -> _Relations:
    heading = rest.take(_KNOWN_RELATIONS)
    if heading.unquoted != _KNOWN_RELATIONS:
        raise heading.refused(
            said(
                "found {found}; expected is {what}",
                found=shown(heading.unquoted),
                what=_KNOWN_RELATIONS,
            )
        )
    return _relations(rest)


def _relations(rest: Lines) -> _Relations:
    women, men = (_added(rest) for _ in range(2))
    number = rest.take(said("the number of relations"))
    count = number.count(said("the number of relations"))
    pairs = tuple(
        (rest.take(said("the number of a parent")), rest.take(said("the number of a child")))
        for _ in range(count)
    )
    added = [_Written("", Sex.FEMALE)] * women + [_Written("", Sex.MALE)] * men
    return _Relations(tuple(added), pairs)


def _added(rest: Lines) -> int:
    line = rest.take(said("the number of added persons"))
    count = line.count(said("the number of added persons"))
    if count > MOST_PERSONS:
        raise line.refused(
            said("{count} persons; allowed are {most}", count=count, most=MOST_PERSONS)
        )
    return count


def _pedigrees(rest: Lines, persons: int, known: _Relations) -> list[_WrittenPedigree]:
    number = rest.take(said("the number of pedigrees"))
    count = number.count(said("the number of pedigrees"))
    if count > MOST_HYPOTHESES:
        raise number.refused(
            said("{count} pedigrees; allowed are {most}", count=count, most=MOST_HYPOTHESES)
        )
    found: list[_WrittenPedigree] = []
    for place in range(count):
        at = rest.take(said("the number of a pedigree"))
        if at.count(said("the number of a pedigree")) != place:
            raise at.refused(
                said("pedigree {found}; expected is {place}", found=at.unquoted, place=place)
            )
        line = rest.take(said("the name of a pedigree"))
        name = line.name(said("the name of a pedigree"))
        if any(name == other.name for other in found):
            raise line.refused(said("pedigree {name} stands twice", name=shown(name)))
        own = _relations(rest)
        total = persons + len(known.added) + len(own.added)
        if total > MOST_PERSONS:
            raise line.refused(
                said("{count} persons; allowed are {most}", count=total, most=MOST_PERSONS)
            )
        found.append(_WrittenPedigree(line, name, own))
    return found


def _pedigree(written: _WrittenPedigree, persons: list[_Written], known: _Relations) -> Pedigree:
    own = written.relations
    everybody = [*persons, *known.added, *own.added]
    parents: list[dict[Sex, str]] = [{} for _ in everybody]
    for parent, child in (*known.pairs, *own.pairs):
        above, of_child = everybody[_number(parent, everybody)], parents[_number(child, everybody)]
        if of_child.setdefault(above.sex, above.name) != above.name:
            raise parent.refused(
                said(
                    "{child} has two parents of one sex, {parents}; correct sex or relation",
                    child=shown(everybody[_number(child, everybody)].name),
                    parents=listed([of_child[above.sex], above.name]),
                )
            )
    try:
        return Pedigree(
            tuple(
                Person(person.name, of.get(Sex.MALE), of.get(Sex.FEMALE), person.sex)
                for person, of in zip(everybody, parents, strict=True)
            )
        )
    except PedigreeError as error:
        raise written.line.refused(
            said("pedigree {name}: {fault}", name=shown(written.name), fault=error)
        ) from error


def _with_names(
    persons: list[_Written], known: _Relations, pedigrees: list[_WrittenPedigree]
) -> tuple[_Relations, list[_WrittenPedigree]]:
    """Persons that only relations add get names that nobody else has in any pedigree."""
    taken = {person.name for person in persons}
    free = (name for number in itertools.count(1) if (name := f"Added {number}") not in taken)

    def named(relations: _Relations) -> _Relations:
        added = (replace(person, name=next(free)) for person in relations.added)
        return replace(relations, added=tuple(added))

    return named(known), [replace(p, relations=named(p.relations)) for p in pedigrees]


def _number(line: Line, everybody: list[_Written]) -> int:
    if "direct" in line.text.lower():
        raise line.refused(said("twins are not supported: remove the relation"))
    number = line.count(said("the number of a person"))
    if number >= len(everybody):
        raise line.refused(
            said("person {number}; allowed are 0 to {last}", number=number, last=len(everybody) - 1)
        )
    return number


def _typed_markers(
    persons: list[_Written], database: Database, problems: ProblemList
) -> tuple[TypedMarker, ...]:
    genotypes: list[dict[str, Genotype]] = [{} for _ in database.systems]
    for person in persons:
        for typed in person.genotypes:
            read = problems.attempt(typed, lambda t: _genotype(t, database))
            if read is None:
                continue
            at, genotype = read
            if person.name in genotypes[at]:
                problems.add(
                    typed.system.place,
                    said(
                        "system {number} of {name} stands twice",
                        number=at,
                        name=shown(person.name),
                    ),
                )
            genotypes[at][person.name] = genotype
    return tuple(
        TypedMarker(marker, seen)
        for marker, seen in zip(database.systems, genotypes, strict=True)
        if marker is not None
    )


def _genotype(typed: _Typed, database: Database) -> tuple[int, Genotype] | None:
    at = typed.system.count(said("the number of a system"))
    if at >= len(database.systems):
        raise typed.system.refused(
            said(
                "system {number}; allowed are 0 to {last}",
                number=at,
                last=len(database.systems) - 1,
            )
        )
    marker = database.systems[at]
    if marker is None:
        return None
    alleles = []
    for line in (typed.first, typed.second):
        number = line.count(said("the number of an allele"))
        if number >= len(marker.alleles):
            raise line.refused(
                said(
                    "allele {number} of {system}; allowed are 0 to {last}",
                    number=number,
                    system=marker.name,
                    last=len(marker.alleles) - 1,
                )
            )
        alleles.append(marker.alleles[number])
    return at, (alleles[0], alleles[1])

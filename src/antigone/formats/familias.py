"""Incidents in files of Familias 3 with a [DVI] block, as laboratories have them.

Layout and meaning of the numbers after the files themselves and Kling, Tillmar, Egeland (FSI Genet
2014;13:121-127, doi:10.1016/j.fsigen.2014.07.004).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from antigone.formats.cursor import showable
from antigone.formats.familias_block import (
    BlockReader,
    Section,
    WrittenFamily,
    WrittenPerson,
    read_sections,
)
from antigone.formats.familias_database import read_database, refuse_theta
from antigone.formats.familias_pedigree import BuiltPedigree, build_pedigree
from antigone.formats.familias_text import EXPECTED, Line, lines_of
from antigone.formats.marker_json import frequency_notice
from antigone.formats.problems import ProblemList, Refused, shown
from antigone.genetics.pedigree import Pedigree, Person
from antigone.reconcile.incident import DviIncident, Family, IncidentError, Remains
from antigone.words import said

_DIRECT_SETTINGS = ("Dropin", "Dropout", "Error")


def read_familias_dvi(data: bytes, file: str) -> DviIncident:
    """The incident of a Familias file, with a notice of everything that was assumed.

    The persons sought are those whose name begins with "Missing". Names that several families give to
    their missing get the family's name behind them.

    Raises:
        FormatError: listing what is wrong, by line; also settings that cannot be followed exactly
            (theta, drop-out, a stationary stepwise mutation model), and systems of the X or Y
            chromosome.
    """
    problems = ProblemList(file)
    return problems.whole(lines_of(data, file), lambda lines: _incident(lines, problems))


def _incident(lines: list[Line], problems: ProblemList) -> DviIncident:
    start = next((i for i, line in enumerate(lines) if line.text.strip() == "[DVI]"), None)
    if start is None:
        raise Refused(
            "", said("no [DVI] block; {expected} (saved from its DVI module)", expected=EXPECTED)
        )
    notices = _ordinary_part(lines[:start])
    before = problems.count
    database = read_database(lines[:start], problems, notices)
    refuse_theta(database, lines[:start], problems)
    markers = database.by_name
    sections = read_sections(lines[start:], notices)
    reader = BlockReader(markers, problems.count > before, problems)
    remains = reader.remains(sections["DVI"])
    families = reader.families(sections["DVI"])
    for item in _doubled(remains):
        problems.add(item.line.place, said("remains {name} stands twice", name=shown(item.name)))
    for item in _doubled(families):
        problems.add(item.line.place, said("family {name} stands twice", name=shown(item.name)))
    alike = all(m.mutation_female == m.mutation_male for m in markers.values())
    built = [(family, problems.attempt(family, lambda f: _build(f, alike))) for family in families]
    problems.refuse_if_any()
    read = _families([(family, pedigree) for family, pedigree in built if pedigree], notices)
    notices.extend(
        said("{place}: {key}= is not read.", place=line.place, key=key)
        for key, line in reader.unread.items()
    )
    notices.extend(_program_settings(sections))
    notices.extend(frequency_notice(markers.values()))
    try:
        return DviIncident(
            tuple(markers.values()),
            tuple(Remains(p.name, p.sex, p.profile) for p in remains),
            tuple(read),
            notices=tuple(shown_notice(notice) for notice in notices),
        )
    except IncidentError as error:
        raise Refused("", str(error)) from error


def shown_notice(notice: str) -> str:
    """The notice, still with its template unless a character in it cannot be shown."""
    text = showable(notice)
    return notice if text == notice else text


def _ordinary_part(lines: list[Line]) -> list[str]:
    head = [line.unquoted for line in lines[3:5] if line.unquoted.isdigit()]
    if not head or head[0] == "0":
        return []
    return [said("{count} persons outside the [DVI] block are not read.", count=head[0])]


def _doubled(
    named: list[WrittenPerson] | list[WrittenFamily],
) -> Iterator[WrittenPerson | WrittenFamily]:
    seen: set[str] = set()
    for item in named:
        if item.name in seen:
            yield item
        seen.add(item.name)


def _build(family: WrittenFamily, alike: bool) -> BuiltPedigree:
    built = build_pedigree(family, alike)
    typed = next((p for p in family.persons if p.name in built.missing and p.profile), None)
    if typed:
        raise typed.line.refused(
            said(
                "the missing person {name} is typed; a profile of the missing person (a direct "
                "reference sample) cannot be used yet: remove the genotypes",
                name=shown(typed.name),
            )
        )
    return built


def _families(built: list[tuple[WrittenFamily, BuiltPedigree]], notices: list[str]) -> list[Family]:
    shared = Counter(name for _, pedigree in built for name in pedigree.missing)
    families = []
    for family, pedigree in built:
        names = {name: f"{name} ({family.name})" for name in pedigree.missing if shared[name] > 1}
        notices.extend(pedigree.notices)
        notices.extend(
            said(
                "Family {family}: {written} is called {name}.",
                family=family.name,
                written=written,
                name=name,
            )
            for written, name in names.items()
        )
        families.append(
            Family(
                family.name,
                _renamed(pedigree.pedigree, names),
                tuple(names.get(name, name) for name in pedigree.missing),
                {p.name: p.profile for p in family.persons if p.profile},
            )
        )
    return families


def _renamed(pedigree: Pedigree, names: dict[str, str]) -> Pedigree:
    if not names:
        return pedigree

    def new(name: str | None) -> str | None:
        return names.get(name, name) if name else name

    return Pedigree(
        tuple(
            Person(names.get(p.id, p.id), new(p.father), new(p.mother), p.sex)
            for p in pedigree.persons
        )
    )


def _program_settings(sections: dict[str, Section]) -> list[str]:
    """Settings of the program that touch results: they are told, and not followed."""
    notices: list[str] = []
    if "Prior" in sections:
        line = sections["Prior"].line
        notices.append(
            said(
                "{place}: the prior of the file is not used; each result states its own.",
                place=line.place,
            )
        )
    advanced = sections.get("Advanced")
    direct = advanced.optional("Direct/Identity") if advanced else None
    for key, line in direct.entries if direct else []:
        if key in _DIRECT_SETTINGS and line.unquoted not in ("0", "0.0"):
            notices.append(
                said(
                    "{place}: {key}= {value} concerns direct matching, which is not done here; it is "
                    "not used.",
                    place=line.place,
                    key=key,
                    value=line.unquoted,
                )
            )
    return notices

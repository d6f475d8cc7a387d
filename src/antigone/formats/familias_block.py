"""The [DVI] block of a Familias file: remains, and families with persons and pedigrees, as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from antigone.formats.familias_text import Line
from antigone.formats.problems import ProblemList, Refused, listed, shown
from antigone.genetics.markers import Genotype, Marker, MarkerError
from antigone.genetics.pedigree import Sex
from antigone.words import said

DEEPEST = 6

_ENTRY = re.compile(r"([^=\[]+)=(.*)")
_GENDERS = {"male": Sex.MALE, "female": Sex.FEMALE, "unknown": Sex.UNKNOWN, "": Sex.UNKNOWN}


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    title: str
    line: Line
    entries: list[tuple[str, Line]] = field(default_factory=list)
    """Keys with the line that holds only their value."""
    sections: list[Section] = field(default_factory=list)

    def entry(self, key: str) -> Line:
        """The value under a key that must be there."""
        found = next((value for name, value in self.entries if name == key), None)
        if found is None:
            raise self.line.refused(
                said("{key}= is missing under [{title}]", key=key, title=self.title)
            )
        return found

    def section(self, title: str) -> Section:
        """The part under a heading that must be there."""
        found = self.optional(title)
        if found is None:
            raise self.line.refused(
                said("[{missing}] is missing under [{title}]", missing=title, title=self.title)
            )
        return found

    def optional(self, title: str) -> Section | None:
        """The part under a heading, where there is one."""
        return next((s for s in self.sections if s.title == title), None)

    def repeated(self, key: str, title: str) -> list[Section]:
        """The numbered parts, as many as the file says."""
        parts = [s for s in self.sections if re.fullmatch(rf"{title} \d+", s.title)]
        count = self.entry(key)
        if count.count(said("the number under {key}", key=key)) != len(parts):
            raise count.refused(_miscounted(key, count, len(parts)))
        return parts


@dataclass(frozen=True)
class WrittenPerson:
    """A person with the gender and the genotypes that the file has."""

    name: str
    sex: Sex
    profile: dict[str, Genotype]
    line: Line


@dataclass(frozen=True)
class Relation:
    """One parent of one child."""

    parent: str
    child: str
    line: Line


@dataclass(frozen=True)
class WrittenPedigree:
    """One of the pedigrees that the file has for a family."""

    name: str
    relations: tuple[Relation, ...]
    line: Line


@dataclass(frozen=True)
class WrittenFamily:
    """A family as written: persons, and pedigrees that may differ."""

    name: str
    persons: tuple[WrittenPerson, ...]
    pedigrees: tuple[WrittenPedigree, ...]
    line: Line


class BlockReader:
    """Reads the parts of a [DVI] block; `unread` collects keys that were met and not understood."""

    def __init__(self, markers: dict[str, Marker], broken: bool, problems: ProblemList) -> None:
        self._markers = markers
        self._broken = broken
        self._problems = problems
        self.unread: dict[str, Line] = {}

    def remains(self, block: Section) -> list[WrittenPerson]:
        """The unidentified persons."""
        section = block.section("Unidentified persons")
        return self._problems.all_of(section.repeated("nPersons", "Person"), self._person)

    def families(self, block: Section) -> list[WrittenFamily]:
        """The reference families."""
        section = block.section("Reference Families")
        return self._problems.all_of(section.repeated("nFamilies", "Family"), self._family)

    def _family(self, section: Section) -> WrittenFamily:
        self._note_unread(section, {"Name"})
        persons = section.section("Persons").repeated("nPersons", "Person")
        pedigrees = section.section("Pedigrees").repeated("nPedigrees", "Pedigree")
        return WrittenFamily(
            section.entry("Name").name(said("the name of a family")),
            tuple(self._problems.all_of(persons, self._person)),
            tuple(self._problems.all_of(pedigrees, self._pedigree)),
            section.line,
        )

    def _person(self, section: Section) -> WrittenPerson:
        self._note_unread(section, {"Name", "Gender"})
        gender = section.entry("Gender")
        if gender.unquoted.lower() not in _GENDERS:
            raise gender.refused(
                said(
                    "gender {found}; allowed are Male, Female, Unknown",
                    found=shown(gender.unquoted),
                )
            )
        data = section.optional("DNA data")
        return WrittenPerson(
            section.entry("Name").name(said("the name of a person")),
            _GENDERS[gender.unquoted.lower()],
            self._profile(data) if data else {},
            section.line,
        )

    def _profile(self, data: Section) -> dict[str, Genotype]:
        entries = [(key, line) for key, line in data.entries if key != "nSystems"]
        triples = [entries[i : i + 3] for i in range(0, len(entries), 3)]
        count = data.entry("nSystems")
        if count.count(said("the number of systems")) != len(triples):
            raise count.refused(_miscounted("nSystems", count, len(triples)))
        profile: dict[str, Genotype] = {}
        for triple in triples:
            typed = self._problems.attempt(triple, self._genotype)
            if typed and typed[0] in profile:
                self._problems.add(
                    triple[0][1].place, said("system {name} stands twice", name=shown(typed[0]))
                )
            profile |= dict([typed] if typed else [])
        return profile

    def _genotype(self, triple: list[tuple[str, Line]]) -> tuple[str, Genotype] | None:
        if [key for key, _ in triple] != ["SystemName", "Allele1", "Allele2"]:
            raise triple[0][1].refused(said("expected are SystemName, Allele1 and Allele2 in turn"))
        (_, system), (_, first), (_, second) = triple
        marker = self._markers.get(system.unquoted)
        if marker is None:
            if self._broken:
                return None
            raise system.refused(
                said(
                    "system {name} is not in the database of the file; allowed are {allowed}",
                    name=shown(system.unquoted),
                    allowed=listed(self._markers),
                )
            )
        for line in (first, second):
            if not line.unquoted:
                raise line.refused(
                    said("the allele is empty; a homozygous genotype names it twice")
                )
            try:
                marker.check((line.unquoted, None))
            except MarkerError as error:
                raise line.refused(str(error)) from error
        return marker.name, (first.unquoted, second.unquoted)

    def _pedigree(self, section: Section) -> WrittenPedigree:
        self._note_unread(section, {"Name", "nRelations", "Parent", "Child"})
        rows = [(key, line) for key, line in section.entries if key in ("Parent", "Child")]
        if [key for key, _ in rows] != ["Parent", "Child"] * (len(rows) // 2):
            raise section.line.refused(said("expected are lines with Parent= and Child= in turn"))
        count = section.entry("nRelations")
        if 2 * count.count(said("the number of relations")) != len(rows):
            raise count.refused(_miscounted("nRelations", count, len(rows) // 2))
        relations = tuple(
            Relation(parent.name(said("the parent")), child.name(said("the child")), parent)
            for (_, parent), (_, child) in zip(rows[::2], rows[1::2], strict=True)
        )
        return WrittenPedigree(section.entry("Name").unquoted, relations, section.line)

    def _note_unread(self, section: Section, known: set[str]) -> None:
        for key, line in section.entries:
            if key not in known and not key.startswith("n"):
                self.unread.setdefault(key, line)


def _miscounted(key: str, count: Line, found: int) -> str:
    return said("{key}= {stated}, but {found} follow", key=key, stated=count.unquoted, found=found)


def read_sections(lines: list[Line], notices: list[str]) -> dict[str, Section]:
    """The parts of the file from [DVI] on, under their titles.

    Raises:
        Refused: a line is neither heading nor entry, or a heading stands too deep.
    """
    top = Section("", lines[0])
    path = [top]
    rest = iter(lines)
    for line in rest:
        text = line.text.strip()
        depth = len(text) - len(text.lstrip("["))
        if depth and text.endswith("]" * depth) and not text.endswith("]" * (depth + 1)):
            path = _open_section(path, line, depth, text[depth:-depth].strip())
            if path[-1].title == "Notes":
                path = _skip_notes(path, rest, notices)
        elif text:
            path[-1].entries.append(_entry(line))
    return {section.title: section for section in top.sections}


def _open_section(path: list[Section], line: Line, depth: int, title: str) -> list[Section]:
    if depth > min(len(path), DEEPEST):
        raise line.refused(
            said(
                "the heading {title} stands too deep: {depth} brackets",
                title=shown(title),
                depth=depth,
            )
        )
    section = Section(title, line)
    path[depth - 1].sections.append(section)
    return [*path[:depth], section]


def _skip_notes(path: list[Section], rest: Iterator[Line], notices: list[str]) -> list[Section]:
    """Notes are free text, up to the families."""
    told = False
    for line in rest:
        if line.text.strip() == "[[Reference Families]]":
            return _open_section(path, line, 2, "Reference Families")
        if line.text.strip() and not line.text.startswith("nFamilies=") and not told:
            notices.append(said("{place}: the notes on families are not read.", place=line.place))
            told = True
    return path


def _entry(line: Line) -> tuple[str, Line]:
    entry = _ENTRY.fullmatch(line.text.strip())
    if entry is None:
        raise Refused(
            line.place,
            said("found {found}; expected is a heading or key= value", found=shown(line.text)),
        )
    return entry[1].strip(), Line(line.number, entry[2])

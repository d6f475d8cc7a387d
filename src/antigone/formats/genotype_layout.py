"""How a genotype table is laid out: which column holds what, told from the line of names.

Two layouts: *wide*, a row for each sample, and *long*, a row for each sample and locus, as GeneMapper
exports it. In both a locus may have one column for all its alleles or several.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from antigone.formats.cursor import NAME_CHARACTERS
from antigone.formats.locus_names import LocusKind, LocusNames, is_alias
from antigone.formats.problems import Problem, ProblemList, listed, shown
from antigone.words import Said, said

WIDE, LONG = "wide", "long"

# Headings without blanks and signs, in lower case; of several that stand in a table the first counts.
_SAMPLE = (
    *("samplename", "sample", "sampleid", "samplecode", "samplenumber", "specimenid", "specimen"),
    *("specimenname", "profilename", "profile", "profileid", "id", "code", "number", "pmnumber"),
    *("pm", "amnumber", "remains", "individual", "person", "name", "образец", "проба", "зразок"),
    *(
        "код",
        "номер",
        "имя",
        "назва",
        "échantillon",
        "echantillon",
        "muestra",
        "العينة",
        "رقمالعينة",
    ),
)
_SOURCE = ("samplefile", "filename", "runname", "file")
_MARKER = (
    *("marker", "markername", "locus", "locusname", "loci", "system"),
    *("маркер", "локус", "marqueur"),
)
_CATEGORY = ("specimencategory", "category", "specimentype")
_TYPE = ("sampletype",)
_ALLELES = ("alleles", "genotype", "genotypes", "calls", "аллели", "алелі", "allèles", "alelos")
_ONE = ("allele", "allel", "аллель", "алель", "allèle", "alelo", "call")
_NUMBERED = re.compile(rf"(?:{'|'.join(_ONE)})(?P<side>[1-9ab])")
_ASIDE = re.compile(
    r"(?:panel|dye|sizes?|heights?|peakheights?|areas?|rfu|datapoint|qualityflag|comments?|ud|gq|sq|ol|"
    r"runtime|rundate|date|kit|analyst|instrument|lane|well|notes?|notesonquality|laboratory|lab|sex|"
    r"gender|dropout|nocalledalleles|примечани[ея]|примітк[аи]|remarques?|observaciones|ملاحظات)\d*"
)
_SIDE = re.compile(
    r"(?P<locus>.*?\S)(?:[\s_.:\-]*alleles?|[\s_.:\-]+(?:all|a))?[\s_.:\-]*[(\[]?(?P<side>[1-9ab])[)\]]?",
    re.IGNORECASE,
)
"""A heading that ends in the number of an allele. A bare "a" before it counts only behind a blank or sign,
or it would eat the end of FGA and vWA."""


@dataclass(frozen=True)
class Layout:
    """Which column of a table holds what; columns count from 0, and -1 is none.

    Args:
        kind: `WIDE` or `LONG`.
        sample: names of samples.
        alleles: of a wide table the columns of each locus; of a long one, under "", those of alleles.
        marker: names of loci, in a long table.
        source: files of the measurement.
        category: category of the specimen.
        sample_type: whether it is a sample, a ladder or a control.
        row_for_allele: a long table has one allele in each row.
        notices: headings that were understood otherwise than written, or left out.
    """

    kind: str
    sample: int
    alleles: Mapping[str, tuple[int, ...]]
    marker: int = -1
    source: int = -1
    category: int = -1
    sample_type: int = -1
    row_for_allele: bool = False
    notices: tuple[Said, ...] = ()

    @property
    def in_words(self) -> Said:
        """The layout as a person calls it."""
        if self.row_for_allele:
            return said("long: a row for each sample, locus and allele")
        if self.kind == LONG:
            return said("long: a row for each sample and locus")
        if any(len(columns) > 1 for columns in self.alleles.values()):
            return said("wide: a row for each sample, a column for each allele")
        return said("wide: a row for each sample, a cell for each locus")


@dataclass(frozen=True)
class Recognised:
    """What kind of genotype table a file is; where it is none, why not, by layout."""

    layout: Layout | None
    why_not: Mapping[str, str] = field(default_factory=dict)


def layout_of(
    names: Sequence[str],
    loci: LocusNames,
    problems: ProblemList,
    *,
    sample_column: str = "",
    left_out: Iterable[str] = (),
) -> Recognised:
    """The layout that the line of names of a table shows.

    Args:
        names: headings of the columns.
        loci: names of loci, the incident's own among them.
        problems: where headings are noted that keep the table from being read.
        sample_column: heading of the samples' names where it is none that is known.
        left_out: headings of columns that a person has said not to read.
    """
    headings = _Headings(names, loci, frozenset(left_out))
    sample = headings.first(_SAMPLE) if not sample_column else headings.stated(sample_column)
    marker = headings.first(_MARKER)
    why_not = {}
    if marker < 0:
        why_not[LONG] = said("no column has the names of loci; it is called Marker or Locus")
    elif not headings.of_alleles:
        why_not[LONG] = said(
            "no column has alleles; they are called Allele 1, Allele 2, or Alleles"
        )
    elif sample < 0:
        why_not[LONG] = _no_sample()
    else:
        return Recognised(headings.long(sample, marker, problems))
    if marker < 0:
        columns = headings.of_loci
        if columns and sample >= 0:
            return Recognised(headings.wide(sample, columns, problems))
        why_not[WIDE] = _no_sample() if columns else _no_locus(loci)
    else:
        why_not[WIDE] = said("the table has a column for the names of loci, so it is long")
    return Recognised(None, why_not)


def _no_sample() -> Said:
    return said("no column has the names of samples; it is called Sample Name, Sample or ID")


def _no_locus(loci: LocusNames) -> Said:
    examples = listed(loci.own[:5] or ("D3S1358", "vWA", "FGA"))
    return said("no column is called by a locus, as {examples}", examples=examples)


@dataclass(frozen=True)
class _Side:
    """A column of a locus: the side that its heading names, if any, and how it writes the locus."""

    column: int
    number: str
    written: str


class _Headings:
    """The headings of a table, and what each of them means."""

    def __init__(self, names: Sequence[str], loci: LocusNames, left_out: frozenset[str]) -> None:
        self.names = names
        self.loci = loci
        self.plain = ["" if name in left_out else _plain(name) for name in names]

    def first(self, known: Sequence[str]) -> int:
        """The column whose heading comes first among those that are known."""
        return next((self.plain.index(word) for word in known if word in self.plain), -1)

    def stated(self, name: str) -> int:
        """The column of a heading, -1 where it is not there."""
        return self.plain.index(_plain(name)) if _plain(name) in self.plain else -1

    @property
    def of_alleles(self) -> tuple[int, ...]:
        """The columns of alleles of a long table, by their numbers."""
        numbered = {
            found["side"]: column
            for column, heading in enumerate(self.plain)
            if (found := _NUMBERED.fullmatch(heading))
        }
        if numbered:
            return tuple(numbered[side] for side in sorted(numbered))
        return tuple(c for c, heading in enumerate(self.plain) if heading in (*_ALLELES, *_ONE))

    @property
    def of_loci(self) -> dict[str, list[_Side]]:
        """The columns of each locus."""
        found: dict[str, list[_Side]] = {}
        for column, name in enumerate(self.names):
            if self.plain[column]:
                written, side = self._side(name)
                locus = self.loci.find(written)
                if locus is not None:
                    found.setdefault(locus, []).append(_Side(column, side, written))
        return found

    def long(self, sample: int, marker: int, problems: ProblemList) -> Layout:
        """The layout as a row for each sample and locus."""
        alleles = self.of_alleles
        source, category, kind = (self.first(words) for words in (_SOURCE, _CATEGORY, _TYPE))
        used = {sample, marker, source, category, kind, *alleles}
        self._refuse_doubled(used, problems)
        return Layout(
            LONG,
            sample,
            {"": alleles},
            marker,
            source,
            category,
            kind,
            row_for_allele=len(alleles) == 1 and self.plain[alleles[0]] in _ONE,
            notices=self._aside(c for c in range(len(self.names)) if c not in used),
        )

    def wide(
        self, sample: int, columns: Mapping[str, list[_Side]], problems: ProblemList
    ) -> Layout:
        """The layout as a row for each sample."""
        source, category, kind = (self.first(words) for words in (_SOURCE, _CATEGORY, _TYPE))
        of_loci = {side.column for sides in columns.values() for side in sides}
        used = {sample, source, category, kind}
        aside = []
        for column, name in enumerate(self.names):
            if column in of_loci or column in used:
                continue
            if self.plain[column] in _SAMPLE or _ASIDE.fullmatch(self.plain[column] or "ud"):
                aside.append(column)
            else:
                problems.add(_column(name, column), self._unknown(name))
        self._refuse_doubled(used, problems)
        return Layout(
            WIDE,
            sample,
            {locus: self._in_order(locus, sides, problems) for locus, sides in columns.items()},
            source=source,
            category=category,
            sample_type=kind,
            notices=(*self._understood(columns), *self._aside(aside)),
        )

    def _side(self, name: str) -> tuple[str, str]:
        """The name of a locus that a heading holds, and the side (1, 2, …) behind it."""
        found = _SIDE.fullmatch(name[:NAME_CHARACTERS])
        base, side = (found["locus"], found["side"].lower()) if found else (name, "")
        side = {"a": "1", "b": "2"}.get(side, side)
        whole = self.loci.find(name, exactly=True) and not self.loci.is_own(base)
        if self.loci.is_own(name) or whole or not self.loci.find(base):
            return name, ""
        return base, side

    def _unknown(self, name: str) -> Said:
        found = _SIDE.fullmatch(name[:NAME_CHARACTERS])
        return self.loci.unknown(found["locus"] if found and not self.loci.nearest(name) else name)

    def _in_order(
        self, locus: str, sides: Sequence[_Side], problems: ProblemList
    ) -> tuple[int, ...]:
        """The columns of a locus by side; one without a side comes first (`TH01`, `TH01.1`)."""
        named = [side.number for side in sides if side.number]
        expected = [str(number) for number in range(1, len(named) + 1)]
        plain = len(sides) - len(named)
        if (
            sorted(named) != expected
            or (named and plain > 1)
            or (named == ["1"] and not plain and self.loci.kind(locus) is not LocusKind.Y)
        ):
            problems.add(
                _column(self.names[sides[0].column], sides[0].column),
                said(
                    "the columns of {locus} are {names}; allowed are one column, the same name twice, or "
                    "{locus}_1 and {locus}_2",
                    locus=locus,
                    names=listed(self.names[side.column] for side in sides),
                ),
            )
        return tuple(side.column for side in sorted(sides, key=lambda s: (s.number, s.column)))

    def _refuse_doubled(self, used: Iterable[int], problems: ProblemList) -> None:
        for column in sorted(used):
            if column >= 0 and self.plain.count(self.plain[column]) > 1:
                problems.add(
                    _column(self.names[column], column), said("stands twice; each may stand once")
                )

    def _aside(self, columns: Iterable[int]) -> tuple[Said, ...]:
        names = listed(self.names[column] or str(column + 1) for column in columns)
        return (
            () if names == "none" else (said("Columns that were not read: {names}.", names=names),)
        )

    def _understood(self, columns: Mapping[str, list[_Side]]) -> tuple[Said, ...]:
        return understood((sides[0].written, locus) for locus, sides in columns.items())


def understood(pairs: Iterable[tuple[str, str]]) -> tuple[Said, ...]:
    """The notice that names of loci were read as others."""
    others = [f"{written} = {locus}" for written, locus in pairs if is_alias(written, locus)]
    if not others:
        return ()
    return (said("Names of loci that were understood: {names}.", names=listed(others)),)


def problems_of(file: str, recognised: Recognised) -> list[Problem]:
    """Why a file is no genotype table, a problem for each layout."""
    return [Problem(file, _KIND_WORDS[kind], words) for kind, words in recognised.why_not.items()]


_KIND_WORDS = {WIDE: said("as a wide table"), LONG: said("as a long table")}


def _column(name: str, column: int) -> Said:
    return said("column {column}", column=shown(name) if name else column + 1)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).lower())

"""Reading tables of allele frequencies: wide, long, or in blocks of one locus each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from antigone.formats.frequency_building import RawFrequencies, allele_label, table_of
from antigone.formats.frequency_table import Counted, FrequencyTable, SampleSize
from antigone.formats.locus_names import LocusNames
from antigone.formats.problems import ProblemList, listed, shown
from antigone.formats.strider import add_strider, is_xml
from antigone.formats.text_decoding import encoding_of, lines_of_text
from antigone.formats.text_tables import SeparatedText, decimal_of, open_text_table
from antigone.words import Said, said

WIDE, LONG, BLOCKS, STRIDER = "wide", "long", "blocks", "strider"

_ALLELE = (
    *("allele", "alleles", "allel", "repeat", "repeats"),
    *("аллель", "алель", "allèle", "alelo"),
)
_LOCUS = (
    *("locus", "marker", "loci", "locusname", "markername", "system"),
    *("локус", "маркер", "marqueur"),
)
_POPULATION = (
    *("population", "pop", "database", "origin", "populationname"),
    *("популяция", "популяція"),
)
_FREQUENCY = ("frequency", "freq", "frequencies", "freqs", "allelefrequency", "f", "p", "частота")
_COUNT = ("count", "counts", "observed", "obs", "allelecount")
_SIZES = {
    **dict.fromkeys(("nalleles", "2n", "alleles2n", "chromosomes"), Counted.ALLELES),
    **dict.fromkeys(("n", "persons", "individuals"), Counted.PERSONS),
    **dict.fromkeys(("samplesize", "size"), Counted.UNSAID),
}
_STATISTICS = frozenset(
    (
        *("ho", "he", "hobs", "hexp", "hobserved", "hexpected", "pic", "pd", "pe", "pm", "mp"),
        *("tpi", "mec", "pvalue", "hwe", "fis", "sum", "total", "gd"),
    )
)
"""Rows of a wide table that hold statistics of a locus, not frequencies."""


@dataclass(frozen=True)
class FrequencyOptions:
    """What a person says about a file of frequencies before it is read.

    Args:
        population: which of several; None where the file has one.
        encoding: one of `text_decoding.ENCODINGS`; empty to find it.
        own_markers: names of the incident's markers, which win over all other names.
        left_out: headings of columns that are not read.
    """

    population: str | None = None
    encoding: str = ""
    own_markers: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RecognisedFrequencies:
    """What kind of file of frequencies it is, with its populations; where it is none, why not."""

    kind: str = ""
    populations: tuple[str, ...] = ()
    why_not: dict[str, Said] = field(default_factory=dict)


def recognise_frequencies(
    data: bytes, file: str, options: FrequencyOptions | None = None
) -> RecognisedFrequencies:
    """Whether a file holds allele frequencies, how, and of which populations.

    Raises:
        FormatError: the file is neither a table of text nor XML.
    """
    options = options or FrequencyOptions()
    raw = RawFrequencies(file, LocusNames(options.own_markers), ProblemList(file))
    kind, why_not = _read(data, raw, options)
    return RecognisedFrequencies(kind, tuple(raw.populations), why_not)


def read_frequencies(
    data: bytes, file: str, options: FrequencyOptions | None = None
) -> FrequencyTable:
    """The allele frequencies of one population.

    Args:
        data: the content: a wide table (a row for each allele, a column for each locus), a long one
            (locus, allele, frequency or count; population and sample size where there are), blocks
            (the name of a locus, then a line with allele and frequency for each), or STRidER's XML.
        file: the name that problems are reported with.
        options: what a person has said about it.

    Raises:
        FormatError: listing what is wrong, by line and column, with what is allowed.
    """
    options = options or FrequencyOptions()
    raw = RawFrequencies(file, LocusNames(options.own_markers), ProblemList(file))
    kind, why_not = _read(data, raw, options)
    if not kind:
        for words in why_not.values():
            raw.problems.add("", words)
    return table_of(raw, options.population)


def _read(
    data: bytes, raw: RawFrequencies, options: FrequencyOptions
) -> tuple[str, dict[str, Said]]:
    if is_xml(data):
        add_strider(data, raw)
        return STRIDER, {}
    encoding = encoding_of(data, raw.file, options.encoding)
    if _Blocks(data, encoding, raw).recognised:
        _Blocks(data, encoding, raw).read()
        return BLOCKS, {}
    table = open_text_table(data, raw.file, encoding=options.encoding)
    columns = _Columns.of(table, options)
    if columns.locus >= 0:
        if columns.allele < 0 or (columns.frequency < 0 and columns.count < 0):
            return "", {
                LONG: said(
                    "a table with a column of loci needs columns Allele and Frequency or Count"
                )
            }
        _read_long(table, columns, raw)
        return LONG, {}
    if columns.allele < 0:
        names = listed(name for name in table.names if name)
        return "", {
            WIDE: said(
                "no column has the alleles; it is called Allele. The file has {names}", names=names
            )
        }
    if not any(raw.loci.find(n) for c, n in enumerate(table.names) if c not in columns.used):
        return "", {WIDE: said("no column is called by a locus, as D3S1358")}
    _read_wide(table, columns, raw, options)
    return WIDE, {}


@dataclass(frozen=True)
class _Columns:
    """Which column of a table holds what; -1 where none does."""

    allele: int
    locus: int
    population: int
    frequency: int
    count: int
    sizes: tuple[tuple[int, Counted], ...]

    @classmethod
    def of(cls, table: SeparatedText, options: FrequencyOptions) -> _Columns:
        plain = ["\0" if name in options.left_out else _plain(name) for name in table.names]
        return cls(
            0 if plain[:1] == [""] else _first(plain, _ALLELE),
            _first(plain, _LOCUS),
            _first(plain, _POPULATION),
            _first(plain, _FREQUENCY),
            _first(plain, _COUNT),
            tuple((c, _SIZES[heading]) for c, heading in enumerate(plain) if heading in _SIZES),
        )

    @property
    def used(self) -> frozenset[int]:
        """All but those of values."""
        return frozenset((self.allele, self.locus, self.population, *(c for c, _ in self.sizes)))


def _read_long(table: SeparatedText, columns: _Columns, raw: RawFrequencies) -> None:
    value = columns.frequency if columns.frequency >= 0 else columns.count
    for row in table.rows(raw.problems):
        locus = raw.locus(row.cells[columns.locus], table.place(row, columns.locus))
        if locus is None:
            continue
        population = row.cells[columns.population] if columns.population >= 0 else ""
        text = row.cells[value]
        place = table.place(row, value)
        for column, counted in columns.sizes:
            if not _nothing(row.cells[column]):
                _add_size(
                    raw, population, locus, row.cells[column], counted, table.place(row, column)
                )
        if not _nothing(text):
            raw.add(population, locus, row.cells[columns.allele], text, place)


def _read_wide(
    table: SeparatedText, columns: _Columns, raw: RawFrequencies, options: FrequencyOptions
) -> None:
    loci = _loci_of(table, columns, raw, options)
    skipped: dict[str, None] = {}
    for row in table.rows(raw.problems):
        population = row.cells[columns.population] if columns.population >= 0 else ""
        label = row.cells[columns.allele]
        of_size = None if allele_label(label) else _SIZES.get(_plain(label))
        if of_size is None and _plain(label) in _STATISTICS:
            skipped[label] = None
            continue
        for column, locus in loci.items():
            text, place = row.cells[column], table.place(row, column)
            if _nothing(text):
                continue
            if of_size is not None:
                _add_size(raw, population, locus, text, of_size, place)
                continue
            raw.add(population, locus, label, text, place)
            for size, counted in columns.sizes:
                _add_size(raw, population, locus, row.cells[size], counted, table.place(row, size))
    if skipped:
        raw.notices.append(said("Rows that were not read: {names}.", names=listed(skipped)))


def _loci_of(
    table: SeparatedText, columns: _Columns, raw: RawFrequencies, options: FrequencyOptions
) -> dict[int, str]:
    """The locus of each column of a wide table."""
    loci: dict[int, str] = {}
    for column, name in enumerate(table.names):
        if column in columns.used or name in options.left_out:
            continue
        place = said("column {column}", column=shown(name) if name else column + 1)
        locus = raw.locus(name, place)
        if locus is not None and locus in loci.values():
            raw.problems.add(place, said("{locus} has two columns; allowed is one", locus=locus))
        elif locus is not None:
            loci[column] = locus
    return loci


def _add_size(
    raw: RawFrequencies, population: str, locus: str, text: str, counted: Counted, place: str
) -> None:
    number = decimal_of(text)
    if number is None or number != int(number) or not 0 < number < 1e9:
        raw.problems.add(
            place,
            said("{text} is no size of a sample; allowed is a whole number", text=shown(text)),
        )
        return
    raw.add_size(population, locus, SampleSize(int(number), counted), place)


class _Blocks:
    """A text without a line of names: a locus, then a line for each allele, then an empty line."""

    def __init__(self, data: bytes, encoding: str, raw: RawFrequencies) -> None:
        self._lines = enumerate(lines_of_text(data, encoding), start=1)
        self._raw = raw

    @property
    def recognised(self) -> bool:
        """Whether the first line is a locus and the second an allele with a number."""
        filled = (cells for _, cells in self._filled())
        first, second = next(filled, []), next(filled, [])
        return (
            len(first) == 1
            and self._raw.loci.find(first[0]) is not None
            and len(second) == 2
            and decimal_of(second[1]) is not None
        )

    def read(self) -> None:
        """Note all loci and alleles."""
        locus: str | None = None
        for number, cells in self._filled():
            place = said("line {line}", line=number)
            if len(cells) == 1:
                locus = self._raw.locus(cells[0], place)
            elif len(cells) != 2:
                self._raw.problems.add(
                    place, said("allowed is the name of a locus, or an allele and its frequency")
                )
            elif locus is not None:
                self._raw.add("", locus, cells[0], cells[1], place)

    def _filled(self) -> Iterator[tuple[int, list[str]]]:
        for number, line in self._lines:
            cells = [cell.strip() for cell in re.split(r"[\t;]", line.strip("\r\n"))]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield number, cells


def _first(plain: list[str], known: tuple[str, ...]) -> int:
    return next((plain.index(word) for word in known if word in plain), -1)


def _nothing(text: str) -> bool:
    return text.upper() in ("", "-", "–", "NA", "N/A", "ND", ".", "*")


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).lower())

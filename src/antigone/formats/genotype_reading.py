"""Reading genotype tables, wide or long, GeneMapper's exports among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from antigone.formats.cursor import fault_of_name
from antigone.formats.genotype_cells import (
    Cells,
    NoAllele,
    read_cells,
    seen_of_man,
    seen_of_person,
)
from antigone.formats.genotype_layout import (
    LONG,
    Layout,
    Recognised,
    layout_of,
    problems_of,
    understood,
)
from antigone.formats.genotype_samples import MOST_REPLICATES, joined_samples
from antigone.formats.genotype_table import GenotypeTable, SampleProfile, Seen
from antigone.formats.locus_names import LocusKind, LocusNames, UnknownLocus
from antigone.formats.problems import FormatError, ProblemList, listed, refusal, shown
from antigone.formats.text_tables import SeparatedText, TextRow, open_text_table
from antigone.words import Said, said

_NO_SAMPLE = re.compile(r"(?:.*[\W_])?(?:allelic[ _]?)?ladder(?:[\W_].*)?", re.IGNORECASE)
_PLACES_SHOWN = 10
_CONTROLS = re.compile(r".*(?:ladder|control|blank|primer ?focus)", re.IGNORECASE)


@dataclass(frozen=True)
class ReadingOptions:
    """What a person says about a genotype table before it is read.

    Args:
        encoding: one of `text_decoding.ENCODINGS`; empty to find it.
        own_markers: names of the incident's markers, which win over all other names.
        own_alleles: by such a marker the labels of its alleles, which are read as they are; others may
            stand beside them. Needed where they are no numbers, or one is silent.
        sample_column: heading of the samples' names; empty to find it.
        left_out: headings of columns that are not read.
        replicates: rows of one sample that differ are repeated typings, and kept apart.
        leave_out_three_alleles: loci with three alleles are left out with a notice, not refused.
    """

    encoding: str = ""
    own_markers: tuple[str, ...] = ()
    own_alleles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sample_column: str = ""
    left_out: frozenset[str] = frozenset()
    replicates: bool = False
    leave_out_three_alleles: bool = False


def recognise_genotypes(
    data: bytes, file: str, options: ReadingOptions | None = None
) -> Recognised:
    """Whether a file is a genotype table, and of which layout; nothing but its names is read.

    Raises:
        FormatError: the file is no table of text at all.
    """
    options = options or ReadingOptions()
    table = open_text_table(data, file, encoding=options.encoding)
    return _recognised(table, options, ProblemList(file))


def read_genotype_table(
    data: bytes, file: str, options: ReadingOptions | None = None
) -> GenotypeTable:
    """The samples of a genotype table.

    Args:
        data: the content, a text with a line of names; see `genotype_layout` for the layouts.
        file: the name that problems are reported with.
        options: what a person has said about it.

    Raises:
        FormatError: listing what is wrong, by line and column, with what is allowed.
    """
    options = options or ReadingOptions()
    table = open_text_table(data, file, encoding=options.encoding)
    problems = ProblemList(file)
    recognised = _recognised(table, options, problems)
    if recognised.layout is None:
        raise FormatError(problems_of(file, recognised))
    problems.refuse_if_any()
    layout = recognised.layout
    if layout.kind == LONG:
        table = replace(table, short_rows=True)
    reading = _Reading(table, layout, options, problems)
    found = tuple(reading.samples())
    problems.refuse_if_any()
    samples, notices = joined_samples(found, problems, replicates=options.replicates)
    problems.refuse_if_any()
    if not samples:
        raise refusal(file, "", said("the table has no samples; allowed is a row for each"))
    return GenotypeTable(
        file,
        layout.in_words,
        samples,
        tuple(reading.markers),
        (*layout.notices, *reading.notices(), *notices),
    )


def _recognised(table: SeparatedText, options: ReadingOptions, problems: ProblemList) -> Recognised:
    return layout_of(
        table.names,
        LocusNames(options.own_markers),
        problems,
        sample_column=options.sample_column,
        left_out=options.left_out,
    )


@dataclass
class _Open:
    """A sample whose rows are still being read."""

    name: str
    source: str
    category: str
    first: int
    last: int
    cells: dict[str, Cells] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


class _Reading:
    """One table while it is read."""

    def __init__(
        self, table: SeparatedText, layout: Layout, options: ReadingOptions, problems: ProblemList
    ) -> None:
        self._table = table
        self._layout = layout
        self._options = options
        self._problems = problems
        self._loci = LocusNames(options.own_markers)
        self._named: dict[str, str | None] = {}
        self._off = _Places()
        self._three = _Places()
        self._again_alike = _Places()
        self._controls: dict[str, None] = {}
        self._good: set[tuple[str, str]] = set()
        self.markers: dict[str, None] = {}

    def samples(self) -> Iterator[SampleProfile]:
        """The samples as they stand in the rows, before those of one name are joined."""
        if self._layout.kind == LONG:
            yield from self._long()
            return
        kinds = {locus: self._loci.kind(locus) for locus in self._layout.alleles}
        self.markers = {x: None for x, kind in kinds.items() if kind is not LocusKind.CONTROL}
        for row in self._table.rows(self._problems):
            sample = self._open(row)
            if sample is None:
                continue
            for locus in self.markers:
                found = self._cells(row, locus, self._layout.alleles[locus])
                if found is not None:
                    sample.cells[locus] = found
            yield self._closed(sample)

    def notices(self) -> Iterator[Said]:
        """What was understood or left out while the rows were read."""
        yield from understood((w, locus) for w, locus in self._named.items() if locus)
        if self._controls:
            yield said("Ladders and controls were left out: {names}.", names=listed(self._controls))
        if self._off:
            yield said(
                "Left out, because no allele is readable there (OL, or beyond the ladder): {places}.",
                places=self._off.in_words,
            )
        if self._again_alike:
            yield said(
                "Left out, because the same stands before: {places}.",
                places=self._again_alike.in_words,
            )
        if self._three:
            yield said(
                "Left out, because three alleles stand there: {places}.",
                places=self._three.in_words,
            )

    def _long(self) -> Iterator[SampleProfile]:
        opened: dict[tuple[str, str, int], _Open] = {}
        for row in self._table.rows(self._problems):
            sample = self._open(row)
            locus = self._locus(row) if sample else None
            if sample is None or locus is None:
                continue
            found = self._cells(row, locus, self._layout.alleles[""])
            opened.setdefault((sample.name, sample.source, 1), sample)
            if found is not None:
                self._put(opened, sample, locus, found, row)
        for sample in opened.values():
            yield self._closed(sample)

    def _put(
        self,
        opened: dict[tuple[str, str, int], _Open],
        sample: _Open,
        locus: str,
        found: Cells,
        row: TextRow,
    ) -> None:
        """Put what was seen into the sample; a locus that stands again is a replicate, or refused."""
        for number in range(1, MOST_REPLICATES + 1):
            there = opened.setdefault((sample.name, sample.source, number), sample)
            before = there.cells.get(locus)
            if before is None:
                there.last = row.line
                there.cells[locus] = found
                there.lines[locus] = row.line
                return
            if self._layout.row_for_allele and len(before.alleles) < MOST_REPLICATES:
                there.last = row.line
                there.cells[locus] = Cells(before.alleles + found.alleles, before.off + found.off)
                return
            if not self._options.replicates:
                self._again(row, locus, there, same=before == found)
                return
        words = said("more than {most} rows of one locus of a sample", most=MOST_REPLICATES)
        self._problems.add(self._table.place(row, self._layout.marker), words)

    def _again(self, row: TextRow, locus: str, there: _Open, *, same: bool) -> None:
        if same:
            self._again_alike.add(row.line, locus)
            return
        self._problems.add(
            self._table.place(row, self._layout.marker),
            said(
                "{locus} of sample {sample} stands in line {other} too, with other alleles; correct one, or "
                "say that the file has replicates",
                locus=locus,
                sample=shown(there.name),
                other=there.lines[locus],
            ),
        )

    def _open(self, row: TextRow) -> _Open | None:
        name = row.cells[self._layout.sample]
        kind = self._cell(row, self._layout.sample_type)
        if (name, kind) not in self._good and not self._is_good(row, name, kind):
            return None
        source = self._cell(row, self._layout.source)
        return _Open(name, source, self._cell(row, self._layout.category), row.line, row.line)

    def _is_good(self, row: TextRow, name: str, kind: str) -> bool:
        """Whether the row is of a sample with a name that can be kept; a fault is noted."""
        fault = fault_of_name(name)
        if fault:
            self._problems.add(
                self._table.place(row, self._layout.sample),
                said("{name} {fault}", name=shown(name), fault=fault),
            )
            return False
        if _NO_SAMPLE.fullmatch(name) or _CONTROLS.match(kind):
            self._controls[name] = None
            return False
        self._good.add((name, kind))
        return True

    def _cell(self, row: TextRow, column: int) -> str:
        return row.cells[column] if column >= 0 else ""

    def _locus(self, row: TextRow) -> str | None:
        written = row.cells[self._layout.marker]
        if written not in self._named:
            try:
                self._named[written] = self._loci.named(written)
            except UnknownLocus as error:
                self._named[written] = None
                self._problems.add(self._table.place(row, self._layout.marker), error.words)
        locus = self._named[written]
        if locus is None or self._loci.kind(locus) is LocusKind.CONTROL:
            return None
        self.markers.setdefault(locus)
        return locus

    def _cells(self, row: TextRow, locus: str, columns: tuple[int, ...]) -> Cells | None:
        texts = tuple(row.cells[column] for column in columns)
        try:
            found = read_cells(
                texts,
                of_sex=self._loci.kind(locus) is LocusKind.AMELOGENIN,
                own=self._options.own_alleles.get(locus, frozenset()),
            )
        except NoAllele as error:
            self._problems.add(self._table.place(row, columns[error.cell]), error.words)
            return None
        return found if found.alleles or found.off else None

    def _closed(self, sample: _Open) -> SampleProfile:
        genotypes: dict[str, Seen] = {}
        haplotype: dict[str, tuple[str, ...]] = {}
        unread: dict[str, tuple[str, ...]] = {}
        of_sex: Seen = ()
        for locus, cells in sample.cells.items():
            kind = self._loci.kind(locus)
            line = sample.lines.get(locus, sample.first)
            if cells.off or (kind is LocusKind.Y and None in cells.alleles):
                unread[locus] = (*(a or "?" for a in cells.alleles), *cells.off)
                self._off.add(line, locus)
                continue
            try:
                if kind is LocusKind.Y:
                    haplotype[locus] = seen_of_man(cells.alleles)
                    continue
                seen = seen_of_person(cells.alleles)
            except NoAllele as error:
                if self._options.leave_out_three_alleles:
                    unread[locus] = tuple(a or "?" for a in cells.alleles)
                    self._three.add(line, locus)
                else:
                    self._problems.add(_place(line, locus), error.words)
                continue
            if seen and kind is LocusKind.AMELOGENIN:
                of_sex = seen
            elif seen:
                genotypes[locus] = seen
        return SampleProfile(
            sample.name,
            _lines(sample.first, sample.last),
            genotypes,
            of_sex,
            haplotype,
            unread,
            sample.category,
            sample.source,
        )


class _Places:
    """Places of a file, of which a few are told and the others counted."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._count = 0

    def add(self, line: int, locus: str) -> None:
        """Note that something stands there."""
        self._count += 1
        if len(self._first) < _PLACES_SHOWN:
            self._first.append(f"{locus} ({line})")

    def __bool__(self) -> bool:
        return self._count > 0

    @property
    def in_words(self) -> Said:
        """The loci with their lines."""
        places = ", ".join(self._first)
        more = self._count - len(self._first)
        if more:
            return said("{places} and {more} more (locus and line)", places=places, more=more)
        return said("{places} (locus and line)", places=places)


def _place(line: int, locus: str) -> Said:
    return said("line {line}, locus {locus}", line=line, locus=locus)


def _lines(first: int, last: int) -> Said:
    if first == last:
        return said("line {line}", line=first)
    return said("lines {first} to {last}", first=first, last=last)

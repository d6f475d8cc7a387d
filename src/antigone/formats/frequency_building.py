"""From what stands in a file of frequencies to a table of them: sums, counts, percentages, rounding."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from antigone.formats.frequency_table import (
    Counted,
    FrequencyTable,
    LocusFrequencies,
    SampleSize,
)
from antigone.formats.genotype_layout import understood
from antigone.formats.locus_names import LocusKind, LocusNames, UnknownLocus
from antigone.formats.problems import ProblemList, listed, refusal, shown
from antigone.formats.text_tables import decimal_of
from antigone.genetics.markers import FREQUENCY_TOLERANCE
from antigone.words import Said, said

MOST_MISSED = 0.005
"""However few digits a file has, a sum that misses 1 by more is no rounding."""

MOST_ALLELES = 1_000
MOST_LOCI = 2_000

_ALLELE = re.compile(r"(?P<beyond>[<>]?)0*(?P<repeats>\d{1,3})(?:[.,](?P<rest>\d)0*)?", re.ASCII)


@dataclass
class RawLocus:
    """One locus of one population as it stands in the file: by allele its value and its place."""

    place: str
    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    sizes: dict[SampleSize, str] = field(default_factory=dict)


@dataclass
class RawFrequencies:
    """All that a file holds, by population and locus; `""` is the population that has no name."""

    file: str
    loci: LocusNames
    problems: ProblemList
    populations: dict[str, dict[str, RawLocus]] = field(default_factory=dict)
    written: dict[str, str | None] = field(default_factory=dict)
    left_out: dict[str, None] = field(default_factory=dict)
    notices: list[Said] = field(default_factory=list)

    def locus(self, written: str, place: str) -> str | None:
        """The locus of a name; None, with the reason noted, where it is none with frequencies."""
        if written not in self.written:
            try:
                found = self.loci.named(written)
            except UnknownLocus as error:
                self.problems.add(place, error.words)
                self.written[written] = None
                return None
            if self.loci.kind(found) not in (LocusKind.AUTOSOMAL, LocusKind.X):
                self.left_out[found] = None
                self.written[written] = None
                return None
            self.written[written] = found
        return self.written[written]

    def add(self, population: str, locus: str, allele: str, value: str, place: str) -> None:
        """Note one value; nothing and zero are alleles that were not seen."""
        of_locus = self._raw(population, locus, place)
        label = allele_label(allele)
        if label is None:
            self.problems.add(
                place,
                said("{allele} is no allele; allowed are 9, 9.3, <8 or >17", allele=shown(allele)),
            )
        elif label in of_locus.values:
            self.problems.add(
                place,
                said(
                    "allele {allele} of {locus} stands twice, first in {first}; each may stand once",
                    allele=label,
                    locus=locus,
                    first=of_locus.values[label][1],
                ),
            )
        else:
            of_locus.values[label] = (value, place)

    def add_size(self, population: str, locus: str, size: SampleSize, place: str) -> None:
        """Note how large the sample is."""
        self._raw(population, locus, place).sizes.setdefault(size, place)

    def _raw(self, population: str, locus: str, place: str) -> RawLocus:
        return self.populations.setdefault(population, {}).setdefault(locus, RawLocus(place))


def table_of(raw: RawFrequencies, population: str | None) -> FrequencyTable:
    """The table of one population.

    Args:
        raw: what stands in the file.
        population: which; None where the file has one only.

    Raises:
        FormatError: listing what is wrong; the populations, where one must be chosen.
    """
    raw.problems.refuse_if_any()
    if not raw.populations:
        raise refusal(raw.file, "", said("no frequency stands in the file"))
    if population is None and len(raw.populations) == 1:
        population = next(iter(raw.populations))
    if population is None or population not in raw.populations:
        raise refusal(
            raw.file,
            "",
            said(
                "the file has {count} populations; choose one of {names}",
                count=len(raw.populations),
                names=listed(raw.populations),
            ),
        )
    found = _Building(raw)
    loci = found.loci_of(raw.populations[population])
    raw.problems.refuse_if_any()
    if not loci:
        raise refusal(raw.file, "", said("no frequency stands in the file"))
    return FrequencyTable(population, loci, raw.file, tuple(found.notices()))


def allele_label(text: str) -> str | None:
    """An allele as it is called everywhere; None where the text is none.

    >>> allele_label("09"), allele_label("9,3"), allele_label("10.0"), allele_label("> 17")
    ('9', '9.3', '10', '>17')
    """
    found = _ALLELE.fullmatch("".join(text.split()))
    if not found or int(found["repeats"]) == 0:
        return None
    rest = found["rest"]
    repeats = found["repeats"] if rest in (None, "0") else f"{found['repeats']}.{rest}"
    return f"{found['beyond']}{repeats}"


class _Building:
    """The loci of one population while they are made."""

    def __init__(self, raw: RawFrequencies) -> None:
        self._raw = raw
        self._rounded: dict[str, float] = {}
        self._percent: list[str] = []
        self._counts: list[str] = []
        self._beyond: list[str] = []

    def loci_of(self, raw: Mapping[str, RawLocus]) -> tuple[LocusFrequencies, ...]:
        """Those that can be made; what is wrong with the others is noted."""
        if len(raw) > MOST_LOCI:
            self._raw.problems.add(
                "", said("{count} loci; allowed are {most}", count=len(raw), most=MOST_LOCI)
            )
            return ()
        # A wide table shows a locus first at its smallest allele; the columns are the order meant.
        in_order = [
            x for x in dict.fromkeys(self._raw.written.values()) if x is not None and x in raw
        ]
        made = [self._locus(name, raw[name]) for name in in_order]
        return tuple(locus for locus in made if locus is not None)

    def notices(self) -> Iterable[Said]:
        """What was understood otherwise than written."""
        yield from self._raw.notices
        yield from understood((w, locus) for w, locus in self._raw.written.items() if locus)
        if self._raw.left_out:
            yield said(
                "Left out, because frequencies of single alleles say nothing there (Y chromosome, "
                "amelogenin, controls): {loci}.",
                loci=listed(self._raw.left_out),
            )
        if self._counts:
            yield said("Frequencies were computed from counts: {loci}.", loci=listed(self._counts))
        if self._percent:
            yield said("Percentages were divided by 100: {loci}.", loci=listed(self._percent))
        if self._rounded:
            yield said(
                "Sums that miss 1 by rounding, by {most} at most, were brought to 1: {loci}.",
                most=f"{max(self._rounded.values()):.1g}",
                loci=listed(self._rounded),
            )
        if self._beyond:
            yield said(
                "Alleles beyond an end of the ladder stand together under one label, so no mutation model "
                "that counts repeats can be used: {loci}.",
                loci=listed(self._beyond),
            )

    def _locus(self, name: str, raw: RawLocus) -> LocusFrequencies | None:
        if len(raw.values) > MOST_ALLELES:
            words = said(
                "{count} alleles; allowed are {most}", count=len(raw.values), most=MOST_ALLELES
            )
            self._raw.problems.add(raw.place, words)
            return None
        numbers = {}
        for allele, (text, place) in raw.values.items():
            number = decimal_of(text)
            if number is None or not 0.0 <= number < 1e9:
                words = said(
                    "{text}; allowed is a number from 0, as 0.125 or 0,125", text=shown(text)
                )
                self._raw.problems.add(place, words)
                return None
            if number > 0.0:
                numbers[allele] = number
        if not numbers:
            return None
        alleles = tuple(sorted(numbers, key=by_size))
        values = self._as_frequencies(name, raw, numbers)
        if values is None:
            return None
        if any(allele[0] in "<>" for allele in alleles):
            self._beyond.append(name)
        kind = self._raw.loci.kind(name)
        return LocusFrequencies(
            name,
            alleles,
            tuple(values[allele] for allele in alleles),
            self._size(name, raw, numbers),
            "X" if kind is LocusKind.X else "A",
        )

    def _as_frequencies(
        self, name: str, raw: RawLocus, numbers: Mapping[str, float]
    ) -> Mapping[str, float] | None:
        total = math.fsum(numbers.values())
        allowed = _allowed_miss(text for text, _ in raw.values.values())
        if _are_counts(raw, total):
            self._counts.append(name)
        elif abs(total / 100.0 - 1.0) <= allowed / 100.0:
            self._percent.append(name)
        elif abs(total - 1.0) > allowed:
            self._raw.problems.add(
                raw.place,
                said(
                    "the frequencies of {locus} sum to {total}; allowed is 1 within {allowed}, which their "
                    "digits explain by rounding",
                    locus=name,
                    total=f"{total:.6g}",
                    allowed=f"{allowed:.2g}",
                ),
            )
            return None
        elif abs(total - 1.0) <= FREQUENCY_TOLERANCE:
            return numbers
        else:
            self._rounded[name] = abs(total - 1.0)
        return {allele: number / total for allele, number in numbers.items()}

    def _size(self, name: str, raw: RawLocus, numbers: Mapping[str, float]) -> SampleSize | None:
        if len(raw.sizes) > 1:
            self._raw.problems.add(
                raw.place,
                said(
                    "the sample of {locus} has several sizes: {sizes}; allowed is one",
                    locus=name,
                    sizes=listed(str(size.number) for size in raw.sizes),
                ),
            )
        if raw.sizes:
            return next(iter(raw.sizes))
        if name in self._counts:
            return SampleSize(round(math.fsum(numbers.values())), Counted.ALLELES)
        return None


def _are_counts(raw: RawLocus, total: float) -> bool:
    return total >= 2.0 and all(text.isdigit() for text, _ in raw.values.values() if text)


def _allowed_miss(texts: Iterable[str]) -> float:
    """How far a sum of numbers with so many digits may miss by rounding each of them."""
    decimals = [
        len(re.split(r"[eE]", text.replace(",", "."))[0].partition(".")[2]) for text in texts
    ]
    rounding = 0.5 * 10.0 ** -max(decimals, default=0) * len(decimals)
    return max(FREQUENCY_TOLERANCE, min(MOST_MISSED, rounding))


def by_size(allele: str) -> tuple[float, int]:
    """What alleles are sorted by; those beyond an end of the ladder stand beside it."""
    beyond = {"<": -1, ">": 1}.get(allele[0], 0)
    return (float(allele.lstrip("<>")), beyond)

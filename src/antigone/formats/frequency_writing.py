"""Writing allele frequencies, wide and long, such that reading them gives equal tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antigone.formats.frequency_building import by_size
from antigone.formats.frequency_table import Counted, FrequencyTable
from antigone.formats.text_tables import written_table

_SIZE_NAMES = {Counted.PERSONS: "N", Counted.ALLELES: "2N", Counted.UNSAID: "Sample size"}


def write_wide_frequencies(
    table: FrequencyTable, *, separator: str = ",", mark: bool = False
) -> bytes:
    """A row for each allele, a column for each locus, and rows for the sizes of the samples.

    Sizes stand in a row `N` where they count persons, `2N` where they count alleles, and `Sample size`
    where nobody said. Frequencies keep all their digits.
    """
    about = ["Population"] if table.name else []
    names = [*about, "Allele", *(locus.locus for locus in table.loci)]
    alleles = sorted({a for locus in table.loci for a in locus.alleles}, key=by_size)
    columns = [dict(zip(x.alleles, x.frequencies, strict=True)) for x in table.loci]

    def rows() -> Iterator[Sequence[str]]:
        before = [table.name] if table.name else []
        for counted, name in _SIZE_NAMES.items():
            sizes = [
                str(x.size.number) if x.size and x.size.counted is counted else ""
                for x in table.loci
            ]
            if any(sizes):
                yield [*before, name, *sizes]
        for allele in alleles:
            yield [*before, allele, *(_number(column.get(allele)) for column in columns)]

    return written_table(names, rows(), separator=separator, mark=mark)


def write_long_frequencies(
    table: FrequencyTable, *, separator: str = ",", mark: bool = False
) -> bytes:
    """A row for each locus and allele, with the size of the sample where it is known."""
    about = ["Population"] if table.name else []
    counted = [c for c in Counted if any(x.size and x.size.counted is c for x in table.loci)]
    names = [*about, "Locus", "Allele", "Frequency", *(_SIZE_NAMES[c] for c in counted)]

    def rows() -> Iterator[Sequence[str]]:
        for locus in table.loci:
            size = locus.size
            sizes = [str(size.number) if size and size.counted is c else "" for c in counted]
            for allele, frequency in zip(locus.alleles, locus.frequencies, strict=True):
                before = [table.name] if table.name else []
                yield [*before, locus.locus, allele, _number(frequency), *sizes]

    return written_table(names, rows(), separator=separator, mark=mark)


def _number(frequency: float | None) -> str:
    return "" if frequency is None else repr(frequency)

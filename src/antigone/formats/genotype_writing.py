"""Writing genotype tables, wide and long, such that reading them gives equal samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antigone.formats.genotype_table import SampleProfile
from antigone.formats.locus_names import AMELOGENIN
from antigone.formats.text_tables import written_table

_SAMPLE, _SOURCE, _CATEGORY = "Sample Name", "Sample File", "Specimen Category"


def write_wide_genotypes(
    samples: Sequence[SampleProfile], *, separator: str = ",", mark: bool = False
) -> bytes:
    """A row for each sample, `TH01_1` and `TH01_2` for the alleles of a locus.

    One that stands alone leaves the second cell empty, one that is said to be unknown is `?`, and loci
    that were left out are written as they were read. Replicates have a row each.

    Args:
        samples: their loci make the columns, in the order in which they come.
        separator: between the cells.
        mark: begin with the mark of UTF-8.
    """
    written = [_as_written(sample) for sample in samples]
    width: dict[str, int] = {}
    for loci in written:
        for locus, alleles in loci.items():
            width[locus] = max(width.get(locus, 1), len(alleles))
    names = [
        f"{locus}_{side}" if count > 1 else locus
        for locus, count in width.items()
        for side in range(1, count + 1)
    ]
    about = _about(samples)
    rows = (
        [
            *_about_of(sample, about),
            *(
                allele
                for locus, count in width.items()
                for allele in _filled(loci.get(locus, ()), count)
            ),
        ]
        for sample, loci in zip(samples, written, strict=True)
    )
    return written_table([*about, *names], rows, separator=separator, mark=mark)


def write_long_genotypes(
    samples: Sequence[SampleProfile], *, separator: str = "\t", mark: bool = False
) -> bytes:
    """A row for each sample and locus, as GeneMapper exports them.

    A sample without any allele gets one row, at the first locus of all.

    Args:
        samples: in their order.
        separator: between the cells.
        mark: begin with the mark of UTF-8.
    """
    written = [_as_written(sample) for sample in samples]
    count = max((len(a) for loci in written for a in loci.values()), default=2)
    first = next((locus for loci in written for locus in loci), AMELOGENIN)
    about = _about(samples)
    names = [*about, "Marker", *(f"Allele {n}" for n in range(1, max(count, 2) + 1))]

    def rows() -> Iterator[Sequence[str]]:
        for sample, loci in zip(samples, written, strict=True):
            for locus, alleles in (loci or {first: ()}).items():
                yield [*_about_of(sample, about), locus, *_filled(alleles, max(count, 2))]

    return written_table(names, rows(), separator=separator, mark=mark)


def _about_of(sample: SampleProfile, about: Sequence[str]) -> tuple[str, ...]:
    """What stands before the alleles of a sample, under the headings that are asked for."""
    values = {_SAMPLE: sample.name, _SOURCE: sample.source, _CATEGORY: sample.category}
    return tuple(values[name] for name in about)


def _about(samples: Sequence[SampleProfile]) -> list[str]:
    """The headings that are needed: files and categories only where a sample has them."""
    source = [_SOURCE] if any(sample.source for sample in samples) else []
    category = [_CATEGORY] if any(sample.category for sample in samples) else []
    return [*source, _SAMPLE, *category]


def _as_written(sample: SampleProfile) -> dict[str, tuple[str, ...]]:
    loci: dict[str, tuple[str, ...]] = {
        locus: tuple(allele or "?" for allele in seen) for locus, seen in sample.genotypes.items()
    }
    if sample.amelogenin:
        loci[AMELOGENIN] = tuple(allele or "?" for allele in sample.amelogenin)
    return {**loci, **sample.y_haplotype, **sample.unread}


def _filled(alleles: Sequence[str], count: int) -> tuple[str, ...]:
    return (*alleles, *("" for _ in range(count - len(alleles))))

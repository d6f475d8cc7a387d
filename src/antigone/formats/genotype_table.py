"""Genotypes as tables of laboratories hold them: what was seen of each sample, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from antigone.formats.locus_names import AMELOGENIN
from antigone.formats.text_tables import decimal_of
from antigone.genetics.markers import Genotype

Seen = tuple[str | None, ...]
"""What was seen at a locus of one person: `("9", "9.3")` two alleles; `("9", "9")` one, written twice;
`("9",)` one, written once: homozygous, or the other dropped out; `("9", None)` the other is said to be
unknown. Sorted by size, so that equal observations are equal."""


class OneAllele(Enum):
    """What an allele that stands alone means; the file does not say, a person must."""

    HOMOZYGOUS = "homozygous"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SampleProfile:
    """What a file holds of one sample of one person.

    Args:
        name: of the sample, as in the file.
        place: where it stands in the file, in words.
        genotypes: autosomal and X-linked loci under their canonical names, or those of the incident.
        amelogenin: `("X", "Y")`, `("X", "X")`, `("X",)`, or empty.
        y_haplotype: loci of the Y chromosome; those with several copies have several alleles.
        unread: loci that were left out, with what stands there (`OL`, `>17`, three alleles).
        category: of the specimen, where the file says it (`Unidentified Person`).
        source: file of the measurement, where the file says it.
        replicate: 1, and more where the same sample was typed again and replicates are kept apart.
    """

    name: str
    place: str
    genotypes: Mapping[str, Seen]
    amelogenin: Seen = ()
    y_haplotype: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    category: str = ""
    source: str = ""
    replicate: int = 1

    @property
    def asks(self) -> tuple[str, ...]:
        """Loci at which one allele stands alone, so that a person must say what it means."""
        return tuple(locus for locus, seen in self.genotypes.items() if len(seen) == 1)

    @property
    def empty(self) -> bool:
        """Whether nothing was seen at all."""
        return not (self.genotypes or self.amelogenin or self.y_haplotype)


@dataclass(frozen=True)
class GenotypeTable:
    """The samples of a file.

    Args:
        file: its name.
        layout: what kind of table it is, in words.
        samples: in the order of the file.
        markers: loci of the file under their canonical names, in its order; amelogenin and Y included.
        notices: what was understood otherwise than written, or left out.
    """

    file: str
    layout: str
    samples: tuple[SampleProfile, ...]
    markers: tuple[str, ...]
    notices: tuple[str, ...] = ()

    @property
    def asks(self) -> int:
        """At how many places one allele stands alone."""
        return sum(len(sample.asks) for sample in self.samples)


class GenotypeAsks(ValueError):
    """An allele stands alone and nobody has said what that means."""


def as_seen(*alleles: str | None) -> Seen:
    """One or two alleles in the order in which observations are kept: by size, the unknown last.

    >>> as_seen("9.3", "9"), as_seen(None, "8"), as_seen("Y", "X")
    (('9', '9.3'), ('8', None), ('X', 'Y'))
    """
    return tuple(sorted(alleles, key=_by_size))


def genotypes_of(sample: SampleProfile, one_allele: OneAllele | None = None) -> dict[str, Genotype]:
    """The genotypes of a sample as the likelihoods take them.

    Args:
        sample: as read.
        one_allele: what an allele that stands alone means; None where nobody has said.

    Raises:
        GenotypeAsks: one stands alone and None was given; naming the loci.

    >>> sample = SampleProfile("PM-1", "line 2", {"TH01": ("9",), "FGA": ("20", "22")})
    >>> genotypes_of(sample, OneAllele.HOMOZYGOUS)
    {'TH01': ('9', '9'), 'FGA': ('20', '22')}
    """
    if one_allele is None and sample.asks:
        raise GenotypeAsks(f"one allele stands alone at {', '.join(sample.asks)}")
    return {locus: genotype_of(seen, one_allele) for locus, seen in sample.genotypes.items()}


def genotype_of(seen: Seen, one_allele: OneAllele | None = None) -> Genotype:
    """One observation as the likelihoods take it; see `genotypes_of`."""
    first = seen[0]
    if first is None:
        raise GenotypeAsks("no allele was seen")
    if len(seen) == 1:
        return (first, first if one_allele is OneAllele.HOMOZYGOUS else None)
    return (first, seen[1])


def differing_locus(one: SampleProfile, other: SampleProfile) -> str:
    """The first locus at which two rows of one sample contradict each other; empty where none does."""
    mine, theirs = _all_seen(one), _all_seen(other)
    return next((x for x in mine if x in theirs and mine[x] != theirs[x]), "")


def joined(one: SampleProfile, other: SampleProfile) -> SampleProfile:
    """Two rows of one sample that do not contradict each other as one, e.g. of two kits."""
    return replace(
        one,
        genotypes={**one.genotypes, **other.genotypes},
        amelogenin=one.amelogenin or other.amelogenin,
        y_haplotype={**one.y_haplotype, **other.y_haplotype},
        unread={**one.unread, **other.unread},
        category=one.category or other.category,
    )


def _all_seen(sample: SampleProfile) -> dict[str, Seen]:
    of_sex = {AMELOGENIN: sample.amelogenin} if sample.amelogenin else {}
    return {**sample.unread, **sample.genotypes, **sample.y_haplotype, **of_sex}


def _by_size(allele: str | None) -> tuple[int, float, str]:
    if allele is None:
        return (2, 0.0, "")
    number = decimal_of(allele)
    return (1, 0.0, allele) if number is None else (0, number, allele)

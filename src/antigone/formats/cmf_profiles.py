"""Specimens of CMF files as profiles of samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from antigone.formats.cmf import CmfFile, CmfSpecimen
from antigone.formats.genotype_cells import NoAllele, read_cells, seen_of_man, seen_of_person
from antigone.formats.genotype_reading import ReadingOptions
from antigone.formats.genotype_table import GenotypeTable, SampleProfile, Seen
from antigone.formats.locus_names import AMELOGENIN, LocusKind, LocusNames
from antigone.formats.problems import ProblemList, listed, shown
from antigone.words import said


def genotype_table_of(
    cmf: CmfFile, file: str, options: ReadingOptions | None = None
) -> GenotypeTable:
    """The samples of a CMF file, as a genotype table has them.

    Raises:
        FormatError: what is no allele, or three of one person, by line, specimen and locus.
    """
    options = options or ReadingOptions()
    problems = ProblemList(file)
    samples = tuple(samples_of(cmf.specimens, options, problems))
    problems.refuse_if_any()
    markers = dict.fromkeys(locus for sample in samples for locus in _loci(sample))
    return GenotypeTable(
        file,
        said("CODIS CMF {version}", version=cmf.header.version),
        samples,
        tuple(markers),
        (*cmf.notices, *_notices(samples)),
    )


def samples_of(
    specimens: Iterable[CmfSpecimen], options: ReadingOptions, problems: ProblemList
) -> Iterator[SampleProfile]:
    """The profiles of specimens, one after another; what is wrong is noted.

    An allele that stands alone is one of a homozygote where the file says that the profile is not
    partial; else nobody has said what it means.
    """
    loci = LocusNames(options.own_markers)
    for specimen in specimens:
        yield _sample(specimen, loci, options, problems)


def _loci(sample: SampleProfile) -> Iterator[str]:
    yield from (*sample.genotypes, *sample.y_haplotype, *sample.unread)
    if sample.amelogenin:
        yield AMELOGENIN


def _notices(samples: Iterable[SampleProfile]) -> Iterator[str]:
    off = [f"{sample.name}: {locus}" for sample in samples for locus in sample.unread]
    if off:
        yield said(
            "Left out, because no allele is readable there (OL, or beyond the ladder): {places}.",
            places=listed(off),
        )


def _sample(
    specimen: CmfSpecimen, loci: LocusNames, options: ReadingOptions, problems: ProblemList
) -> SampleProfile:
    genotypes: dict[str, Seen] = {}
    haplotype: dict[str, tuple[str, ...]] = {}
    unread: dict[str, tuple[str, ...]] = {}
    of_sex: Seen = ()
    for written in specimen.loci:
        locus = loci.find(written.name) or written.name
        kind = loci.kind(locus)
        texts = tuple(allele.value for allele in written.alleles)
        try:
            cells = read_cells((*texts, ""), of_sex=kind is LocusKind.AMELOGENIN)
            if cells.off:
                unread[locus] = texts
            elif kind is LocusKind.Y:
                haplotype[locus] = seen_of_man(cells.alleles)
            elif kind is LocusKind.AMELOGENIN:
                of_sex = _whole(seen_of_person(cells.alleles), specimen)
            elif options.leave_out_three_alleles and len(set(cells.alleles)) > 2:
                unread[locus] = texts
            elif cells.alleles:
                genotypes[locus] = _whole(seen_of_person(cells.alleles), specimen)
        except NoAllele as error:
            problems.add(
                said("line {number}", number=written.line),
                said(
                    "specimen {id}, locus {locus}: {message}",
                    id=shown(specimen.id),
                    locus=written.name,
                    message=error.words,
                ),
            )
    return SampleProfile(
        specimen.id,
        said("line {line}", line=specimen.line),
        genotypes,
        of_sex,
        haplotype,
        unread,
        specimen.category,
    )


def _whole(seen: Seen, specimen: CmfSpecimen) -> Seen:
    return seen * 2 if specimen.partial is False and len(seen) == 1 else seen

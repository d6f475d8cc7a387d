"""CMF files made of profiles of samples, or of an incident; what they hold is said beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from antigone.formats.cmf import (
    CATEGORIES,
    LOCI,
    MOST_ALLELES,
    UNIDENTIFIED,
    CmfAllele,
    CmfFile,
    CmfHeader,
    CmfLocus,
    CmfSpecimen,
)
from antigone.formats.cmf_profiles import samples_of
from antigone.formats.cmf_writing import write_cmf
from antigone.formats.genotype_cells import NO_ALLELE
from antigone.formats.genotype_reading import ReadingOptions
from antigone.formats.genotype_table import SampleProfile
from antigone.formats.incident_samples import samples_of_incident
from antigone.formats.locus_names import AMELOGENIN, LocusNames
from antigone.formats.problems import ProblemList, listed
from antigone.formats.written import CannotBeWritten, Written
from antigone.reconcile.incident import DviIncident
from antigone.words import said

_LOCI = LocusNames()


@dataclass
class _Told:
    """What was left out or stands otherwise, by loci and samples."""

    loci: dict[str, None] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)

    def notices(self) -> Iterator[str]:
        """The same in words."""
        if self.loci:
            yield said(
                "Left out, because CMF 3.2 does not have them: {loci}.", loci=listed(self.loci)
            )
        if self.empty:
            yield said(
                "Left out, because nothing of them can be written: {samples}.",
                samples=listed(self.empty),
            )
        if self.alone:
            yield said(
                "In profiles that are partial, a homozygote stands as one allele, of which the file does "
                "not say whether another was lost: {places}.",
                places=listed(self.alone),
            )


def cmf_of_samples(
    samples: Iterable[SampleProfile],
    header: CmfHeader,
    *,
    category: str = UNIDENTIFIED,
    schema_only: bool = True,
) -> Written[tuple[SampleProfile, ...]]:
    """Samples as a CMF file, with what the file holds of them.

    Args:
        samples: each name once; of the replicates of a sample, one.
        header: who sends; the same person and instant stand at each locus, as reader and reading.
        category: of samples that have none which CMF knows.
        schema_only: leave out loci that the schema of CMF 3.2 does not have; else they are written, and
            the file is valid for later versions only.

    Raises:
        CannotBeWritten: a name or the header does not fit; nothing of any sample can be written.
    """
    told = _Told()
    specimens = [_specimen(s, header, category, schema_only, told) for s in samples]
    return _written([s for s in specimens if s is not None], header, schema_only, told)


def cmf_of_incident(
    incident: DviIncident, header: CmfHeader, *, schema_only: bool = True
) -> Written[tuple[SampleProfile, ...]]:
    """The remains and relatives of an incident as a CMF file, with what the file holds of them.

    Samples and categories are those of `samples_of_incident`; the case of a relative is the family.

    Raises:
        CannotBeWritten: as `cmf_of_samples`.
    """
    told = _Told()
    specimens = [
        _specimen(of.sample, header, UNIDENTIFIED, schema_only, told, case_id=of.family)
        for of in samples_of_incident(incident)
    ]
    return _written([s for s in specimens if s is not None], header, schema_only, told)


def _written(
    specimens: list[CmfSpecimen], header: CmfHeader, schema_only: bool, told: _Told
) -> Written[tuple[SampleProfile, ...]]:
    written = write_cmf(CmfFile(header, tuple(specimens)), schema_only=schema_only)
    problems = ProblemList("")
    held = tuple(samples_of(specimens, ReadingOptions(), problems))
    if problems.count:
        raise CannotBeWritten(problem.message for problem in problems.error().problems)
    return Written(written.data, held, tuple(told.notices()))


def _specimen(
    sample: SampleProfile,
    header: CmfHeader,
    category: str,
    schema_only: bool,
    told: _Told,
    case_id: str = "",
) -> CmfSpecimen | None:
    """The specimen of a sample, None where nothing of it can be written."""
    partial = any(len(seen) == 1 or None in seen for seen in sample.genotypes.values())
    loci = []
    for locus, alleles in _alleles(sample, told):
        name = _LOCI.find(locus)
        if name is None or (schema_only and name not in LOCI):
            told.loci[locus] = None
            continue
        loci.append(
            CmfLocus(
                name,
                tuple(CmfAllele(allele) for allele in alleles),
                header.submitted_by,
                header.submitted_at,
            )
        )
        seen = sample.genotypes.get(locus)
        if partial and seen is not None and len(seen) > len(alleles) and None not in seen:
            told.alone.append(f"{sample.name} {locus}")
    if not loci:
        told.empty.append(sample.name)
        return None
    known = sample.category if sample.category in CATEGORIES else category
    return CmfSpecimen(sample.name, known, tuple(loci), case_id=case_id, partial=partial)


def _alleles(sample: SampleProfile, told: _Told) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The loci of a sample with each different allele once."""
    seen = {**sample.genotypes, **sample.y_haplotype}
    if sample.amelogenin:
        seen[AMELOGENIN] = sample.amelogenin
    for locus, alleles in seen.items():
        yield locus, tuple(dict.fromkeys(a for a in alleles if a is not None))
    for locus, texts in sample.unread.items():
        if len(texts) <= MOST_ALLELES and any(NO_ALLELE.fullmatch(t) for t in texts):
            yield locus, texts
        else:
            told.loci[locus] = None

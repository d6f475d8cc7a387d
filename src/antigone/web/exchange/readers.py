"""From the readers of formats to the rows of an intake: one function for each kind of file."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import cast

from antigone.formats import cmf_reading, frequency_reading
from antigone.formats.cmf_profiles import genotype_table_of
from antigone.formats.frequency_table import FrequencyTable
from antigone.formats.frequency_table import markers_of as markers_with
from antigone.formats.genotype_reading import (
    ReadingOptions,
    read_genotype_table,
    recognise_genotypes,
)
from antigone.formats.genotype_table import (
    GenotypeTable,
    OneAllele,
    SampleProfile,
    genotypes_of,
)
from antigone.formats.problems import FormatError, refusal
from antigone.genetics.markers import Marker, MarkerError
from antigone.genetics.mutation import MutationModel, MutationModelError
from antigone.web.exchange.base import Content, Reading, Row, Source
from antigone.web.records.marker_rows import markers_to_rows
from antigone.web.records.reading import markers_of
from antigone.words import said


def read_genotypes(source: Source, after: int) -> Reading:
    """The samples of a table."""
    options = ReadingOptions(
        encoding=str(source.options.get("encoding", "")),
        own_markers=tuple(markers_of(source.incident)),
        replicates=bool(source.options.get("replicates")),
    )
    return _of_table(source, read_genotype_table(source.content, source.name, options), after)


def read_cmf(source: Source, after: int) -> Reading:
    """The specimens of a CODIS import file."""
    options = ReadingOptions(own_markers=tuple(markers_of(source.incident)))
    cmf = cmf_reading.read_cmf(source.content, source.name)
    return _of_table(source, genotype_table_of(cmf, source.name, options), after)


def _of_table(source: Source, table: GenotypeTable, after: int) -> Reading:
    one_allele = OneAllele(str(source.options["one_allele"]))
    numbered = enumerate(table.samples, start=1)
    rows = (_sample(number, one, one_allele) for number, one in islice(numbered, after, None))
    return Reading(rows, len(table.samples), lambda: table.notices)


def _sample(number: int, sample: SampleProfile, one_allele: OneAllele) -> Row:
    content: Content = {
        "name": sample.name,
        "place": sample.place,
        "genotypes": {m: list(g) for m, g in genotypes_of(sample, one_allele).items()},
        "amelogenin": list(sample.amelogenin),
        "y": {locus: list(alleles) for locus, alleles in sample.y_haplotype.items()},
        "unread": {locus: list(alleles) for locus, alleles in sample.unread.items()},
        "category": sample.category,
    }
    # Replicates are several readings of one sample: the name may stand again.
    key = sample.name if sample.replicate == 1 else f"{sample.name} ({sample.replicate})"
    return Row(number, key, content)


def read_frequencies(source: Source, after: int) -> Reading:
    """The markers of a population, with the mutation models that were chosen."""
    options = frequency_reading.FrequencyOptions(
        population=str(source.options.get("origin", "")) or None,
        encoding=str(source.options.get("encoding", "")),
        own_markers=tuple(markers_of(source.incident)),
    )
    table = frequency_reading.read_frequencies(source.content, source.name, options)
    markers = _markers(source, table)
    contents = cast("list[Content]", markers_to_rows(markers))
    numbered = enumerate(zip(markers, contents, strict=True), start=1)
    rows = (Row(n, one.name, content) for n, (one, content) in islice(numbered, after, None))
    notices = list(table.notices)
    if left_out := [locus.locus for locus in table.loci if locus.chromosome != "A"]:
        words = said(
            "Left out, because remains are compared at autosomal markers only: {loci}.",
            loci=", ".join(left_out),
        )
        notices.append(words)
    return Reading(rows, len(markers), lambda: notices)


def _markers(source: Source, table: FrequencyTable) -> tuple[Marker, ...]:
    autosomal = [locus.locus for locus in table.loci if locus.chromosome == "A"]
    try:
        female, male = (_model(source, rate) for rate in ("rate_female", "rate_male"))
        return markers_with(table, female=female, male=male, only=autosomal)
    except (MarkerError, MutationModelError) as error:
        words = said("{reason}. Choose another mutation model", reason=str(error))
        raise refusal(source.name, "", words) from error


def _model(source: Source, rate: str) -> MutationModel:
    chosen = source.options
    model = str(chosen.get("model", "none"))
    if model == "none":
        return MutationModel()
    stated = cast("float", chosen.get(rate, 0.0))
    if model != "stepwise":
        return MutationModel(model, stated)
    rate2, step = (cast("float", chosen.get(name) or 0.0) for name in ("rate2", "range"))
    return MutationModel(model, stated, rate2, step or 0.1)


def seems_to_be(name: str, content: bytes, own_markers: tuple[str, ...]) -> str:
    """What a table or a sheet seems to hold: genotypes, frequencies, or a sheet of persons."""
    with suppress(FormatError):
        if frequency_reading.recognise_frequencies(content, name).kind:
            return "frequencies"
    with suppress(FormatError):
        options = ReadingOptions(own_markers=own_markers)
        if recognise_genotypes(content, name, options).layout is not None:
            return "dna"
    return "persons"

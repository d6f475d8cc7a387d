"""`antigone convert`: a file of one program as a file of another, with everything that is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from antigone.formats.case import read_case
from antigone.formats.case_json_writer import write_kinship_case
from antigone.formats.cmf import CmfFile, CmfHeader
from antigone.formats.cmf_profiles import genotype_table_of
from antigone.formats.cmf_reading import read_cmf_stream
from antigone.formats.cmf_samples import cmf_of_incident, cmf_of_samples
from antigone.formats.dvi import read_dvi
from antigone.formats.dvi_json import write_dvi_json
from antigone.formats.familias_case_writer import write_familias_case
from antigone.formats.familias_writer import write_familias_dvi
from antigone.formats.genotype_reading import ReadingOptions, read_genotype_table
from antigone.formats.genotype_table import GenotypeTable, SampleProfile
from antigone.formats.genotype_writing import write_long_genotypes, write_wide_genotypes
from antigone.formats.incident_samples import samples_of_incident
from antigone.formats.limits import read_file
from antigone.formats.problems import FormatError, listed, refusal
from antigone.formats.written import CannotBeWritten, Written
from antigone.genetics.case import KinshipCase
from antigone.reconcile.incident import DviIncident

TABLES = (".csv", ".tsv", ".txt")
KINDS = (".fam", ".json", ".xml", *TABLES)

Content = DviIncident | KinshipCase | GenotypeTable

In = Annotated[
    Path,
    typer.Argument(
        metavar="IN",
        help="Familias .fam, JSON of an incident or case, CODIS CMF .xml, genotypes .csv .tsv .txt.",
    ),
]
Out = Annotated[
    Path, typer.Argument(metavar="OUT", help="The file to make; its ending says of which kind.")
]
Laboratory = Annotated[str, typer.Option(help="For CMF: the laboratory that sends.")]
Destination = Annotated[str, typer.Option(help="For CMF: the laboratory that receives.")]
By = Annotated[str, typer.Option(help="For CMF: the person who sends.")]
AllLoci = Annotated[
    bool,
    typer.Option(help="For CMF: write loci that CMF 3.2 does not have, for later versions."),
]
Long = Annotated[bool, typer.Option("--long", help="For tables: a row for each sample and locus.")]
ThreeAlleles = Annotated[
    bool,
    typer.Option(
        "--leave-out-three-alleles", help="Leave out loci with three alleles instead of refusing."
    ),
]


def convert(
    source: In,
    out: Out,
    laboratory: Laboratory = "",
    destination: Destination = "",
    by: By = "",
    all_loci: AllLoci = False,
    long: Long = False,
    leave_out_three_alleles: ThreeAlleles = False,
) -> None:
    """Write a file of one program as a file of another; what is left out is told, line by line."""
    header = CmfHeader(destination, laboratory, by, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"))
    options = ReadingOptions(leave_out_three_alleles=leave_out_three_alleles)
    try:
        _refuse_ends(source, out)
        content = _content(source, options)
        written = _written(content, source, out, header, all_loci=all_loci, long=long)
        _save(out, written.data)
    except (FormatError, CannotBeWritten) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for notice in (*content.notices, *written.notices):
        typer.echo(f"Notice: {notice}", err=True)
    typer.echo(f"Written: {out}")


def _refuse_ends(source: Path, out: Path) -> None:
    for path in (source, out):
        if path.suffix.lower() not in KINDS:
            raise refusal(str(path), "", f"allowed are files with the endings {listed(KINDS)}")
    if out.exists():
        raise refusal(str(out), "", "is there already; nothing is overwritten")


def _content(source: Path, options: ReadingOptions) -> Content:
    kind, file = source.suffix.lower(), str(source)
    if kind == ".xml":
        return genotype_table_of(_cmf(source), file, options)
    data = read_file(source)
    if kind in TABLES:
        return read_genotype_table(data, file, options)
    incident = b"[DVI]" in data if kind == ".fam" else b'"victims"' in data
    return read_dvi(data, file) if incident else read_case(data, file)


def _cmf(source: Path) -> CmfFile:
    """CMF files are read as a stream: they may be larger than others."""
    try:
        with source.open("rb") as stream:
            return read_cmf_stream(stream, str(source))
    except OSError as error:
        raise refusal(str(source), "", f"cannot be read: {error.strerror or error}") from error


def _written(
    content: Content, source: Path, out: Path, header: CmfHeader, *, all_loci: bool, long: bool
) -> Written[object]:
    match content, out.suffix.lower():
        case DviIncident(), ".fam":
            return write_familias_dvi(content)
        case DviIncident(), ".json":
            return Written(write_dvi_json(content), content)
        case DviIncident(), ".xml":
            return cmf_of_incident(content, header, schema_only=not all_loci)
        case KinshipCase(), ".fam":
            return write_familias_case(content)
        case KinshipCase(), ".json":
            return Written(write_kinship_case(content), content)
        case GenotypeTable(), ".xml":
            return cmf_of_samples(content.samples, header, schema_only=not all_loci)
        case GenotypeTable(), kind if kind in TABLES:
            return _table(content.samples, kind, long=long)
        case DviIncident(), kind if kind in TABLES:
            samples = [of.sample for of in samples_of_incident(content)]
            return _table(samples, kind, long=long)
        case GenotypeTable(), _:
            raise refusal(
                str(source),
                "",
                "holds genotypes without frequencies and families; allowed as output are .xml, "
                f"{listed(TABLES)}",
            )
        case _:
            raise refusal(
                str(source), "", "holds a kinship case; allowed as output are .json and .fam"
            )


def _table(samples: Iterable[SampleProfile], kind: str, *, long: bool) -> Written[object]:
    write: Callable[..., bytes] = write_long_genotypes if long else write_wide_genotypes
    rows = tuple(samples)
    return Written(write(rows, separator="," if kind == ".csv" else "\t"), rows)


def _save(out: Path, data: bytes) -> None:
    """Write the file as a whole or not at all."""
    part = out.with_name(f"{out.name}.part")
    try:
        part.write_bytes(data)
        part.replace(out)
    except OSError as error:
        raise refusal(str(out), "", f"cannot be written: {error.strerror or error}") from error

"""What all Familias files have in common when they are written: heading, names, numbers, database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from antigone.formats.cursor import fault_of_name
from antigone.formats.familias_database import MOST_ALLELES, MOST_SYSTEMS, fault_of_system
from antigone.formats.problems import shown
from antigone.genetics.markers import SILENT, Genotype, Marker
from antigone.genetics.mutation import (
    NO_MUTATION,
    MutationModel,
    MutationModelError,
    transition_matrix,
)
from antigone.words import said

VERSION = "3.3.1"
WIDEST_RANGE = 1000.0
"""Largest mutation range that is read."""

DATABASE_SIZE = 1000
"""Stands in the file because one must; nothing here knows it and nothing computes with it."""

_CODES = {"none": 0, "equal": 0, "proportional": 1, "stepwise": 4}
_UNUSED_RANGE = 0.1


def heading(persons: int) -> list[str]:
    """The first lines of a file."""
    return [
        f'"Output from Familias, version {VERSION}"',
        '"Written by Antigone"',
        VERSION,
        '""',
        str(persons),
    ]


def quoted(name: str) -> str:
    """A name between quotation marks, as the lines before the [DVI] block have it."""
    return f'"{name}"'


def plain(name: str) -> str:
    """A name as the [DVI] block has it: quotation marks only where it begins or ends with one."""
    return quoted(name) if name.startswith('"') or name.endswith('"') else name


def faults_of_names(names: Iterable[str]) -> Iterator[str]:
    """Why names cannot stand in the file."""
    for name in names:
        fault = fault_of_name(name)
        if fault:
            yield said("{name} {fault}", name=shown(name), fault=fault)


def notice_of_letters(names: Iterable[str]) -> Iterator[str]:
    """A notice where names are not in plain Latin letters."""
    if any(not name.isascii() for name in names):
        yield said(
            "Names with letters beyond plain Latin ones stand in UTF-8; Familias may show them otherwise."
        )


def held_marker(marker: Marker) -> Marker:
    """The marker with models that are the same for this program and for the file."""
    return replace(
        marker,
        mutation_female=_held_model(marker.mutation_female),
        mutation_male=_held_model(marker.mutation_male),
    )


def _held_model(model: MutationModel) -> MutationModel:
    if model.model == "custom":
        return model
    if model.rate == 0.0 and (model.model != "stepwise" or model.rate2 == 0.0):
        return NO_MUTATION
    if model.model in ("equal", "proportional"):
        return MutationModel(model.model, model.rate)
    return model


def faults_of_markers(markers: Sequence[Marker]) -> Iterator[str]:
    """Why markers cannot stand in the file."""
    if not 1 <= len(markers) <= MOST_SYSTEMS:
        yield said(
            "{count} markers; a Familias file holds 1 to {most}",
            count=len(markers),
            most=MOST_SYSTEMS,
        )
    yield from faults_of_names(m.name for m in markers)
    for marker in markers:
        yield from faults_of_names(marker.alleles)
        fault = fault_of_system(marker.name)
        if fault:
            yield fault
        elif marker.chromosome != "A":
            yield said(
                "marker {name} is X-linked, and a Familias file cannot say so",
                name=shown(marker.name),
            )
        if len(marker.alleles) > MOST_ALLELES:
            yield said(
                "marker {name} has {count} alleles; a Familias file holds {most}",
                name=shown(marker.name),
                count=len(marker.alleles),
                most=MOST_ALLELES,
            )
        models = dict.fromkeys((marker.mutation_female, marker.mutation_male))
        for model in models:
            yield from _faults_of_model(marker, model)


def _faults_of_model(marker: Marker, model: MutationModel) -> Iterator[str]:
    if model.model not in _CODES:
        yield said(
            "marker {name} has the mutation model {model}; a Familias file knows equal, proportional "
            "and stepwise",
            name=shown(marker.name),
            model=model.model,
        )
        return
    if model.model == "stepwise" and model.range > WIDEST_RANGE:
        yield said(
            "marker {name} has a mutation range above {most}",
            name=shown(marker.name),
            most=f"{WIDEST_RANGE:g}",
        )
    try:
        transition_matrix(model, marker.alleles, marker.frequencies)
    except MutationModelError as error:
        yield said("marker {name}: {fault}", name=shown(marker.name), fault=error)


def faults_of_genotypes(owner: str, profile: Iterable[tuple[Marker, Genotype]]) -> Iterator[str]:
    """Why genotypes of a person cannot stand in the file."""
    for marker, genotype in profile:
        if genotype[1] is None:
            yield said(
                "{owner} has one known allele at {marker}; a Familias file holds two or none",
                owner=shown(owner),
                marker=marker.name,
            )
        if SILENT in genotype and SILENT not in marker.index:
            yield said(
                "{owner} has a silent allele at {marker}; a Familias file holds what is seen",
                owner=shown(owner),
                marker=marker.name,
            )


def database(markers: Sequence[Marker], theta: float) -> list[str]:
    """The lines of the frequency database; numbers are written so that they come back exactly."""
    lines = [f"#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: {_number(theta)} )"]
    lines += [str(len(markers)), "#TRUE#", quoted("Antigone")]
    for marker in markers:
        lines += _system(marker)
    return lines


def _system(marker: Marker) -> list[str]:
    models = (marker.mutation_female, marker.mutation_male)
    count, silent = len(marker.alleles), marker.silent_frequency
    lines = [quoted(marker.name)]
    lines += [_number(model.rate) for model in models]
    lines += [str(_CODES[model.model]) for model in models]
    lines.append(str(count + (silent > 0.0)))
    lines += [_number(m.range if m.model == "stepwise" else _UNUSED_RANGE) for m in models]
    lines += [_number(model.rate2) for model in models]
    lines += ["#TRUE#" if silent > 0.0 else "#FALSE#", _number(silent)]
    lines.append(
        f"{count}\t(DatabaseSize = {DATABASE_SIZE} , Dropout probability = 0 , "
        "Minor allele frequency = 0 )"
    )
    for allele, frequency in zip(marker.alleles, marker.frequencies, strict=True):
        lines += [quoted(allele), _number(frequency)]
    return lines


def _number(value: float) -> str:
    return "0" if value == 0.0 else repr(value)


def encoded(lines: Iterable[str]) -> bytes:
    """The lines as the bytes of a file, with the line ends of Windows."""
    return ("\r\n".join(lines) + "\r\n").encode()

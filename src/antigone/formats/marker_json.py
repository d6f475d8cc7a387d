"""Markers, mutation models and genotypes as they stand in JSON files."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from antigone.formats.cursor import Cursor
from antigone.formats.problems import listed, shown
from antigone.genetics.markers import (
    EXACT_SUM_TOLERANCE,
    FREQUENCY_TOLERANCE,
    SILENT,
    Genotype,
    Marker,
    MarkerError,
)
from antigone.genetics.mutation import (
    MODELS,
    NO_MUTATION,
    MutationModel,
    MutationModelError,
    transition_matrix,
)
from antigone.words import counted, said, told

MOST_MARKERS = 2_000
MOST_ALLELES = 1_000
MATRIX_TOLERANCE = 1e-9
"""How far a matrix written beside a named model may differ from what the model says."""

SexedModels = tuple[MutationModel, MutationModel]
"""The mutation models of mothers and of fathers."""

_UNSUPPORTED = ("dropout", "drop_out", "dropin", "drop_in", "error", "typing_error", "silent_freq")


def read_marker(cursor: Cursor, models: Cursor | None = None) -> Marker:
    """One marker; `models` replaces the mutation models that stand at it."""
    refuse_settings(cursor, _UNSUPPORTED)
    name = cursor.field("name").name()
    labels = cursor.field("alleles").items(at_most=MOST_ALLELES)
    alleles = tuple(label.name() for label in labels)
    _refuse_doubled(labels, alleles)
    frequencies = _frequencies(cursor.field("freqs"), alleles)
    silent = cursor.optional("silent_allele")
    silent_at = _silent_index(silent, alleles, frequencies) if silent else None
    visible = tuple(a for i, a in enumerate(alleles) if i != silent_at)
    seen = tuple(p for i, p in enumerate(frequencies) if i != silent_at)
    chromosome = cursor.optional("chrom")
    mutation = models or cursor.optional("mutation")
    female, male = read_models(mutation, visible, seen) if mutation else (NO_MUTATION, NO_MUTATION)
    try:
        return Marker(
            name,
            visible,
            seen,
            mutation_female=female,
            mutation_male=male,
            chromosome=chromosome.one_of(("A", "X")) if chromosome else "A",
            silent_frequency=0.0 if silent_at is None else frequencies[silent_at],
        )
    except MarkerError as error:
        raise cursor.refused(told(error)) from error


def read_models(
    cursor: Cursor, alleles: tuple[str, ...], frequencies: tuple[float, ...]
) -> SexedModels:
    """The models of mothers and fathers; one given for both, or each under `female`, `male`."""
    female = _read_model(cursor, "female", alleles, frequencies)
    return female, _read_model(cursor, "male", alleles, frequencies)


def read_genotype(cursor: Cursor, marker: Marker, silent_label: str | None = None) -> Genotype:
    """Two alleles as seen; a partial genotype `[a, null]` keeps its known allele in front."""
    pair = cursor.items()
    if len(pair) != 2:
        raise cursor.refused(
            said(
                "{count} alleles; allowed are two, the second null where it is unknown",
                count=len(pair),
            )
        )
    first, second = (_allele(allele, marker, silent_label) for allele in pair)
    if first is None:
        first, second = second, first
    if first is None:
        raise cursor.refused(said("both alleles are null; leave out a marker that was not typed"))
    return first, second


def frequency_notice(markers: Iterable[Marker]) -> tuple[str, ...]:
    """A notice of the markers whose frequencies miss 1 slightly; they are used as written."""
    missing = {m.name: abs(m.frequency_sum - 1.0) for m in markers}
    off = {name: by for name, by in missing.items() if by > EXACT_SUM_TOLERANCE}
    if not off:
        return ()
    return (
        counted(
            "The frequencies of {number} markers miss a sum of 1 by up to {most} ({markers}); "
            "they are used as written.",
            "The frequencies of {number} markers miss a sum of 1 by up to {most} ({markers}); "
            "they are used as written.",
            len(off),
            most=f"{max(off.values()):.1g}",
            markers=listed(off),
        ),
    )


def refuse_settings(cursor: Cursor, names: tuple[str, ...]) -> None:
    """Refuse a setting that the program does not have, unless the file switches it off."""
    for name in names:
        setting = cursor.optional(name)
        if setting is not None and setting.value not in (0, False, "", [], {}):
            raise setting.refused(
                said("{name} is not supported; remove it or set it to 0", name=name)
            )


def _frequencies(cursor: Cursor, alleles: tuple[str, ...]) -> tuple[float, ...]:
    items = cursor.items(at_most=MOST_ALLELES)
    frequencies = tuple(item.number(0.0, 1.0) for item in items)
    if len(frequencies) != len(alleles):
        raise cursor.refused(
            said(
                "{frequencies} frequencies for {alleles} alleles",
                frequencies=len(frequencies),
                alleles=len(alleles),
            )
        )
    total = math.fsum(frequencies)
    if abs(total - 1.0) > FREQUENCY_TOLERANCE:
        raise cursor.refused(
            said(
                "the frequencies sum to {total}; allowed is 1 within {tolerance}",
                total=f"{total:.9g}",
                tolerance=f"{FREQUENCY_TOLERANCE:g}",
            )
        )
    return frequencies


def _refuse_doubled(labels: list[Cursor], alleles: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for label, allele in zip(labels, alleles, strict=True):
        if allele in seen:
            raise label.refused(
                said("allele {allele} stands twice; each may stand once", allele=shown(allele))
            )
        seen.add(allele)


def _silent_index(cursor: Cursor, alleles: tuple[str, ...], frequencies: tuple[float, ...]) -> int:
    label = cursor.name()
    if label not in alleles or frequencies[alleles.index(label)] == 0.0 or len(alleles) == 1:
        raise cursor.refused(
            said(
                "{allele}; allowed is one of several alleles, with a frequency above 0",
                allele=shown(label),
            )
        )
    return alleles.index(label)


def _allele(cursor: Cursor, marker: Marker, silent_label: str | None) -> str | None:
    if cursor.value is None:
        return None
    if not isinstance(cursor.value, str):
        raise cursor.expected(said('an allele in quotation marks, e.g. "9.3", or null'))
    if cursor.value == silent_label:
        return SILENT
    if cursor.value not in marker.index:
        raise cursor.refused(
            said(
                "allele {allele} is not in the frequency table of {marker}; allowed are {alleles}",
                allele=shown(cursor.value),
                marker=shown(marker.name),
                alleles=listed(marker.alleles),
            )
        )
    return cursor.value


def _read_model(
    cursor: Cursor, sex: str, alleles: tuple[str, ...], frequencies: tuple[float, ...]
) -> MutationModel:
    own = cursor.optional(sex) or cursor
    shared = cursor.optional("model")
    name = shared.one_of(MODELS) if shared else ""
    named = own.optional("model")
    name = named.one_of(MODELS) if named else name or own.field("model").one_of(MODELS)
    if name == "none":
        return NO_MUTATION
    matrix = _matrix(own.optional("matrix"), len(alleles))
    if name == "custom" and not matrix:
        raise own.refused(said('the model "custom" needs its "matrix"'))
    values = {key: given.number(0.0) for key in ("rate2", "range") if (given := own.optional(key))}
    if name != "custom":
        values["rate"] = own.field("rate").number(0.0, 1.0)
    try:
        model = MutationModel(name, **values, matrix=matrix if name == "custom" else ())
        expected = transition_matrix(model, alleles, frequencies)
    except MutationModelError as error:
        raise own.refused(told(error)) from error
    if matrix and not np.allclose(np.array(matrix), expected, rtol=0.0, atol=MATRIX_TOLERANCE):
        raise own.refused(
            said(
                'the matrix is not that of the model {name}; call it "custom" or mend it', name=name
            )
        )
    return model


def _matrix(cursor: Cursor | None, size: int) -> tuple[tuple[float, ...], ...]:
    if cursor is None:
        return ()
    rows = cursor.items(at_most=MOST_ALLELES)
    if len(rows) != size:
        raise cursor.refused(
            said(
                "{rows} rows; allowed are {size}, one per allele",
                rows=len(rows),
                size=size,
            )
        )
    return tuple(_row(row, size) for row in rows)


def _row(cursor: Cursor, size: int) -> tuple[float, ...]:
    entries = cursor.items(at_most=MOST_ALLELES)
    if len(entries) != size:
        raise cursor.refused(
            said(
                "{entries} entries; allowed are {size}, one per allele",
                entries=len(entries),
                size=size,
            )
        )
    return tuple(entry.number(0.0, 1.0) for entry in entries)

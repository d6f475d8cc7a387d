"""Family tables: for each family and each observation of remains, log10 of the likelihood ratio.

A family is eliminated once at each marker, with the missing person's two alleles left free; what
remains show there is then one entry of a table. Families of one shape are eliminated side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.elimination import EliminationTooLarge, eliminate
from antigone.genetics.expected_lr import Distributions, add_marker, certain_zero
from antigone.genetics.family_shape import FamilyShape
from antigone.genetics.locus import locus_of
from antigone.genetics.marker_arrays import Codes, Lumping, MarkerArrays
from antigone.genetics.patterns import Patterns, patterns_of
from antigone.genetics.program import Program, ProgramTooLong, run
from antigone.genetics.remains_rows import RemainsRows
from antigone.genetics.shape_program import program_of
from antigone.genetics.table_kernels import fill_inputs, fill_rows
from antigone.genetics.transmission import Family

MOST_LANES = 64
ARENA_BYTES = 1 << 19
"""The slots of a program with all its lanes should stay within the second cache."""

LEAST_PROBABILITY = 1e-250
"""Below this a family is eliminated by itself, with its tables scaled at each step."""


@dataclass(frozen=True)
class FamilyBatch:
    """Families of one shape.

    Args:
        shape: of all of them.
        genotypes: codes of the relatives, shape (families, typed, L, 2).
    """

    shape: FamilyShape
    genotypes: Codes


class TableState(IntEnum):
    """Whether the table of a family can be used."""

    USABLE = 0
    IMPOSSIBLE = 1
    """The relatives' own genotypes are impossible under the pedigree."""
    TOO_LARGE = 2
    """An exact elimination would need too much memory."""


@dataclass(frozen=True)
class FamilyTables:
    """What each observation of remains says.

    Args:
        log10_lr: shape (families, rows), log10 P(observed | remains are the missing person) /
            P(observed | remains are of somebody unrelated); -inf excludes; row 0 is 0.
        state: shape (families,), values of `TableState`; rows of tables that cannot be used are 0.
        trouble_at: shape (families,), place of the marker at which the table cannot be used.
        expected: distributions of log10 LR of the missing person's own remains; no rows where they
            were not asked for.
    """

    log10_lr: NDArray[np.float64]
    state: NDArray[np.int64]
    trouble_at: NDArray[np.int64]
    expected: Distributions


def family_tables(
    markers: MarkerArrays,
    batch: FamilyBatch,
    rows: RemainsRows,
    *,
    expected: bool = False,
    spare: int = 0,
) -> FamilyTables:
    """Tables of families of one shape, exactly.

    Alleles that no relative has are joined to one state where that is exact (`Lumping`), and never
    where the missing person's parents are related: two such alleles may then be copies of one, and
    (x, x) is likelier than a class could tell (design: Trap 2).

    Args:
        markers: L autosomal markers.
        batch: families of one shape.
        rows: what remains show.
        expected: whether to compute what the missing person's own remains would say.
        spare: rows of zeros behind those of the markers, for the caller to fill.

    Returns:
        Tables; those of families that cannot be computed are marked, not guessed.
    """
    families, _, loci, _ = batch.genotypes.shape
    tables = FamilyTables(
        np.zeros((families, rows.count + spare)),
        np.zeros(families, dtype=np.int64),
        np.full(families, -1, dtype=np.int64),
        certain_zero(families if expected else 0),
    )
    patterns = patterns_of(batch.genotypes)
    lumped = _lumped(markers, batch.shape)
    for group in _groups(markers, patterns, lumped, loci):
        _fill_group(tables, markers, batch, rows, patterns, group)
    tables.log10_lr[tables.state != TableState.USABLE] = 0.0
    return tables


def _lumped(markers: MarkerArrays, shape: FamilyShape) -> NDArray[np.bool_]:
    """At which markers alleles that no relative has may be one state."""
    if shape.parents_are_related:
        return np.zeros(len(markers.lumping), dtype=np.bool_)
    least = Lumping.SOUGHT_IS_FOUNDER if shape.sought_is_founder else Lumping.ALWAYS
    return np.asarray(markers.lumping >= least)


@dataclass(frozen=True)
class _Group:
    """Families and markers that one program serves."""

    places: NDArray[np.int64]
    pattern: int
    states: int
    silent: bool
    lumped: bool


def _groups(
    markers: MarkerArrays, patterns: Patterns, lumped: NDArray[np.bool_], loci: int
) -> Iterator[_Group]:
    locus = np.arange(len(patterns.number)) % loci
    visible = np.where(lumped[locus], patterns.seen + 1, markers.alleles[locus])
    kind = (visible * 2 + markers.silent[locus]) * 2 + lumped[locus]
    key = patterns.number * (4 * (kind.max(initial=0) + 1)) + kind
    order = np.argsort(key, kind="stable")
    ends = np.flatnonzero(np.diff(key[order])) + 1
    for places in np.split(order, ends) if len(order) else []:
        first = places[0]
        silent = bool(markers.silent[locus[first]])
        yield _Group(
            places,
            int(patterns.number[first]),
            int(visible[first]) + silent,
            silent,
            bool(lumped[locus[first]]),
        )


def _fill_group(
    tables: FamilyTables,
    markers: MarkerArrays,
    batch: FamilyBatch,
    rows: RemainsRows,
    patterns: Patterns,
    group: _Group,
) -> None:
    try:
        program = program_of(
            batch.shape, patterns.distinct[group.pattern], group.states, group.silent
        )
    except ProgramTooLong:
        for place in group.places:
            _fill_alone(tables, markers, batch, rows, int(place))
        return
    lanes = _lanes(program)
    arena = np.empty((program.slots, lanes))
    loci = batch.genotypes.shape[2]
    for start in range(0, len(group.places), lanes):
        places = group.places[start : start + lanes]
        families, at = np.divmod(places, loci)
        alleles, seen = patterns.alleles[places], patterns.seen[places]
        fill_inputs(
            markers.alleles, markers.frequencies, markers.female, markers.male,
            at, alleles, seen, group.silent, group.lumped, arena,
        )  # fmt: skip
        run(program.steps, program.left, program.right, arena, len(places))
        joint = arena[program.result.reshape(-1), : len(places)]
        usable = joint.sum(axis=0) >= LEAST_PROBABILITY
        fill_rows(
            tables.log10_lr, families, at, alleles, seen, group.lumped, arena[3 : 3 + group.states],
            joint, usable, markers.alleles, rows.first_row, rows.terms,
            rows.first, rows.second, rows.weights,
        )  # fmt: skip
        if len(tables.expected):
            add_marker(tables.expected, families, arena[3 : 3 + group.states], joint, usable)
        for place in places[~usable]:
            _fill_alone(tables, markers, batch, rows, int(place))


def _lanes(program: Program) -> int:
    lanes = MOST_LANES
    while lanes > 8 and program.slots * lanes * 8 > ARENA_BYTES:
        lanes //= 2
    return lanes


def _fill_alone(
    tables: FamilyTables, markers: MarkerArrays, batch: FamilyBatch, rows: RemainsRows, place: int
) -> None:
    """One family at one marker by the general elimination, all alleles apart."""
    family, at = divmod(place, batch.genotypes.shape[2])
    locus = locus_of(markers.markers[at], markers.markers[at].alleles)
    genotypes = {
        person: genotype
        for person, codes in zip(batch.shape.typed, batch.genotypes[family, :, at], strict=True)
        if (genotype := markers.genotype(at, codes)) is not None
    }
    known = Family(batch.shape.pedigree, locus, genotypes, open_persons=(batch.shape.sought,))
    try:
        joint = eliminate(known.factors, keep=known.variables[batch.shape.sought]).table
    except EliminationTooLarge:
        _mark(tables, family, at, TableState.TOO_LARGE)
        return
    if joint.sum() == 0.0:
        _mark(tables, family, at, TableState.IMPOSSIBLE)
        return
    one = np.ones(1, dtype=np.int64)
    fill_rows(
        tables.log10_lr, family * one, at * one, np.arange(locus.count, dtype=np.int16)[None],
        markers.alleles[at] * one, False, locus.frequencies[:, None], joint.reshape(-1, 1),
        np.ones(1, dtype=np.bool_), markers.alleles, rows.first_row, rows.terms,
            rows.first, rows.second, rows.weights,
    )  # fmt: skip
    if len(tables.expected):
        add_marker(
            tables.expected, family * one, locus.frequencies[:, None], joint.reshape(-1, 1),
            np.ones(1, dtype=np.bool_),
        )  # fmt: skip


def _mark(tables: FamilyTables, family: int, marker: int, state: TableState) -> None:
    tables.state[family] = state
    tables.trouble_at[family] = marker

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.genetics import program, stable_log
from antigone.genetics.elimination import eliminate
from antigone.genetics.family_shape import shape_of
from antigone.genetics.locus import locus_of
from antigone.genetics.marker_arrays import NOT_TYPED, UNSEEN, Codes, MarkerArrays, marker_arrays
from antigone.genetics.markers import Genotype, Marker, MarkerError
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded, Observation, probability_of
from antigone.genetics.pedigree import Pedigree, pedigree_of
from antigone.genetics.remains_rows import EXACT, RemainsRows, remains_rows
from antigone.genetics.shape_program import program_of
from antigone.genetics.tables import FamilyBatch, FamilyTables, TableState, family_tables
from antigone.genetics.transmission import Family
from antigone.units import log10

MODELS = {
    "none": MutationModel(),
    "equal": MutationModel("equal", 0.004),
    "proportional": MutationModel("proportional", 0.003),
    "stepwise": MutationModel("stepwise", 0.003, 1e-5, 0.1),
}
Row = tuple[str, str | None, str | None, str]
PARENTS: list[Row] = [("F", None, None, "M"), ("M", None, None, "F")]
FAMILIES: dict[str, tuple[list[Row], tuple[str, ...]]] = {
    "parents": ([*PARENTS, ("X", "F", "M", "U")], ("F", "M")),
    "one parent": ([*PARENTS, ("X", "F", "M", "U")], ("M",)),
    "child and wife": ([("X", None, None, "M"), PARENTS[1], ("C", "X", "M", "U")], ("M", "C")),
    "sib": ([*PARENTS, ("X", "F", "M", "U"), ("S", "F", "M", "U")], ("S",)),
    "mother and sib": ([*PARENTS, ("X", "F", "M", "U"), ("S", "F", "M", "U")], ("M", "S")),
    "half-sib": ([*PARENTS, ("X", "F", "M", "U"), ("H", None, "M", "U")], ("H",)),
    "grandmother and uncle": (
        [
            ("GF", None, None, "M"),
            ("GM", None, None, "F"),
            ("U", "GF", "GM", "M"),
            ("F", "GF", "GM", "M"),
            PARENTS[1],
            ("X", "F", "M", "U"),
        ],
        ("GM", "U"),
    ),
    "parents are half-sibs": (
        [
            ("G", None, None, "F"),
            ("F", None, "G", "M"),
            ("M", None, "G", "F"),
            ("X", "F", "M", "U"),
            ("S", "F", "M", "U"),
        ],
        ("S",),
    ),
    "stranger to all": ([*PARENTS, ("X", None, None, "U")], ("M",)),
}


def marker(model: str, name: str = "L", count: int = 8, silent: float = 0.0) -> Marker:
    rng = np.random.default_rng(count)
    weights = rng.dirichlet(np.full(count, 2.0)) * (1.0 - silent)
    alleles = ("9.3", *(str(i) for i in range(10, 9 + count)))
    models = MODELS[model], MODELS["none" if model == "none" else model]
    return Marker(name, alleles, tuple(weights), *models, silent_frequency=silent)


LEVELS = (EXACT, Degraded(0.1), Degraded(0.2, 0.05), Degraded(0.2, 0.05, 0.1))


def exact_rows(arrays: MarkerArrays, remains: Codes) -> tuple[RemainsRows, NDArray[np.uint32]]:
    return remains_rows(arrays, remains, (EXACT,), np.zeros(remains.shape[:2], dtype=np.int64))


def drawn(rng: Generator, markers: tuple[Marker, ...], *shape: int) -> Codes:
    """Genotypes drawn at random, some partial and some missing."""
    codes = np.zeros((*shape, len(markers), 2), dtype=np.int16)
    for place, m in enumerate(markers):
        codes[..., place, :] = rng.integers(len(m.alleles), size=(*shape, 2))
        codes[..., place, 1] = np.where(
            rng.random(shape) < 0.3, codes[..., place, 0], codes[..., place, 1]
        )
        codes[..., place, 1] = np.where(rng.random(shape) < 0.1, UNSEEN, codes[..., place, 1])
        codes[..., place, :] = np.where(
            rng.random(shape)[..., None] < 0.1, NOT_TYPED, codes[..., place, :]
        )
    return codes


def exact(
    pedigree: Pedigree,
    sought: str,
    m: Marker,
    genotypes: dict[str, Genotype],
    seen: Observation,
) -> float:
    """log10 LR of one observation by the general elimination, all alleles apart."""
    locus = locus_of(m, m.alleles)
    family = Family(pedigree, locus, genotypes, open_persons=(sought,))
    joint = eliminate(family.factors, keep=family.variables[sought]).table
    alone = joint.sum()
    if alone == 0.0:
        return math.nan
    stranger = np.outer(locus.frequencies, locus.frequencies)
    h1, h2 = (probability_of(locus, table, seen) for table in (joint / alone, stranger))
    return log10(h1 / h2)


def tables_of(
    name: str, markers: tuple[Marker, ...], seed: int, families: int = 12
) -> tuple[FamilyTables, NDArray[np.float64]]:
    """Tables of random families, and the same by the general elimination."""
    rng = np.random.default_rng(seed)
    rows_of, typed = FAMILIES[name]
    pedigree = pedigree_of(rows_of)
    shape, order = shape_of(pedigree, typed, "X")
    arrays = marker_arrays(markers)
    genotypes = drawn(rng, markers, families, len(order))
    remains = drawn(rng, markers, 25)
    level = rng.integers(len(LEVELS), size=remains.shape[:2])
    rows, _ = remains_rows(arrays, remains, LEVELS, level)
    tables = family_tables(arrays, FamilyBatch(shape, genotypes), rows)
    expected = np.zeros((families, rows.count))
    for family in range(families):
        for place, m in enumerate(markers):
            known = {
                person: genotype
                for person, codes in zip(order, genotypes[family, :, place], strict=True)
                if (genotype := arrays.genotype(place, codes))
            }
            for row in range(rows.first_row[place], rows.first_row[place + 1]):
                first, second, level_of_row = rows.observed[row]
                shown = arrays.genotype(place, np.array([first, second], dtype=np.int16))
                assert shown is not None
                seen = Observation(shown, LEVELS[level_of_row])
                expected[family, row] = exact(pedigree, "X", m, known, seen)
    return tables, expected


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", FAMILIES)
def test_tables_equal_the_general_elimination(name: str, model: str) -> None:
    markers = (marker(model), marker(model, "K", 5), marker(model, "S", 4, silent=0.02))
    tables, expected = tables_of(name, markers, seed=len(name))
    possible = tables.state == TableState.USABLE
    assert np.array_equal(possible, ~np.isnan(expected).any(axis=1))
    assert possible.any()
    np.testing.assert_allclose(tables.log10_lr[possible], expected[possible], rtol=0, atol=1e-12)


def test_trap_1_alleles_are_not_joined_where_steps_count() -> None:
    m = Marker(
        "L",
        tuple(str(i) for i in range(8, 20)),
        (1 / 12,) * 12,
        *(MutationModel("stepwise", 0.002, 0.0, 0.1),) * 2,
    )
    arrays = marker_arrays((m,))
    shape, _ = shape_of(pedigree_of(FAMILIES["parents"][0]), ("F", "M"), "X")
    genotypes = np.array([[[[0, 0]], [[0, 0]]]], dtype=np.int16)
    remains = np.array([[[0, 9]]], dtype=np.int16)
    rows, number = exact_rows(arrays, remains)
    table = family_tables(arrays, FamilyBatch(shape, genotypes), rows).log10_lr[0, number[0, 0]]
    # Nine steps, by one parent: 8 → 17 has the rate times 0.1^9 / Σ 0.1^d over the eleven others.
    steps = 0.1 ** np.arange(1, 12)
    far = 0.002 * steps[8] / steps.sum()
    assert table == pytest.approx(math.log10(2 * 0.998 * far / (2 / 144)), abs=1e-12)
    joined = math.log10(2 * 0.998 * (0.002 / 11) / (2 / 144))
    assert joined - table > 7


def test_trap_2_unseen_alleles_of_an_inbred_person_are_not_joined() -> None:
    m = marker("none")
    arrays = marker_arrays((m,))
    shape, _ = shape_of(pedigree_of(FAMILIES["parents are half-sibs"][0]), ("S",), "X")
    nobody = np.full((1, 1, 1, 2), NOT_TYPED, dtype=np.int16)
    remains = np.array([[[2, 2]], [[2, 3]]], dtype=np.int16)
    rows, number = exact_rows(arrays, remains)
    table = family_tables(arrays, FamilyBatch(shape, nobody), rows).log10_lr[0][number[:, 0]]
    inbreeding, p = 1 / 8, m.frequencies[2]
    assert 10 ** table[0] == pytest.approx((1 - inbreeding) + inbreeding / p)
    assert 10 ** table[1] == pytest.approx(1 - inbreeding)


def test_a_family_too_complex_for_a_program_is_eliminated_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program_of.cache_clear()
    monkeypatch.setattr(program, "MOST_TERMS", 100)
    with pytest.raises(program.ProgramTooLong):
        program_of(shape_of(pedigree_of(FAMILIES["sib"][0]), ("S",), "X")[0], ((0, 1),), 8, False)
    tables, expected = tables_of("sib", (marker("stepwise"),), seed=7)
    np.testing.assert_allclose(tables.log10_lr, expected, rtol=0, atol=1e-12)
    program_of.cache_clear()


def test_a_family_that_is_impossible_on_its_own_dna_is_marked() -> None:
    arrays = marker_arrays((marker("none", "K"), marker("none")))
    shape, _ = shape_of(pedigree_of(FAMILIES["child and wife"][0]), ("M", "C"), "X")
    genotypes = np.zeros((2, 2, 2, 2), dtype=np.int16)
    genotypes[1, 1, 1] = 3
    remains = np.ones((1, 2, 2), dtype=np.int16)
    rows, _ = exact_rows(arrays, remains)
    tables = family_tables(arrays, FamilyBatch(shape, genotypes), rows)
    assert tables.state.tolist() == [TableState.USABLE, TableState.IMPOSSIBLE]
    assert tables.trouble_at.tolist() == [-1, 1]
    assert not tables.log10_lr[1].any()


def test_many_relatives_are_told_apart() -> None:
    sibs: list[Row] = [("F", None, None, "M"), ("M", None, None, "F"), ("X", "F", "M", "U")]
    names = tuple(f"S{i}" for i in range(8))
    pedigree = pedigree_of([*sibs, *((n, "F", "M", "U") for n in names)])
    m = marker("proportional")
    arrays = marker_arrays((m,))
    shape, order = shape_of(pedigree, names, "X")
    genotypes = drawn(np.random.default_rng(3), (m,), 6, len(names))
    remains = np.array([[[1, 2]], [[4, 4]]], dtype=np.int16)
    rows, number = exact_rows(arrays, remains)
    tables = family_tables(arrays, FamilyBatch(shape, genotypes), rows)
    for family, table in enumerate(tables.log10_lr):
        known = {
            person: genotype
            for person, codes in zip(order, genotypes[family, :, 0], strict=True)
            if (genotype := arrays.genotype(0, codes))
        }
        for body, row in enumerate(number[:, 0]):
            shown = arrays.genotype(0, remains[body, 0])
            assert shown is not None
            expected = exact(pedigree, "X", m, known, Observation(shown))
            assert table[row] == pytest.approx(expected, abs=1e-11)


def test_remains_with_an_allele_of_frequency_zero_are_refused() -> None:
    arrays = marker_arrays((Marker("L", ("a", "b", "c"), (0.5, 0.5, 0.0)),))
    remains = np.array([[[0, 2]]], dtype=np.int16)
    with pytest.raises(MarkerError, match="allele 'c', whose frequency is 0"):
        exact_rows(arrays, remains)


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_the_stable_logarithm_is_the_logarithm(value: float) -> None:
    expected = math.log10(value)
    assert abs(stable_log.log10(value) - expected) <= 3e-16 * (1 + abs(expected))

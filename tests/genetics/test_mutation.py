from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.genetics.mutation import (
    MODELS,
    MutationModel,
    MutationModelError,
    transition_matrix,
)
from tests.shared_data import shared

FREQUENCIES = (0.1, 0.2, 0.3, 0.4)


def test_all_reference_matrices() -> None:
    cases = json.loads(shared("reference", "mutation_matrices.json").read_bytes())
    assert len(cases) == 45
    for case in cases:
        for sex in ("female", "male"):
            given_model = case["mutation"][sex]
            model = MutationModel(
                given_model["model"],
                given_model["rate"],
                given_model.get("rate2", 0.0),
                given_model.get("range", 0.1),
            )
            matrix = transition_matrix(model, case["alleles"], case["freqs"])
            np.testing.assert_allclose(matrix, np.array(given_model["matrix"]), rtol=0, atol=1e-12)


@given(
    model=st.sampled_from([m for m in MODELS if m != "custom"]),
    rate=st.floats(0.0, 0.05),
    rate2=st.floats(0.0, 0.05),
    step_range=st.floats(0.01, 2.0),
    repeats=st.lists(st.integers(5, 30), min_size=1, max_size=6, unique=True),
)
def test_rows_are_probabilities(
    model: str, rate: float, rate2: float, step_range: float, repeats: list[int]
) -> None:
    frequencies = [1.0 / len(repeats)] * len(repeats)
    matrix = transition_matrix(
        MutationModel(model, rate, rate2, step_range), [str(r) for r in repeats], frequencies
    )
    assert np.all(matrix >= 0.0)
    np.testing.assert_allclose(matrix.sum(axis=1), 1.0, rtol=0, atol=1e-12)


def test_proportional_and_dawid_keep_the_population_as_it_is() -> None:
    for name in ("proportional", "dawid"):
        matrix = transition_matrix(MutationModel(name, 0.02), ("9", "10", "11", "12"), FREQUENCIES)
        np.testing.assert_allclose(np.array(FREQUENCIES) @ matrix, FREQUENCIES, atol=1e-15)
        average = sum(p * (1 - matrix[i, i]) for i, p in enumerate(FREQUENCIES))
        assert average == pytest.approx(0.02, abs=1e-15)


def test_proportional_beside_a_silent_allele_mutates_at_its_rate_on_average() -> None:
    frequencies = (0.1, 0.2, 0.3, 0.3)  # the silent allele has 0.1 and does not mutate
    matrix = transition_matrix(
        MutationModel("proportional", 0.01), ("7", "8", "9", "10"), frequencies
    )
    leaves = 1.0 - np.diag(matrix)
    assert np.dot(frequencies, leaves) == pytest.approx(0.01, rel=1e-12)


def test_a_microvariant_alone_in_its_group_changes_group_only() -> None:
    matrix = transition_matrix(
        MutationModel("stepwise", 0.01, 0.001, 0.1), ("8", "9", "9.3"), (0.3, 0.3, 0.4)
    )
    assert matrix[2].tolist() == pytest.approx([0.0005, 0.0005, 0.999])
    assert matrix[0].tolist() == pytest.approx([0.989, 0.01, 0.001])


def test_an_allele_without_neighbour_cannot_take_one_step() -> None:
    matrix = transition_matrix(MutationModel("onestep", 0.01), ("8", "9", "12"), (0.3, 0.3, 0.4))
    assert matrix[2].tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("model", "alleles", "words"),
    [
        (MutationModel("stepwise", 0.01), ("a", "9"), "allele 'a' is not a number"),
        (MutationModel("stepwise", 0.01), ("nan", "9"), "allele 'nan' is not a number"),
        (MutationModel("onestep", 0.01), ("9", "9.3"), "microvariant"),
        (MutationModel("dawid", 0.9), ("9", "10"), "too high"),
        (MutationModel("proportional", 0.9), ("9", "10"), "too high"),
        (MutationModel("stepwise", 0.01, range=1e300), ("9", "400"), "too extreme"),
        (MutationModel("stepwise", 0.01, range=1e-200), ("9", "400"), "too extreme"),
        (MutationModel("dawid", 0.01, range=1e-200), ("9", "400"), "too extreme"),
        (MutationModel("custom", matrix=((1.0, 0.0), (0.5, 0.4))), ("9", "10"), "row 2"),
        (MutationModel("custom", matrix=((1.0,),)), ("9", "10"), "shape"),
        (MutationModel("custom", matrix=((1.5, -0.5), (0.0, 1.0))), ("9", "10"), "outside"),
    ],
)
def test_refuses(model: MutationModel, alleles: tuple[str, ...], words: str) -> None:
    with pytest.raises(MutationModelError, match=words):
        transition_matrix(model, alleles, (0.9, 0.1))


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"model": "unheard"}, "allowed are none, equal"),
        ({"model": "equal", "rate": -0.1}, "rate -0.1"),
        ({"model": "stepwise", "rate": 0.6, "rate2": 0.6}, "more than 1"),
        ({"model": "stepwise", "range": 0.0}, "range"),
        ({"model": "equal", "rate": float("nan")}, "rate nan"),
    ],
)
def test_refuses_parameters(parameters: dict[str, object], words: str) -> None:
    with pytest.raises(MutationModelError, match=words):
        MutationModel(**parameters)  # type: ignore[arg-type]

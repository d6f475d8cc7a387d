"""The markers of a simulated incident: a published frequency table and published mutation rates."""

from __future__ import annotations

import csv
from importlib.resources import files

from antigone.genetics.markers import Marker
from antigone.genetics.mutation import MutationModel

SOURCE = (
    "Allele frequencies: NIST 1036 revised, Caucasian, 361 persons "
    "(Steffen et al. 2017, doi:10.1016/j.fsigen.2017.08.011)."
)

MATERNAL_RATE = 0.0003
PATERNAL_RATE = 0.0018
"""Mutations per meiosis: 193 in 148,875 transfers at 15 markers (doi:10.1002/elps.201800491)."""

RATE_BETWEEN_MICROGROUPS = 1e-6
STEP_RANGE = 0.1

MUTATIONS = ("none", "equal", "proportional", "stepwise")


def str_markers(mutation: str = "proportional") -> tuple[Marker, ...]:
    """Twenty autosomal STR markers with separate mutation rates of mothers and fathers.

    Args:
        mutation: one of `MUTATIONS`. The proportional model leaves allele frequencies as they are, so
            that simulated families stay in equilibrium, and joint computations stay small.

    Raises:
        ValueError: the model is none of these.
    """
    if mutation not in MUTATIONS:
        raise ValueError(f"mutation {mutation!r} is not known; allowed are {', '.join(MUTATIONS)}")
    female, male = (_model(mutation, rate) for rate in (MATERNAL_RATE, PATERNAL_RATE))
    markers = []
    for name, counts in _counts().items():
        total = sum(counts.values())
        frequencies = tuple(count / total for count in counts.values())
        markers.append(
            Marker(name, tuple(counts), frequencies, mutation_female=female, mutation_male=male)
        )
    return tuple(markers)


def _counts() -> dict[str, dict[str, int]]:
    text = files("antigone.simulate").joinpath("data", "str_counts.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    counts: dict[str, dict[str, int]] = {}
    for row in csv.DictReader(lines):
        counts.setdefault(row["marker"], {})[row["allele"]] = int(row["count"])
    return counts


def _model(mutation: str, rate: float) -> MutationModel:
    if mutation == "none":
        return MutationModel()
    if mutation == "stepwise":
        return MutationModel(mutation, rate, RATE_BETWEEN_MICROGROUPS, STEP_RANGE)
    return MutationModel(mutation, rate)

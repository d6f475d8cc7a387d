"""Mutation models: complete matrices."""

from __future__ import annotations

import json

import numpy as np

from antigone.genetics.mutation import MutationModel, transition_matrix
from verification.page import REFERENCE, Line, Section

BOUND = 1e-12


def mutation_section() -> Section:
    """Worst entry of all matrices of each model, female and male."""
    worst: dict[str, list[float]] = {}
    for case in json.loads((REFERENCE / "mutation_matrices.json").read_bytes()):
        for given in (case["mutation"]["female"], case["mutation"]["male"]):
            model = MutationModel(
                given["model"], given["rate"], given.get("rate2", 0.0), given.get("range", 0.1)
            )
            found = transition_matrix(model, case["alleles"], case["freqs"])
            error = float(np.abs(found - np.array(given["matrix"])).max())
            worst.setdefault(given["model"], []).append(error)
    lines = [Line(name, len(errors), max(errors), BOUND) for name, errors in sorted(worst.items())]
    return Section("Mutation matrices", "Reference: pedmut 0.9.1.", "error of an entry", lines)

"""From what was measured to an ordered list of persons: leads, with a coarse band each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import numpy as np

from antigone.evidence.face.bands import Lead, lead_of
from antigone.evidence.face.engine import Embedded, Engine, Vector
from antigone.evidence.face.fusing import fused
from antigone.evidence.face.searching import Block, search
from antigone.web.faces.engines import calibration_in_force

MOST_LEADS = 20
"""So many persons are listed: a list that is longer is not looked at to its end."""

BLOCK = 4_096

Photographs: TypeAlias = Mapping[int, Embedded]
"""Of one person sought: what was measured, by pk of the photograph; only where there is a vector."""


def leads_of(
    engine: Engine, probe: Vector, persons: Mapping[int, Photographs]
) -> list[tuple[int, Lead]]:
    """The persons whose faces lie nearest, the nearest first."""
    if not persons:
        return []
    identity = engine.identity
    calibration = calibration_in_force(identity)
    (ranked,) = search(probe[None, :], _blocks(engine, persons), MOST_LEADS, identity.measure)
    return [
        (int(person), lead_of(float(score), identity, calibration, place))
        for place, (person, score) in enumerate(
            zip(ranked.keys, ranked.scores, strict=True), start=1
        )
    ]


def _blocks(engine: Engine, persons: Mapping[int, Photographs]) -> Iterator[Block]:
    keys = sorted(persons)
    for start in range(0, len(keys), BLOCK):
        part = keys[start : start + BLOCK]
        rows = [_fused(engine, persons[key]) for key in part]
        yield Block(np.array(part, dtype=np.int64), np.array(rows, dtype=np.float32))


def _fused(engine: Engine, photographs: Photographs) -> Vector:
    vector = fused(list(photographs.values()), engine.identity.measure)
    assert vector is not None  # noqa: S101  (`by_person` keeps only those with a vector)
    return vector


def best_photograph(photographs: Photographs) -> int:
    """The one that is shown beside the lead: the best of those that were measured."""
    return max(photographs, key=lambda pk: (photographs[pk].quality.weight, -pk))

"""Bodies found in parts: how many, and what an examiner can still see on each."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import Generator

from antigone.evidence.records import PmRecord
from antigone.simulate.parameters import IncidentNumbers


def number_of_parts(of: IncidentNumbers, rng: Generator) -> int:
    """1 for a whole body, else at least 2, and one more with the probability of another part."""
    if rng.random() >= of.in_parts:
        return 1
    parts = 2
    while parts < of.most_parts and rng.random() < of.another_part:
        parts += 1
    return parts


def split_record(whole: PmRecord, parts: int, rng: Generator) -> tuple[PmRecord, ...]:
    """The record of a body as records of its parts: each finding and item is of one of them."""
    if parts == 1:
        return (whole,)

    place: list[int] = rng.integers(parts, size=6).tolist()
    of_items: list[int] = rng.integers(parts, size=len(whole.items)).tolist()
    records = []
    for number in range(parts):
        sex, age, stature, head, skin, inside = (at == number for at in place)
        records.append(
            replace(
                whole,
                sex=whole.sex if sex else None,
                age=whole.age if age else None,
                stature=whole.stature if stature else None,
                teeth=whole.teeth if head else None,
                traits=whole.traits if head else {},
                marks=whole.marks if skin else None,
                implants=whole.implants if inside else (),
                medical=whole.medical if inside else None,
                items=tuple(
                    item for item, of in zip(whole.items, of_items, strict=True) if of == number
                ),
            )
        )
    return tuple(records)

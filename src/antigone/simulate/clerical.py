"""Clerical errors: samples that change places, between relatives and between remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.random import Generator

from antigone.simulate.observation import Samples
from antigone.simulate.parameters import ErrorNumbers


class Clerical(StrEnum):
    """What goes wrong without anybody noticing."""

    RELATIVES_EXCHANGED = "samples of relatives exchanged"
    REMAINS_EXCHANGED = "samples of remains exchanged"
    OTHER_FATHER = "another father"
    OTHER_MOTHER = "another mother"


@dataclass(frozen=True, slots=True)
class ClericalError:
    """One error.

    Args:
        kind: what kind.
        about: whose samples, or the child whose parent is another.
        families: the families concerned.
    """

    kind: Clerical
    about: tuple[str, ...]
    families: tuple[str, ...] = ()


def exchange_relatives(
    donors: Mapping[str, Sequence[str]],
    samples: Mapping[str, Samples],
    of: ErrorNumbers,
    rng: Generator,
) -> tuple[ClericalError, ...]:
    """Let samples of relatives change places, two at a time, within or between families.

    Args:
        donors: by family who gave a sample.
        samples: by family what their samples show; changed.
        of: how often.
        rng: source of all randomness.
    """
    every = [(family, i) for family, given in donors.items() for i in range(len(given))]
    errors = []
    for family, sample in every:
        begins = rng.random() < of.sample_exchanged / 2.0
        inside, draw = rng.random() < of.within_family, rng.random()
        others = [x for x in every if x != (family, sample)] if begins else []
        near = [x for x in others if x[0] == family]
        far = [x for x in others if x[0] != family]
        pool = (near or far) if inside else (far or near)
        if not pool:
            continue
        other, place = pool[int(draw * len(pool))]
        _exchange(samples[family], sample, samples[other], place)
        about = (donors[family][sample], donors[other][place])
        concerned = tuple(dict.fromkeys((family, other)))
        errors.append(ClericalError(Clerical.RELATIVES_EXCHANGED, about, concerned))
    return tuple(errors)


def exchange_remains(
    ids: Sequence[str],
    body_of: Sequence[int],
    samples: Samples,
    of: ErrorNumbers,
    rng: Generator,
) -> tuple[ClericalError, ...]:
    """Let samples of remains of different bodies change places, two at a time; `samples` is changed."""
    errors = []
    for place, name in enumerate(ids):
        begins, draw = rng.random() < of.remains_exchanged / 2.0, rng.random()
        pool = [i for i in range(len(ids)) if body_of[i] != body_of[place]] if begins else []
        if pool:
            other = pool[int(draw * len(pool))]
            _exchange(samples, place, samples, other)
            errors.append(ClericalError(Clerical.REMAINS_EXCHANGED, (name, ids[other])))
    return tuple(errors)


def _exchange(one: Samples, i: int, two: Samples, j: int) -> None:
    for left, right in ((one.seen, two.seen), (one.dropout, two.dropout)):
        kept = np.array(left[i])
        left[i] = right[j]
        right[j] = kept

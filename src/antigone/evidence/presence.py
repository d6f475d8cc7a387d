"""What a person is told to have against what remains are seen to have, over all kinds and regions.

The common ground of the lines marks, implants and medical findings.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.presence_population import (
    STATES,
    Detail,
    Feature,
    PresencePopulation,
)
from antigone.evidence.presence_site import SITES, pattern
from antigone.evidence.records import Region, State

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
Item = TypeVar("Item", bound=Hashable)

Features = tuple[Feature, ...]
Seen = tuple[State, Features]
"""The state of remains, and what was seen of them."""

AtSite = tuple[tuple[Detail, ...], tuple[Detail, ...]]
"""The details of what lies on the right and on the left side of a site."""

Agreement = Callable[[Sequence[Detail], Sequence[Detail]], Array]
"""Factors of details seen (rows) and told (columns), if both are of one and the same thing."""

ROWS = 32
"""Remains whose log10 LRs are summed at a time: what fits into a cache is fast."""


def presence_log10(
    seen: Sequence[Seen | None],
    told: Sequence[Features | None],
    population: PresencePopulation,
    agreement: Agreement | None = None,
) -> Array:
    """log10 LR of what is told and seen: "this missing person" against "another of the missing".

    Each region bears one of a kind or not, independent of all others; the LR of a pair is the product
    over all kinds and sites of what `link_weights` sums, also where neither is told nor seen. With
    probability λ the record is of somebody else: LR = λ + (1 - λ)·product ≥ λ.

    - Several of a kind in one region count as one. Their details are compared as if any one of those
      told were any one of those seen: the mean over the pairs.
    - Where one side knows no region of one of its features, all of that kind are compared as if no
      region were known to either.
    - A kind that the tables do not name counts only where one side has it.
    - Where a kind cannot be seen in the state of the remains, it is not compared.

    Args:
        seen: of N remains; None: not looked for.
        told: of M missing persons; None: not asked.
        population: frequencies of the missing.
        agreement: of details; None where features have none.

    Returns:
        Shape (N, M); 0 where either side is None.
    """
    on_remains, rows = _distinct(
        None if one is None else (one[0], _in_order(one[1])) for one in seen
    )
    of_persons, columns = _distinct(None if one is None else _in_order(one) for one in told)
    table = np.zeros((len(on_remains), len(of_persons)))
    looked = [i for i, one in enumerate(on_remains) if one is not None]
    asked = [j for j, one in enumerate(of_persons) if one is not None]
    if looked and asked:
        table[np.ix_(looked, asked)] = _log10_lr(
            [one for one in on_remains if one is not None],
            [one for one in of_persons if one is not None],
            population,
            agreement,
        )
    result: Array = table[:, columns][rows]
    return result


def _log10_lr(
    seen: Sequence[Seen],
    told: Sequence[Features],
    population: PresencePopulation,
    agreement: Agreement | None,
) -> Array:
    """log10 LR of all pairs, summed over the kinds, with the floor."""
    of_kinds = _kinds(seen, told, population, agreement)
    mix_up = population.tables.mix_up
    result = np.zeros((len(seen), len(told)))
    for start in range(0, len(seen), ROWS):
        block = result[start : start + ROWS]
        for of in of_kinds:
            # Of a kind that nobody is told to have, one column stands for all.
            found = of.values[of.rows[start : start + ROWS]]
            block += found if found.shape[1] == 1 else found[:, of.columns]
        mixed = np.logaddexp(np.log(mix_up), np.log1p(-mix_up) + block) / np.log(10.0)
        # What says nothing stays 0 to the last digit.
        block[:] = np.where(block == 0.0, 0.0, mixed)
    return result


@dataclass(frozen=True, eq=False)
class _OfKind:
    """Log LR of one kind by distinct sets of features, and which set each record has."""

    values: Array
    rows: Indices
    columns: Indices


def _kinds(
    seen: Sequence[Seen],
    told: Sequence[Features],
    population: PresencePopulation,
    agreement: Agreement | None,
) -> list[_OfKind]:
    named = {one.kind for _, features in seen for one in features}
    named |= {one.kind for features in told for one in features}
    result = []
    for kind in sorted({*population.weights, *named}):
        on_remains, rows = _distinct((state, _of_kind(found, kind)) for state, found in seen)
        of_persons, columns = _distinct(_of_kind(features, kind) for features in told)
        values = _kind_log_lr(kind, on_remains, of_persons, population, agreement)
        result.append(_OfKind(values, rows, columns))
    return result


def _kind_log_lr(
    kind: str,
    seen: Sequence[Seen],
    told: Sequence[Features],
    population: PresencePopulation,
    agreement: Agreement | None,
) -> Array:
    """Log LR of one kind, shape (seen, told)."""
    weights, visible = population.weights_of(kind), population.tables.of(kind).visible
    values = np.zeros((len(seen), len(told)))
    for at_state, state in enumerate(STATES):
        own = [i for i, (found_state, _) in enumerate(seen) if found_state is state]
        if own and visible[state] > 0.0:
            features = [seen[i][1] for i in own]
            values[own] = _state_log_lr(weights[at_state], features, told, agreement)
    if kind not in population.tables.kinds:
        empty = np.array([not features for _, features in seen])[:, None]
        values[empty & np.array([not features for features in told])] = 0.0
    return values


def _state_log_lr(
    weights: Array, seen: Sequence[Features], told: Sequence[Features], agreement: Agreement | None
) -> Array:
    """Log LR of one kind in one state; by regions, or as a whole where one side knows no region."""
    values = np.zeros((len(seen), len(told)))
    for at, (right, left) in enumerate(SITES):
        values += _gathered(
            weights[at],
            [(_details(f, right), _details(f, left) if left else ()) for f in seen],
            [(_details(f, right), _details(f, left) if left else ()) for f in told],
            agreement,
        )
    rows = np.array([any(one.region is None for one in f) for f in seen])
    columns = np.array([any(one.region is None for one in f) for f in told])
    for some, others in ((rows, np.full(len(told), True)), (np.full(len(seen), True), columns)):
        if some.any() and others.any():
            values[np.ix_(some, others)] = _gathered(
                weights[-1],
                [(_details(f, None), ()) for f, use in zip(seen, some, strict=True) if use],
                [(_details(f, None), ()) for f, use in zip(told, others, strict=True) if use],
                agreement,
            )
    return values


def _gathered(
    weights: Array, seen: Iterable[AtSite], told: Iterable[AtSite], agreement: Agreement | None
) -> Array:
    """Log LR of a site for all sets, computed once for those that are equal there."""
    on_remains, rows = _distinct(seen)
    of_persons, columns = _distinct(told)
    return _site_log_lr(weights, on_remains, of_persons, agreement)[rows][:, columns]


def _site_log_lr(
    weights: Array, seen: Sequence[AtSite], told: Sequence[AtSite], agreement: Agreement | None
) -> Array:
    """Log LR of a site: the weights of its links, each times the factor of the linked details."""
    shown, said = _patterns(seen)[:, None], _patterns(told)
    total = np.zeros((len(seen), len(told)))
    for links in np.argwhere(weights.any(axis=(0, 1))).tolist():
        of_link = weights[:, :, links[0], links[1]][said, shown]
        for place, link in enumerate(links):
            if link and agreement is not None:
                of_link *= _factors(
                    [one[link - 1] for one in seen], [one[place] for one in told], agreement
                )
        total += of_link
    return np.log(total)


def _patterns(places: Sequence[AtSite]) -> Indices:
    return np.array([pattern(bool(right), bool(left)) for right, left in places], dtype=np.intp)


def _factors(
    seen: Sequence[tuple[Detail, ...]], told: Sequence[tuple[Detail, ...]], agreement: Agreement
) -> Array:
    """The mean factor of the details of one place, over all pairs of what is seen and told there."""
    on_remains, rows = _shares(seen)
    of_persons, columns = _shares(told)
    if not on_remains or not of_persons:
        return np.ones((len(seen), len(told)))
    # A place without anything is never linked: its row of zeros is not used.
    return rows @ agreement(on_remains, of_persons) @ columns.T


def _shares(places: Sequence[tuple[Detail, ...]]) -> tuple[list[Detail], Array]:
    """The distinct details, and the share of each in each place; shape (places, details)."""
    details = sorted({detail for place in places for detail in place})
    at = {detail: i for i, detail in enumerate(details)}
    shares = np.zeros((len(places), len(details)))
    for row, place in enumerate(places):
        for detail in place:
            shares[row, at[detail]] += 1.0 / len(place)
    return details, shares


def _in_order(features: Features) -> Features:
    return tuple(sorted(features, key=lambda one: (one.kind, one.region or "", one.detail)))


def _of_kind(features: Features, kind: str) -> Features:
    return tuple(one for one in features if one.kind == kind)


def _details(features: Features, region: Region | None) -> tuple[Detail, ...]:
    """The details of features in a region; of all where it is None."""
    return tuple(one.detail for one in features if region is None or one.region is region)


def _distinct(items: Iterable[Item]) -> tuple[list[Item], Indices]:
    """Each item once, and for each place in the list which one stands there."""
    numbers: dict[Item, int] = {}
    index = [numbers.setdefault(item, len(numbers)) for item in items]
    return list(numbers), np.array(index, dtype=np.intp)

"""The configurations of one family: which of its missing persons are which remains, if any.

A configuration is a partial map from the family's missing persons to remains; its weight is
P(all its DNA | configuration) over P(the same DNA | nobody identified), exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.reconcile.configuration_kernels import likely_combinations
from antigone.reconcile.family_evidence import FamilyAtMarker
from antigone.reconcile.incident import DviIncident
from antigone.words import said

TABLE_LIMIT = 1 << 25
"""Most entries of the tables of one family, all markers together: 256 MiB."""

CONFIGURATION_LIMIT = 200_000
"""Most configurations of one family with which exact work goes on."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

Options = Mapping[str, tuple[str | None, ...]]
"""For each missing person the remains they may be; None: they are none of the remains."""

Gain = Callable[[str, str], float]
"""For a missing person and remains the log10 that other evidence may add to the pair, at least 0."""


def no_gain(_person: str, _remains: str) -> float:
    """Where DNA is all there is."""
    return 0.0


class JointRefused(ValueError):
    """A joint posterior cannot be computed exactly; the message says why."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """One way in which a family's missing persons may be remains.

    `remains` maps missing persons to remains (those who are none of them are absent);
    `log10_weight` is relative to the empty configuration.
    """

    remains: Mapping[str, str]
    log10_weight: float


@dataclass(frozen=True)
class Weighed:
    """The configurations of a family.

    `log10_dropped[k]` is log10 of the summed weight of those with k persons that were left out for being
    below the least weight, each with all that other evidence may add; they are no more probable than that,
    so their sum bounds the error.
    """

    configurations: tuple[Configuration, ...]
    log10_dropped: Mapping[int, float] = field(default_factory=dict)


def weigh_configurations(
    incident: DviIncident,
    family: Sequence[FamilyAtMarker],
    options: Options,
    *,
    least_log10_weight: float = -math.inf,
    gain: Gain = no_gain,
) -> Weighed:
    """The configurations of a family that are possible, in a stable order, the empty one included.

    At every marker each combination of distinct observations is computed once, in one elimination;
    combinations of options are sums of these. Those that use the same remains twice are dropped.

    Args:
        incident: the remains and markers.
        family: the family at every marker.
        options: what sex and pairings allow and the pair by itself does not exclude.
        least_log10_weight: configurations below are left out, and their sum is told.
        gain: what other evidence may add to a pair; it counts before anything is left out.

    Raises:
        JointRefused: more configurations than `CONFIGURATION_LIMIT`, or entries than `TABLE_LIMIT`.
    """
    tables = _tables(incident, family, options)
    sizes = np.array([len(allowed) for allowed in options.values()])
    rows, weights, left_out, count = likely_combinations(
        *tables,
        sizes,
        _padded(_numbers(options), sizes).astype(np.int64),
        _padded(
            [
                [0.0 if r is None else gain(person, r) for r in allowed]
                for person, allowed in options.items()
            ],
            sizes,
        ),
        least_log10_weight,
        CONFIGURATION_LIMIT,
    )
    if count > CONFIGURATION_LIMIT:
        raise JointRefused(
            said(
                "one family has more than {configuration_limit} possible configurations",
                configuration_limit=f"{CONFIGURATION_LIMIT:,}",
            )
        )
    found = [
        _configuration(options, row, weight)
        for row, weight in zip(rows.tolist(), weights.tolist(), strict=True)
    ]
    order = {r.id: i for i, r in enumerate(incident.remains)}
    people = list(options)
    found.sort(key=lambda c: [order.get(c.remains.get(p, ""), len(order)) for p in people])
    dropped = {k: math.log10(total) for k, total in enumerate(left_out.tolist()) if total > 0.0}
    return Weighed(tuple(found), dropped)


def _configuration(options: Options, row: Sequence[int], weight: float) -> Configuration:
    remains = {
        person: r
        for (person, allowed), i in zip(options.items(), row, strict=True)
        if (r := allowed[i]) is not None
    }
    # No rounding error may stand at the reference itself.
    return Configuration(remains, weight if remains else 0.0)


def _tables(
    incident: DviIncident, family: Sequence[FamilyAtMarker], options: Options
) -> tuple[Floats, Ints, Ints, Ints, Floats, Ints, Ints]:
    """Weights of distinct observations, and which of them each option is, as the kernel takes them."""
    known = {r.id: r for r in incident.remains}
    sizes = np.array([len(allowed) for allowed in options.values()])
    flat, best, strides, places, widths = [], [], [], [], []
    entries = 0
    for marker, at in zip(incident.markers, family, strict=True):
        seen = {
            person: [None if r is None else known[r].observation(marker.name) for r in allowed]
            for person, allowed in options.items()
        }
        distinct = {person: tuple(dict.fromkeys(of)) for person, of in seen.items()}
        shape = [len(of) for of in distinct.values()]
        entries += math.prod(shape)
        if entries > TABLE_LIMIT:
            raise JointRefused(
                said("the observations of one family's candidates make too large a table")
            )
        table = at.log10_with_options(distinct) - at.log10_alone
        for axis, of in enumerate(distinct.values()):
            strangers = [0.0 if o is None else at.log10_stranger(o) for o in of]
            table = table - np.reshape(
                strangers, [-1 if i == axis else 1 for i in range(table.ndim)]
            )
        flat.append(np.ascontiguousarray(table, dtype=np.float64).ravel())
        best.append(table.max(axis=-1).ravel())
        strides.append([math.prod(shape[i + 1 :]) for i in range(len(shape))])
        widths.append(shape[-1])
        number = [{o: i for i, o in enumerate(of)} for of in distinct.values()]
        places.append(
            _padded(
                [[n[o] for o in of] for n, of in zip(number, seen.values(), strict=True)], sizes
            )
        )
    return (
        np.concatenate(flat),
        _starts(flat),
        np.array(strides, dtype=np.int64),
        np.array(places, dtype=np.int64),
        np.concatenate(best),
        _starts(best),
        np.array(widths, dtype=np.int64),
    )


def _starts(parts: Sequence[Floats]) -> Ints:
    return np.cumsum([0, *(part.size for part in parts[:-1])]).astype(np.int64)


def _padded(rows: Sequence[Sequence[float]], sizes: Ints) -> NDArray[np.float64]:
    """Rows of different length side by side; what fills them up is never read."""
    found = np.zeros((len(rows), int(sizes.max())))
    for i, row in enumerate(rows):
        found[i, : len(row)] = row
    return found


def _numbers(options: Options) -> list[list[int]]:
    """For each person the number of the remains behind each option; -1 for none of them."""
    numbers: dict[str, int] = {}
    return [
        [-1 if r is None else numbers.setdefault(r, len(numbers)) for r in allowed]
        for allowed in options.values()
    ]

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

from antigone.genetics.elimination import Table
from antigone.genetics.observation import Observation
from antigone.reconcile.family_evidence import FamilyAtMarker
from antigone.reconcile.incident import DviIncident, Remains

TABLE_LIMIT = 1 << 20
"""Most combinations of options that one elimination evaluates; above, one person is fixed first."""

CONFIGURATION_LIMIT = 200_000
"""Most configurations of one family with which exact work goes on."""

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


def configurations(
    incident: DviIncident, family: Sequence[FamilyAtMarker], options: Options
) -> tuple[Configuration, ...]:
    """All configurations of a family that are possible, in a stable order, the empty one included.

    See `weigh_configurations`, here with nothing left out.
    """
    return weigh_configurations(incident, family, options).configurations


def weigh_configurations(
    incident: DviIncident,
    family: Sequence[FamilyAtMarker],
    options: Options,
    *,
    least_log10_weight: float = -math.inf,
    gain: Gain = no_gain,
) -> Weighed:
    """The configurations of a family that are possible, in a stable order, the empty one included.

    All combinations of options are evaluated together, in one elimination per marker; combinations
    that use the same remains twice are dropped. Where they are too many for one table, persons are
    fixed one by one, and remains that then exclude another person are no option for them.

    Args:
        incident: the remains and markers.
        family: the family at every marker.
        options: what sex and pairings allow and the pair by itself does not exclude.
        least_log10_weight: configurations below are left out, and their sum is told.
        gain: what other evidence may add to a pair; it counts before anything is left out.

    Raises:
        JointRefused: more configurations than `CONFIGURATION_LIMIT`.
    """
    known = {r.id: r for r in incident.remains}
    evaluation = _Evaluation(incident, family, known)
    reading = _Reading(least_log10_weight, gain)
    _collect(evaluation, {p: tuple(o) for p, o in options.items()}, reading)
    order = {r.id: i for i, r in enumerate(incident.remains)}
    people = list(options)
    reading.found.sort(key=lambda c: [order.get(c.remains.get(p, ""), len(order)) for p in people])
    return Weighed(tuple(reading.found), reading.log10_dropped)


@dataclass
class _Reading:
    """What has been read off tables so far."""

    least: float
    gain: Gain
    found: list[Configuration] = field(default_factory=list)
    log10_dropped: dict[int, float] = field(default_factory=dict)

    def most(self, options: Options, index: NDArray[np.int64], weights: Table) -> Table:
        """The weights of rows of options, with all that other evidence may add."""
        total = weights.copy()
        for axis, (person, allowed) in enumerate(options.items()):
            gains = np.array([0.0 if r is None else self.gain(person, r) for r in allowed])
            total += gains[index[:, axis]]
        return total

    def drop(self, persons: NDArray[np.int64], weights: Table) -> None:
        """Take the sum of weights that are left out, by the number of persons."""
        for k in np.unique(persons):
            here = weights[persons == k]
            before = self.log10_dropped.get(int(k), -math.inf)
            top = max(float(here.max()), before)
            total = float((10.0 ** (here - top)).sum()) + 10.0 ** (before - top)
            self.log10_dropped[int(k)] = top + math.log10(total)


@dataclass(frozen=True)
class _Evaluation:
    """The family and the remains, and the weight of options by elimination."""

    incident: DviIncident
    family: Sequence[FamilyAtMarker]
    remains: Mapping[str, Remains]

    def log10_weights(self, options: Options) -> Table:
        """log10 weight of every combination, one axis for each person, in the order of `options`."""
        total = np.zeros([len(o) for o in options.values()])
        for marker, at in zip(self.incident.markers, self.family, strict=True):
            observed = {
                person: tuple(self._observed(r, marker.name) for r in allowed)
                for person, allowed in options.items()
            }
            total = total + at.log10_with_options(observed) - at.log10_alone
            for axis, seen in enumerate(observed.values()):
                strangers = [0.0 if o is None else at.log10_stranger(o) for o in seen]
                total = total - np.reshape(
                    strangers, [-1 if i == axis else 1 for i in range(total.ndim)]
                )
        return total

    def _observed(self, remains: str | None, marker: str) -> Observation | None:
        return None if remains is None else self.remains[remains].observation(marker)


def _collect(evaluation: _Evaluation, options: Options, reading: _Reading) -> None:
    """Append all configurations within the options; fix persons one by one while they are too many."""
    if math.prod(len(o) for o in options.values()) <= TABLE_LIMIT:
        _read(evaluation, options, reading)
        return
    person = max(options, key=lambda p: len(options[p]))
    for choice in options[person]:
        fixed = {
            p: (choice,) if p == person else tuple(r for r in o if r is None or r != choice)
            for p, o in options.items()
        }
        _collect(evaluation, _without_exclusions(evaluation, fixed), reading)


def _without_exclusions(evaluation: _Evaluation, options: Options) -> Options:
    """Options without remains that exclude the person, given those persons who are fixed."""
    certain = {p: o for p, o in options.items() if len(o) == 1}
    reduced = dict(options)
    for person, allowed in options.items():
        if len(allowed) == 1:
            continue
        weights = evaluation.log10_weights({**certain, person: allowed})
        alone = weights.reshape(len(allowed))
        reduced[person] = tuple(r for r, w in zip(allowed, alone, strict=True) if w > -math.inf)
    return reduced


def _read(evaluation: _Evaluation, options: Options, reading: _Reading) -> None:
    weights = evaluation.log10_weights(options)
    people = list(options)
    places = _places(options)
    index = np.argwhere(weights > -math.inf)
    values = weights[tuple(index.T)]
    chosen = np.stack([places[i][index[:, i]] for i in range(len(people))], axis=1)
    persons = (chosen >= 0).sum(axis=1)
    single = _no_remains_twice(chosen)
    # Nobody identified is the reference: it always stays.
    most = reading.most(options, index, values)
    kept = single & ((most >= reading.least) | (persons == 0))
    out = single & ~kept
    if out.any():
        reading.drop(persons[out], most[out])
    for row, weight in zip(index[kept].tolist(), values[kept].tolist(), strict=True):
        remains = {
            p: r for p, i in zip(people, row, strict=True) if (r := options[p][i]) is not None
        }
        # No rounding error may stand at the reference itself.
        reading.found.append(Configuration(remains, weight if remains else 0.0))
        if len(reading.found) > CONFIGURATION_LIMIT:
            raise JointRefused(
                f"one family has more than {CONFIGURATION_LIMIT:,} possible configurations"
            )


def _places(options: Options) -> list[NDArray[np.int64]]:
    """For each person the number of the remains behind each option; -1 for none of them."""
    numbers: dict[str, int] = {}
    return [
        np.array(
            [-1 if r is None else numbers.setdefault(r, len(numbers)) for r in allowed],
            dtype=np.int64,
        )
        for allowed in options.values()
    ]


def _no_remains_twice(chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
    single = np.ones(len(chosen), dtype=np.bool_)
    for i in range(chosen.shape[1]):
        for j in range(i):
            single &= (chosen[:, i] != chosen[:, j]) | (chosen[:, i] < 0)
    return single

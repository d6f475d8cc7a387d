"""The configurations of one family: which of its missing persons are which remains, if any.

A configuration is a partial map from the family's missing persons to remains; its weight is
P(all its DNA | configuration) over P(the same DNA | nobody identified), exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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


def configurations(
    incident: DviIncident, family: Sequence[FamilyAtMarker], options: Options
) -> tuple[Configuration, ...]:
    """All configurations of a family that are possible, in a stable order, the empty one included.

    All combinations of options are evaluated together, in one elimination per marker; combinations
    that use the same remains twice are dropped. Where they are too many for one table, persons are
    fixed one by one, and remains that then exclude another person are no option for them.

    Args:
        incident: the remains and markers.
        family: the family at every marker.
        options: what sex and pairings allow and the pair by itself does not exclude.

    Raises:
        JointRefused: more configurations than `CONFIGURATION_LIMIT`.
    """
    known = {r.id: r for r in incident.remains}
    evaluation = _Evaluation(incident, family, known)
    found: list[Configuration] = []
    _collect(evaluation, {p: tuple(o) for p, o in options.items()}, found)
    order = {r.id: i for i, r in enumerate(incident.remains)}
    people = list(options)
    found.sort(key=lambda c: [order.get(c.remains.get(p, ""), len(order)) for p in people])
    return tuple(found)


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
            total = total + at.log10_with_options(observed).log10() - at.log10_alone
            for axis, seen in enumerate(observed.values()):
                strangers = [0.0 if o is None else at.log10_stranger(o) for o in seen]
                total = total - np.reshape(
                    strangers, [-1 if i == axis else 1 for i in range(total.ndim)]
                )
        return total

    def _observed(self, remains: str | None, marker: str) -> Observation | None:
        return None if remains is None else self.remains[remains].observation(marker)


def _collect(evaluation: _Evaluation, options: Options, found: list[Configuration]) -> None:
    """Append all configurations within the options; fix persons one by one while they are too many."""
    if math.prod(len(o) for o in options.values()) <= TABLE_LIMIT:
        _read(evaluation, options, found)
        return
    person = max(options, key=lambda p: len(options[p]))
    for choice in options[person]:
        fixed = {
            p: (choice,) if p == person else tuple(r for r in o if r is None or r != choice)
            for p, o in options.items()
        }
        _collect(evaluation, _without_exclusions(evaluation, fixed), found)


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


def _read(evaluation: _Evaluation, options: Options, found: list[Configuration]) -> None:
    weights = evaluation.log10_weights(options)
    people = list(options)
    for index in np.argwhere(weights > -math.inf):
        chosen = {
            p: r for p, i in zip(people, index, strict=True) if (r := options[p][i]) is not None
        }
        if len(set(chosen.values())) == len(chosen):
            # Nobody identified is the reference itself: no rounding error may stand there.
            weight = float(weights[tuple(index)]) if chosen else 0.0
            found.append(Configuration(chosen, weight))
    if len(found) > CONFIGURATION_LIMIT:
        raise JointRefused(
            f"one family has more than {CONFIGURATION_LIMIT:,} possible configurations"
        )

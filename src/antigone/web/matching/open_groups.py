"""Remains and persons who compete while nothing settles who is whom, with the assignments between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from antigone.web.matching.joint_view import SHOWN_PROBABILITY, JointView
from antigone.web.matching.results import Explained, Unsettled

ALTERNATIVES = 3
"""How many of the assignments within a group are shown."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One assignment within a group.

    Args:
        pairs: remains and person (None: nobody of those sought), where alternatives differ.
        at_least: posterior that the group is assigned like this; a lower bound, since only the best
            assignments of the whole incident are kept.
    """

    pairs: tuple[tuple[str, str | None], ...]
    at_least: float


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Remains and persons who compete with each other.

    Args:
        letter: how the figure names it.
        remains, missing: who competes, in the order of the run.
        families: that seek the persons.
        alike: groups within it that the evidence cannot tell apart at all.
        probabilities: of each of the remains, of the persons it may be, and of nobody sought.
        alternatives: the best assignments within it; empty where those that are kept do not differ.
        because: why it is open, in the words of the core; with what the other evidence prefers.
    """

    letter: str
    remains: tuple[str, ...]
    missing: tuple[str, ...]
    families: tuple[str, ...]
    alike: tuple[Unsettled, ...]
    probabilities: tuple[tuple[str, dict[str, float], float], ...]
    alternatives: tuple[Alternative, ...]
    because: tuple[str, ...] = ()


def open_groups(view: JointView, family_of: Mapping[str, str]) -> list[OpenGroup]:
    """Groups of two or more open remains or persons, in the order of the run.

    Args:
        view: a joint posterior.
        family_of: the family's name by person sought, in the order of the run.
    """
    if view.explained:
        groups = [_of_explained(view, one) for one in view.explained]
    else:
        groups = [_of_component(view, *one, family_of) for one in _components(view)]
    shared = (one for one in groups if len(one.remains) > 1 or len(one.missing) > 1)
    return [replace(group, letter=letter) for letter, group in zip(letters(), shared, strict=False)]


def letters() -> Iterator[str]:
    """A to Z, then AA, AB, and so on.

    >>> from itertools import islice
    >>> list(islice(letters(), 25, 28))
    ['Z', 'AA', 'AB']
    """
    number = 0
    while True:
        rest, name = number, ""
        while rest >= 0:
            rest, last = divmod(rest, len(ascii_uppercase))
            name, rest = ascii_uppercase[last] + name, rest - 1
        yield name
        number += 1


def _components(view: JointView) -> list[tuple[list[str], list[str]]]:
    """Open remains and the persons whom they may be, as far as these connect them."""
    persons = {remains: set(view.persons(remains)) for remains in view.open_remains}
    for group in view.alike:
        for remains in view.open_remains.intersection(group.remains):
            persons[remains].update(group.missing)
    others = defaultdict(set)
    for remains, found in persons.items():
        for person in found:
            others[person].add(remains)
    seen: set[str] = set()
    components = []
    for start in view.marginals:
        if start not in persons or start in seen:
            continue
        reached = _reached(start, persons, others)
        seen |= reached
        together = [r for r in view.marginals if r in reached]
        components.append((together, list({m for r in together for m in persons[r]})))
    return components


def _reached(start: str, persons: dict[str, set[str]], others: dict[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for person in persons[waiting.pop()]:
            new = others[person] - reached
            reached |= new
            waiting.extend(new)
    return reached


def _of_component(
    view: JointView, remains: Sequence[str], missing: Sequence[str], family_of: Mapping[str, str]
) -> OpenGroup:
    order = {person: i for i, person in enumerate(family_of)}
    persons = sorted(missing, key=order.__getitem__)
    summed: dict[tuple[str | None, ...], float] = defaultdict(float)
    for one in view.assignments:
        summed[tuple(one.assignment[r] for r in remains)] += one.posterior
    return OpenGroup(
        "",
        tuple(remains),
        tuple(persons),
        tuple(dict.fromkeys(family_of[person] for person in persons)),
        tuple(group for group in view.alike if set(group.missing) <= set(missing)),
        _probabilities(view, remains),
        _alternatives(
            (dict(zip(remains, persons, strict=True)), p) for persons, p in summed.items()
        ),
    )


def _of_explained(view: JointView, one: Explained) -> OpenGroup:
    alike = tuple(group for group in view.alike if group.missing == one.missing)
    return OpenGroup(
        "",
        one.remains,
        one.missing,
        one.families,
        alike,
        _probabilities(view, one.remains),
        _alternatives(one.alternatives),
        # What the first sentence says of exchangeable persons stands above the others anyway.
        (*one.because[bool(alike) :], *one.other_evidence),
    )


def _probabilities(
    view: JointView, remains: Iterable[str]
) -> tuple[tuple[str, dict[str, float], float], ...]:
    return tuple((r, view.persons(r), view.nobody(r)) for r in remains)


def _alternatives(
    found: Iterable[tuple[Mapping[str, str | None], float]],
) -> tuple[Alternative, ...]:
    """The best assignments of some remains, where they differ."""
    likely = [one for one in found if one[1] >= SHOWN_PROBABILITY]
    best = sorted(likely, key=lambda one: -one[1])[:ALTERNATIVES]
    differ = [r for r in (best[0][0] if best else {}) if len({a[r] for a, _ in best}) > 1]
    if not differ:
        return ()
    return tuple(Alternative(tuple((r, a[r]) for r in differ), p) for a, p in best)

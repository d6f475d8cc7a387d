"""What is found with remains: part of what a person had, and some of it another person's."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.random import Generator

from antigone.evidence.records import Carried, FoundItem
from antigone.simulate.names import as_printed
from antigone.simulate.parameters import EffectNumbers
from antigone.simulate.persons import NAMED, Person, chosen, given_names


def items_found(
    persons: Sequence[Person], of: EffectNumbers, rng: Generator
) -> list[tuple[FoundItem, ...]]:
    """The items found with each of some bodies.

    An item lies with another body with the probability of the way in which it was carried.
    """
    found: list[list[FoundItem]] = [[] for _ in persons]
    carried = {way.value: share for way, share in of.carried.items()}
    for place, person in enumerate(persons):
        for item in person.items:
            way = Carried(chosen(carried, rng))
            numbers = item.numbers if rng.random() < of.number_read else ()
            names: tuple[str, ...] = ()
            if item.kind in NAMED and rng.random() < of.name_read:
                names = (as_printed(person.names, given_names(), rng),)
            lies_with = place
            if rng.random() < of.exchanged[way]:
                lies_with = int(rng.integers(len(persons)))
            if rng.random() < of.found:
                found[lies_with].append(FoundItem(item.kind, way, numbers, names, item.features))
    return [tuple(items) for items in found]

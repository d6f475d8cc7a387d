"""A found item against what is told of the items and names of many persons: how far it may be theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.belongings import Belongings, Commonness
from antigone.evidence.documents import NumberOutcome, ToldNumbers, number_likelihoods
from antigone.evidence.named_persons import NamedPersons
from antigone.evidence.names import NamePopulation, name_ratios
from antigone.evidence.records import AmRecord, FoundItem
from antigone.evidence.tables import Tables
from antigone.evidence.written_names import read_name

Array = NDArray[np.float64]


class Told(IntEnum):
    """By what a found item is compared with a person: the first of these, from the end, that both have."""

    NOTHING = 0
    KIND = 1
    NAME = 2
    NUMBER = 3


class ItemOwners:
    """Persons with what is told of their items and names, ready to be compared with found items."""

    def __init__(self, records: Sequence[AmRecord | None], tables: Tables) -> None:
        self.records = tuple(records)
        items = [record.items if record else () for record in records]
        names = [record.names if record else () for record in records]
        self.numbers = ToldNumbers(items, tables.effects.documents)
        self.belongings = Belongings(items)
        self.names = NamedPersons(names, tables.given_names, tables.names.alike)
        self.named = np.array([bool(own) for own in names], dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class ItemPopulation:
    """The items and names of the missing.

    Args:
        owners: those of the AM file.
        names: how common names are.
        common: how common items are.
        tables: all tables.
    """

    owners: ItemOwners = field(repr=False)
    names: NamePopulation
    common: Commonness = field(repr=False)
    tables: Tables = field(repr=False)


def item_population(records: Iterable[AmRecord], tables: Tables) -> ItemPopulation:
    """What is told of the items and names of an AM file."""
    listed = list(records)
    owners = ItemOwners(listed, tables)
    names = NamePopulation(owners.names, int(owners.named.sum()), tables.names)
    return ItemPopulation(owners, names, Commonness(r.items for r in listed), tables)


class OwnLikelihoods:
    """How probable found items are as each person's own, names compared once.

    Args:
        owners: the persons.
        population: those among whom things are common or rare.
    """

    def __init__(self, owners: ItemOwners, population: ItemPopulation) -> None:
        self.owners = owners
        self._population = population
        self._found: dict[FoundItem, tuple[Array, NDArray[np.int8]]] = {}
        self._by_name: dict[str, Array] = {}

    def of(self, item: FoundItem) -> tuple[Array, NDArray[np.int8]]:
        """P(item | own) in the measure of a person of whom nothing is told, and `Told`, each (persons,).

        A number that is equal, or almost, counts alone. A number that differs counts with the name, as
        papers are renewed, or alone. Without a number on both sides the name counts, without a name
        kind and features.
        """
        if item not in self._found:
            self._found[item] = self._compared(item)
        return self._found[item]

    def _compared(self, item: FoundItem) -> tuple[Array, NDArray[np.int8]]:
        tables = self._population.tables.effects
        values = self.owners.belongings.likelihoods(item, self._population.common, tables)
        told = np.where(self.owners.belongings.asked, Told.KIND, Told.NOTHING).astype(np.int8)
        names = self._names(item)
        if names is not None:
            values = np.where(self.owners.named, names, values)
            told[self.owners.named] = Told.NAME
        outcomes = self.owners.numbers.outcomes(item)
        numbers = number_likelihoods(tables.documents)[outcomes]
        with_name = (told == Told.NAME) & (outcomes == NumberOutcome.DIFFERENT)
        alone = (outcomes != NumberOutcome.NOT_COMPARED) & ~with_name
        told[alone] = Told.NUMBER
        return np.where(alone, numbers, np.where(with_name, values * numbers, values)), told

    def _names(self, item: FoundItem) -> Array | None:
        """Any of the names read may be the owner's, or none; None where none can be read."""
        given_names = self._population.names.given_names
        read = [text for text in dict.fromkeys(item.names) if read_name(text, given_names)]
        if not read:
            return None
        for text in read:
            if text not in self._by_name:
                self._by_name[text] = name_ratios(text, self.owners.names, self._population.names)
        mean = np.mean([self._by_name[text] for text in read], axis=0)
        another = self._population.tables.effects.name_of_another
        likelihoods: Array = another + (1.0 - another) * mean
        return likelihoods

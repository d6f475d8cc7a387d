"""Items without number or name: which kinds and features the missing own, and how common these are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.effects_tables import EffectTables
from antigone.evidence.presence_tables import plain_kind
from antigone.evidence.records import FoundItem, OwnedItem

Array = NDArray[np.float64]
Features = frozenset[str]


class Commonness:
    """How common kinds of items are among the missing, and features among items of a kind.

    Shares are (n + 1) / (N + 2): of those of whom items are told, of the items told of a kind.
    """

    def __init__(self, persons: Iterable[Sequence[OwnedItem]]) -> None:
        told = [items for items in persons if items]
        self.asked = len(told)
        self._kinds = Counter(kind for items in told for kind in _kinds(items))
        self._items = Counter(plain_kind(item.kind) for items in told for item in items)
        self._features = Counter(
            (plain_kind(item.kind), word)
            for items in told
            for item in items
            for word in plain_features(item.features)
        )

    def of_kind(self, kind: str) -> float:
        """Share of persons who own such an item."""
        return (self._kinds[kind] + 1.0) / (self.asked + 2.0)

    def of_feature(self, kind: str, word: str) -> float:
        """Share of the items of a kind that have a feature."""
        return (self._features[kind, word] + 1.0) / (self._items[kind] + 2.0)


class Belongings:
    """The items told of many persons, by kind.

    Args:
        persons: by person the items told; none: nobody was asked, or nobody knows.
    """

    def __init__(self, persons: Sequence[Sequence[OwnedItem]]) -> None:
        self.asked = np.array([bool(items) for items in persons], dtype=np.bool_)
        found: dict[str, dict[Features, list[int]]] = {}
        for person, items in enumerate(persons):
            for item in items:
                of_kind = found.setdefault(plain_kind(item.kind), {})
                of_kind.setdefault(plain_features(item.features), []).append(person)
        self._by_kind = found

    def likelihoods(self, item: FoundItem, common: Commonness, tables: EffectTables) -> Array:
        """P(item | own) over its mean among the missing, shape (persons,); 1 where nothing is told.

        With probability ε a family's list says nothing of an item, otherwise the item is on it: a kind
        of share f that is told weighs ε + (1 - ε) / f, one that is not ε. Each feature seen on a kind
        that is told weighs likewise by its own error and share, the told item that fits best; a
        feature that is not told need not contradict. No item weighs more than `item_at_most`.
        """
        kind, untold = plain_kind(item.kind), tables.kind_untold
        result = np.where(self.asked, untold, 1.0)
        told = self._by_kind.get(kind, {})
        of_kind = untold + (1.0 - untold) / common.of_kind(kind)
        best = np.zeros(len(result))
        for features, persons in told.items():
            value = of_kind * feature_likelihood(item, features, common, tables)
            best[persons] = np.maximum(best[persons], value)
        result = np.where(best > 0.0, best, result)
        limited: Array = np.minimum(result, tables.item_at_most)
        return limited


def feature_likelihood(
    item: FoundItem, told: Features, common: Commonness, tables: EffectTables
) -> float:
    """The product over the features seen, given those told of an item of the kind; 1 where none are."""
    if not told:
        return 1.0
    kind, error = plain_kind(item.kind), tables.feature_error
    return math.prod(
        error + (1.0 - error) / common.of_feature(kind, word) if word in told else error
        for word in sorted(plain_features(item.features))
    )


def plain_features(features: Iterable[str]) -> Features:
    """Features as they are compared: small letters, single spaces."""
    return frozenset(plain for text in features if (plain := " ".join(text.split()).casefold()))


def _kinds(items: Iterable[OwnedItem]) -> set[str]:
    return {plain_kind(item.kind) for item in items}

"""Typed numbers of `effects.toml`: whose an item is that lies with remains, and what it says if it is own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.evidence.records import Carried
from antigone.evidence.table_cursor import TableCursor


@dataclass(frozen=True)
class DocumentNumbers:
    """How numbers on items are read, of one person and of two.

    Args:
        misread_one: P(one character is misread | the item told).
        differs: P(an own item of the kind bears another number than those told).
        doubled: P(number equal to one told | another person's item).
        one_apart: P(one character apart from one told | another person's item).
        least_characters: shorter numbers are not compared.
    """

    misread_one: float
    differs: float
    doubled: float
    one_apart: float
    least_characters: int


@dataclass(frozen=True)
class EffectTables:
    """Numbers of `effects.toml`.

    Args:
        of_another: by way of carrying, probability that an item is another person's.
        together: by way of carrying, probability that all items carried so are; never above `of_another`.
        prior_persons: so many persons of whom nothing is told may own an item that is another's.
        documents: of numbers on items.
        name_of_another: probability that a name on an own item is not the owner's.
        kind_untold: probability that an own item is found as if the family had told of no items.
        feature_error: probability that a feature of an own item is seen as if of another item.
        item_at_most: largest LR of one item without number or name.
        effects_at_most: largest LR of all of them, and one over their smallest.
    """

    of_another: Mapping[Carried, float]
    together: Mapping[Carried, float]
    prior_persons: float
    documents: DocumentNumbers
    name_of_another: float
    kind_untold: float
    feature_error: float
    item_at_most: float
    effects_at_most: float


def read_effects(table: TableCursor) -> EffectTables:
    """The numbers of `effects.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed, items are exchanged together
            more often than each of them.
    """
    of = table.exactly(*EffectTables.__dataclass_fields__)
    of_another = {way: cursor.rate() for way, cursor in of["of_another"].by(Carried).items()}
    return EffectTables(
        of_another=of_another,
        together={
            way: cursor.number(0.0, of_another[way])
            for way, cursor in of["together"].by(Carried).items()
        },
        prior_persons=of["prior_persons"].above_zero(),
        documents=_documents(of["documents"]),
        name_of_another=of["name_of_another"].rate(),
        kind_untold=of["kind_untold"].rate(),
        feature_error=of["feature_error"].rate(),
        item_at_most=of["item_at_most"].number(1.0, 1e3),
        effects_at_most=of["effects_at_most"].number(1.0, 1e6),
    )


def _documents(table: TableCursor) -> DocumentNumbers:
    of = table.exactly(*DocumentNumbers.__dataclass_fields__)
    numbers = DocumentNumbers(
        misread_one=of["misread_one"].rate(),
        differs=of["differs"].rate(),
        doubled=of["doubled"].rate(),
        one_apart=of["one_apart"].rate(),
        least_characters=of["least_characters"].integer(3, 30),
    )
    if numbers.misread_one + numbers.differs >= 1.0 or numbers.doubled + numbers.one_apart >= 0.5:
        raise table.refused("rates sum to too much; allowed is a number that tells items apart")
    return numbers

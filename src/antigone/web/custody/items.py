"""The three things that pass from hand to hand: remains, samples, packets."""

from __future__ import annotations

from antigone.web.custody.models import CustodyEvent, Explanation, Packet, Sample
from antigone.web.records.models import Remains

Item = Remains | Sample | Packet
Key = tuple[str, int]
"""Names an item: the field under which it stands in an entry, and its row."""

FIELDS = ("remains", "sample", "packet")


def field_of(item: Item) -> str:
    """Under which field of an entry it stands."""
    return {Remains: "remains", Sample: "sample", Packet: "packet"}[type(item)]


def as_item(item: Item) -> dict[str, Item]:
    """The item as an argument of an entry."""
    return {field_of(item): item}


def key_of(item: Item) -> Key:
    """The name of an item within the program."""
    return field_of(item), item.pk


def name_of(item: Item) -> str:
    """How people and the journal name it: a number or a code, never a name."""
    return item.number if isinstance(item, Remains) else item.code


def item_of(row: CustodyEvent | Explanation) -> Item:
    """The item of an entry."""
    found = row.remains or row.sample or row.packet
    assert found is not None  # noqa: S101  (a database constraint: one of the three)
    return found


def key_of_row(row: CustodyEvent | Explanation) -> Key:
    """The name of the item of an entry, without asking for the item."""
    for field in FIELDS:
        pk = getattr(row, f"{field}_id")
        if pk is not None:
            return field, pk
    raise AssertionError("an entry without an item")

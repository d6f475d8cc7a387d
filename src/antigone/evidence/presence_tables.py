"""Typed numbers of lines that ask whether a body has something: marks, implants, medical findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from antigone.evidence.records import Region, State
from antigone.evidence.table_cursor import TableCursor

MOST_FREQUENT = 0.9
"""No frequency is taken as higher: what nearly all have says nothing."""

PRESENCE_KEYS = (
    "prior_persons",
    "least_persons",
    "told_absent",
    "seen_absent",
    "mix_up",
    "kinds",
)
"""Top-level keys of a table of this form."""

Key = TypeVar("Key", bound=StrEnum)


@dataclass(frozen=True)
class FeatureKind:
    """Numbers of one kind, e.g. of tattoos.

    Args:
        per_person: mean number of regions of the body that bear one.
        regions: shares of the regions; their sum is 1, a region that is absent has share 0.
        visible: by state of the remains, probability that one that is there is seen; 0: never.
        forgotten: probability that one that is there is not told.
        other_side: probability that it is told of the other side of the body, where there is one.
    """

    per_person: float
    regions: Mapping[Region, float]
    visible: Mapping[State, float]
    forgotten: float
    other_side: float

    def share(self, region: Region) -> float:
        """Of those of this kind, the share in one region."""
        return self.regions.get(region, 0.0)


@dataclass(frozen=True)
class PresenceTables:
    """Numbers of one line.

    Args:
        kinds: by name.
        default: of kinds that are not named.
        prior_persons: so many persons the frequencies of `kinds` count for beside the AM file.
        least_persons: no frequency is below one in these and the persons of the AM file.
        told_absent: how often one is told that is not there, as a share of its frequency.
        seen_absent: how often one is seen that is not there, likewise.
        mix_up: probability that observation or record belongs to somebody else; the floor of the LR.
    """

    kinds: Mapping[str, FeatureKind]
    default: FeatureKind
    prior_persons: float
    least_persons: float
    told_absent: float
    seen_absent: float
    mix_up: float

    def of(self, kind: str) -> FeatureKind:
        """The numbers of a kind, known or not."""
        return self.kinds.get(kind, self.default)


def read_presence(
    of: Mapping[str, TableCursor], kinds: Mapping[str, FeatureKind], default: FeatureKind
) -> PresenceTables:
    """The numbers of one line from the members of its table named in `PRESENCE_KEYS`.

    Raises:
        TableError: a number is not allowed.
    """
    return PresenceTables(
        kinds=kinds,
        default=default,
        prior_persons=of["prior_persons"].above_zero(1e6),
        # Fewer would make a hundred frequencies large ones where few records are loaded.
        least_persons=of["least_persons"].number(100.0, 1e6),
        told_absent=of["told_absent"].rate(),
        seen_absent=of["seen_absent"].rate(),
        mix_up=of["mix_up"].rate(),
    )


def read_named_kinds(table: TableCursor) -> tuple[dict[str, FeatureKind], FeatureKind]:
    """The kinds of a table whose names are the user's to choose, and its entry `default`.

    Raises:
        TableError: no `default`, a name not in small letters, a number is not allowed.
    """
    found = {}
    for name, cursor in table.entries().items():
        if name != plain_kind(name):
            raise cursor.refused(f"{name!r}; allowed are names in small letters")
        found[name] = read_kind(cursor)
    if "default" not in found:
        raise table.refused("'default' is missing; it stands for kinds that have no entry")
    return found, found.pop("default")


def plain_kind(name: str) -> str:
    """The name of a kind as tables write it.

    >>> plain_kind(" Hip prosthesis ")
    'hip_prosthesis'
    """
    return "_".join(name.split()).casefold()


def read_kind(table: TableCursor) -> FeatureKind:
    """The numbers of one kind.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed, shares do not sum to 1.
    """
    of = table.exactly(*FeatureKind.__dataclass_fields__)
    kind = FeatureKind(
        per_person=of["per_person"].above_zero(10.0),
        regions=_shares(of["regions"]),
        visible={
            state: cursor.number(0.0, 0.999) for state, cursor in of["visible"].by(State).items()
        },
        forgotten=of["forgotten"].rate(),
        other_side=of["other_side"].number(0.0, 0.5),
    )
    if kind.forgotten + kind.other_side >= 0.99:
        raise table.refused("forgotten and other_side sum to 0.99 or more; something must be told")
    if kind.per_person * max(kind.regions.values()) > MOST_FREQUENT:
        raise table.refused(
            f"per_person times a share exceeds {MOST_FREQUENT:g}, the highest frequency of a region"
        )
    return kind


def _shares(table: TableCursor) -> dict[Region, float]:
    shares = {region: cursor.above_zero(1.0) for region, cursor in some_of(table, Region).items()}
    total = sum(shares.values())
    if abs(total - 1.0) > 0.001:
        raise table.refused(f"the shares sum to {total:g}; they must sum to 1")
    return {region: share / total for region, share in shares.items()}


def some_of(table: TableCursor, keys: type[Key]) -> dict[Key, TableCursor]:
    """The members of a table with entries for some members of an enumeration."""
    allowed = {key.value: key for key in keys}
    found = {}
    for name, cursor in table.entries().items():
        if name not in allowed:
            raise table.refused(f"{name!r} is not known here; allowed are {', '.join(allowed)}")
        found[allowed[name]] = cursor
    return found

"""Putting a new master key in the place of an old one: every key is wrapped anew.

A rotation may be interrupted at any moment, also by a power cut: each key is wrapped by the old
master key or by the new one, and both stay until the old one wraps nothing. Starting it again goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from antigone.web.journal.services import record
from antigone.web.sealing import masters
from antigone.web.sealing.erasure import overwrite_soon
from antigone.web.sealing.keys import unwrap, wrap
from antigone.web.sealing.models import Erasure, Key

BATCH = 100
"""So many keys are wrapped anew in one transaction."""

Tell = Callable[[int, int], None]
"""Hears how many of how many keys are wrapped by the current master key."""


class RotationRefused(ValueError):
    """It cannot be done like this; the message says what to do."""


@dataclass(frozen=True)
class Status:
    """How the master keys stand.

    Args:
        current: the name of the one that wraps new keys.
        wrapped: how many keys each of them wraps.
        missing: names of master keys that are needed and not there, with how many keys hang on them.
        destroyed: how many keys are destroyed.
        erasures: what was destroyed, and is not overwritten yet in the files of the database.
    """

    current: str
    wrapped: Mapping[str, int]
    missing: Mapping[str, int]
    destroyed: int
    erasures: tuple[Erasure, ...]

    @property
    def left(self) -> int:
        """How many keys an old master key wraps still."""
        return sum(count for name, count in self.wrapped.items() if name != self.current)


def status() -> Status:
    """How the master keys stand now."""
    found = masters.masters()
    live = Key.objects.filter(wrapped__isnull=False)
    count = Counter(live.values_list("master", flat=True))
    return Status(
        current=masters.current(),
        wrapped={name: count[name] for name in found},
        missing={name: n for name, n in count.items() if name not in found},
        destroyed=Key.objects.filter(wrapped__isnull=True).count(),
        erasures=tuple(Erasure.objects.all()),
    )


def rotate(*, by: str, tell: Tell) -> str:
    """Wrap every key with a new master key, or go on where that was interrupted.

    Args:
        by: user name for the journal.
        tell: hears how far it is, after each batch.

    Returns:
        the name of the master key that wraps everything now.

    Raises:
        RotationRefused: the master keys come from the environment, and no new one stands there first;
            or one that is needed is not there.
        MasterKeysRefused: they cannot be read, or another process changes them.
    """
    with masters.changing():
        before = status()
        if before.missing:
            raise RotationRefused(f"master keys are missing: {', '.join(before.missing)}")
        name = before.current if before.left else _new_first()
        done = 0
        while moved := _move_batch(name):
            done += moved
            now = status()
            tell(now.wrapped[name], sum(now.wrapped.values()))
        with transaction.atomic():
            overwrite_soon()
            _enter(by, "master_key.rotated", name, {"wrapped_count": done})
        return name


def retire(name: str, *, by: str) -> None:
    """Take a master key out that wraps nothing any more.

    Raises:
        RotationRefused: it is needed, is not there, or stands in the environment.
        MasterKeysRefused: the master keys cannot be read, or another process changes them.
    """
    with masters.changing():
        now = status()
        if name not in now.wrapped:
            raise RotationRefused(f"{name} is no master key: there are {', '.join(now.wrapped)}")
        if name == now.current:
            raise RotationRefused(f"{name} wraps new keys: rotate first")
        if now.wrapped[name]:
            raise RotationRefused(f"{name} still wraps {now.wrapped[name]} keys: rotate first")
        if masters.are_given():
            raise RotationRefused(
                f"{name} wraps nothing any more: take it out of {masters.VARIABLE}, in all processes"
            )
        with transaction.atomic():
            _insist_it_wraps_nothing(name)
            _enter(by, "master_key.retired", name, {})
            masters.take_out(name)


def _insist_it_wraps_nothing(name: str) -> None:
    """Once more, when nobody writes: a long import may have begun before the rotation.

    SQLite has one writer at a time, and this transaction is it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Key._meta.db_table)}")
    if left := status().wrapped[name]:
        raise RotationRefused(f"{name} wraps {left} keys that came meanwhile: rotate once more")


def _new_first() -> str:
    if masters.are_given():
        raise RotationRefused(
            f"everything is wrapped by the first key of {masters.VARIABLE}. Put a new one before it, "
            "a comma between them, start all processes anew, and rotate again. A new key would be\n"
            f"{masters.new_master()}"
        )
    return masters.put_first()


@transaction.atomic
def _move_batch(name: str) -> int:
    """Wrap some keys anew; how many. No key is destroyed beside it, and none comes back."""
    old = Key.objects.select_for_update().filter(wrapped__isnull=False).exclude(master=name)
    batch = list(old.order_by("pk")[:BATCH])
    for key in batch:
        wrap(key, unwrap(key))
    Key.objects.bulk_update(batch, ["master", "wrapped"])
    return len(batch)


def _enter(by: str, act: str, name: str, details: Mapping[str, int]) -> None:
    record(actor=by, act=act, incident="", subject=f"master key {name}", details=details)

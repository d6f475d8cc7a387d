"""All rows as they are, and what of them an act may change: everything else stays as it was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

Row = Mapping[str, Any]
Rows = Mapping[str, Mapping[Any, Row]]

OF_PROOF = {"accounts"}
"""Tries and used codes count though an act is refused."""

KEYS_ALONE = {"matching"}
"""What a run found is large and has tests of its own; here it is only not lost."""

DERIVED = {"records.NameIndex", "records.NameWord", "records.NameKey", "records.NameBearer"}
DERIVED |= {"records.FindableWord", "sealing.Erasure"}
"""What is made anew from the records, or only says what is still to be done."""

WITHDRAWN = {"matching.KeptPair", "requests.RelativeName"}
"""What goes with what a family told."""


def models() -> list[type[Model]]:
    """All of this program's tables, those between two others too."""
    found = apps.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model.__module__.startswith("antigone.") and model._meta.app_label not in OF_PROOF
    ]


def rows_now() -> Rows:
    """Every row by model and key."""
    return {model._meta.label: _rows(model) for model in models()}


def _rows(model: type[Model]) -> dict[Any, Row]:
    rows = model._base_manager
    if model._meta.app_label in KEYS_ALONE:
        return {pk: {} for pk in rows.values_list("pk", flat=True)}
    key = model._meta.pk.attname
    return {row[key]: {name: _plain(value) for name, value in row.items()} for row in rows.values()}


def _plain(value: object) -> object:
    """PostgreSQL gives bytes as a view."""
    return bytes(value) if isinstance(value, memoryview) else value


def _always(row: Row) -> bool:
    return True


@dataclass(frozen=True)
class May:
    """Which fields of a row may change once it is written, and while it is in which state.

    Args:
        fields: names of columns.
        destroyed: those that a withdrawal empties.
        only: what the row has to be before; else nothing of it changes.
    """

    fields: frozenset[str] = frozenset()
    destroyed: frozenset[str] = frozenset()
    only: Callable[[Row], bool] = _always


def _may(*fields: str, destroyed: tuple[str, ...] = (), **only: object) -> May:
    def fits(row: Row) -> bool:
        return all(row[name] == value for name, value in only.items())

    return May(frozenset(fields), frozenset(destroyed), fits)


SEALED = ("sealed",)
CLOSED = ("state", "closed_by_id", "closed_at")
MADE = ("sequence", "number", "key_id", "previous_id", "manifest_text", "manifest_sha256")
FILE = ("signature", "encrypted", "encrypted_sha256")

CHANGES: Mapping[str, May] = {
    "journal.Entry": _may(),
    "board.Proposal": _may(*CLOSED, "closed_because", state="open"),
    "board.Signature": _may(),
    "board.Identification": _may("stands", stands=True),
    "board.Exclusion": _may("stands", stands=True),
    "board.Reopening": _may(),
    "board.Release": _may(),
    "board.Comment": _may(),
    "board.Enquiry": _may("state", "answer", "ended_by_id", "ended_at", state="open"),
    "meetings.ItemEntry": _may(),
    "meetings.Minutes": _may(),
    "meetings.Addendum": _may(),
    "meetings.Attendance": _may("left_at", left_at=None),
    "deaths.DeathRecord": _may(),
    "deaths.RecordVersion": _may(destroyed=("sealed", "key_id")),
    "deaths.Certificate": _may(destroyed=SEALED),
    "deaths.GraveEvent": _may(),
    "deaths.ContentsList": _may(destroyed=("owner",)),
    "deaths.TagCheck": _may(),
    "deaths.Handover": _may(
        "came_back_at", "came_back_by_id", "came_back_because", came_back_at=None
    ),
    "deaths.Recall": _may(),
    "custody.CustodyEvent": _may(),
    "notices.Notice": _may(),
    "notices.NoticeAssignment": _may(),
    "notices.Preparation": _may(destroyed=SEALED),
    "notices.Visit": _may(destroyed=SEALED),
    "notices.Wish": _may(destroyed=SEALED),
    "notices.Letter": _may("handed_over_at", "handed_over_by_id", destroyed=SEALED),
    "notices.Question": _may(
        "answered_by_id", "answered_at", "answer_sealed", destroyed=("sealed", "answer_sealed")
    ),
    "transmissions.Package": _may(*CLOSED, "dropped_because", *MADE, *FILE, state="drafted"),
    "transmissions.Item": _may(
        "withheld", "fingerprint", "content_text", "sealed", destroyed=SEALED
    ),
    "transmissions.TakenOut": _may(),
    "transmissions.Answer": _may(),
}
"""Of what is never changed but so. Of other tables no row may go."""


def lost(before: Rows, after: Rows, *, destroys: bool) -> list[str]:
    """What is no longer as it was and had to be, in words.

    Args:
        destroys: a family withdrew: what it told goes, and nothing else.
    """
    found = []
    for label, rows in before.items():
        for pk, row in rows.items():
            now = after[label].get(pk)
            if now is None:
                if not _may_go(label, row, destroys):
                    found.append(f"{label} {pk} is gone")
            elif label in CHANGES and now != row:
                found += _changed(f"{label} {pk}", row, now, CHANGES[label], destroys)
    return found


def _may_go(label: str, row: Row, destroys: bool) -> bool:
    """A profile that a withdrawal emptied goes when the donor is asked anew (CO-04)."""
    gone_with_family = destroys and label in WITHDRAWN
    return (
        gone_with_family
        or label in DERIVED
        or (label == "records.Profile" and row["sealed"] == b"")
    )


def _changed(name: str, row: Row, now: Row, may: May, destroys: bool) -> list[str]:
    changed = {field for field in row if row[field] != now[field]}
    allowed = set(may.fields) if may.only(row) else set()
    if destroys:
        allowed |= may.destroyed
    return [f"{name}: {field} was changed" for field in sorted(changed - allowed)]


def differences(before: Rows, after: Rows) -> dict[str, set[Any]]:
    """By model the keys of rows that came, went or changed."""
    found = {}
    for label, rows in before.items():
        other = after[label]
        keys = {pk for pk in rows.keys() | other.keys() if rows.get(pk) != other.get(pk)}
        if keys:
            found[label] = keys
    return found

"""What stood in the wrong record goes on in the right one; what should not count is retracted."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.journal.services import record
from antigone.web.media.models import Kept, Picture, PrintFile
from antigone.web.media.rights import to_add
from antigone.web.media.sealed import destroy_file
from antigone.web.records.consent import locked
from antigone.web.records.destruction import destroy_what_photographs_gave
from antigone.web.records.models import Remains
from antigone.web.sealing.erasure import overwrite_soon

Item = Picture | PrintFile


class NotMoved(ValueError):
    """It does not stand where it is to be moved from, or would not move."""


@transaction.atomic
def move(*, user: User, item: Item, to: Remains, because: str) -> Item:
    """ME-07: a new row under the right remains; the old one stays and says where it went.

    Raises:
        NotMoved: it was moved or retracted before, is a family's, or is there already.
    """
    incident = locked(item.incident)
    require(user, incident, to_add(False))
    old = type(item)._default_manager.select_related("file", "remains").get(pk=item.pk)
    if old.remains is None or not old.stands or to == old.remains or to.incident != incident:
        raise NotMoved
    new = type(item)._default_manager.get(pk=item.pk)
    new.pk = None
    new._state.adding = True
    new.remains, new.moved_from, new.moved_because = to, old, because.strip()
    new.added_by, new.added_at = user, timezone.now()
    new.full_clean()
    new.save()
    _enter(user, old, "moved", {"to": to.number, "new_item": new.pk})
    return new


@transaction.atomic
def retract(*, user: User, item: Item, because: str) -> Item:
    """ME-07: it no longer counts; of remains it stays, with the reason.

    Raises:
        NotMoved: it was moved or retracted before, or is a family's.
    """
    incident = locked(item.incident)
    require(user, incident, to_add(False))
    item = _again(item)
    if item.remains_id is None or not item.stands:
        raise NotMoved
    item.retracted_by, item.retracted_at = user, timezone.now()
    item.retracted_because = because.strip()
    item.full_clean()
    item.save()
    _enter(user, item, "retracted", {})
    return item


@transaction.atomic
def take_back(*, user: User, item: Item) -> Item:
    """A family takes back one thing it gave: its content is destroyed, a placeholder stays.

    Raises:
        NotMoved: it is gone before, or is no family's.
    """
    incident = locked(item.incident)
    require(user, incident, to_add(True))
    item = _again(item)
    if item.family_id is None or item.is_gone:
        raise NotMoved
    item.retracted_by, item.retracted_at = user, timezone.now()
    forget(item)
    overwrite_soon(type(item), type(item.file))
    destroy_what_photographs_gave(incident, [item.family_id])
    _enter(user, item, "taken_back", {})
    return item


def forget(item: Item) -> None:
    """Destroy the content and the words of something that a family gave."""
    destroy_file(item.file)
    item.sealed_words = None
    item.full_clean()
    item.save()


def _again(item: Item) -> Item:
    return type(item)._default_manager.select_related("file", "remains", "family").get(pk=item.pk)


def _enter(user: User, item: Kept, what: str, details: dict[str, JsonValue]) -> None:
    name = "prints" if isinstance(item, PrintFile) else "picture"
    record(
        actor=user.username,
        act=f"{name}.{what}",
        incident=item.incident.slug,
        subject=item.remains.number if item.remains else f"family {item.family_id}",
        details={"item": item.pk} | details,
    )

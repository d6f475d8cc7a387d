"""What all acts of telling share: the rows as they are now, and the entry in the journal."""

from __future__ import annotations

from collections.abc import Mapping

from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.board.models import Identification
from antigone.web.journal.services import record
from antigone.web.notices.doors import OF_NOTICE, require_speaking
from antigone.web.notices.models import Notice
from antigone.web.records.consent import locked


def identification_now(identification: Identification) -> Identification:
    """As it stands after the lock was taken."""
    rows = Identification.objects.select_related(
        "incident", "reopening", "missing_person__family__key", "missing_person__family__incident"
    )
    return rows.get(pk=identification.pk)


def held_notice(user: User, notice: Notice) -> Notice:
    """The notice as it stands now, while nobody else acts in the incident until the transaction ends.

    Raises:
        PermissionDenied: the person does not speak with families.
    """
    incident = locked(notice.incident)
    require_speaking(user, incident)
    return Notice.objects.select_related(*OF_NOTICE).get(pk=notice.pk)


def enter(user: User, act: str, notice: Notice, details: Mapping[str, JsonValue]) -> None:
    """Write an act into the journal: numbers and codes, never a word of the family."""
    record(
        actor=user.username,
        act=act,
        incident=notice.incident.slug,
        subject=notice.number,
        details=details,
    )

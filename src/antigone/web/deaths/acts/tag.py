"""Reading the tag of remains before they are handed over."""

from __future__ import annotations

from django.db import transaction

from antigone.web.accounts.models import User
from antigone.web.custody.codes import CodeRefused, Kind, Label, read_content, read_typed
from antigone.web.deaths.models import TagCheck
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record as enter
from antigone.web.records.consent import locked
from antigone.web.records.models import Remains


@transaction.atomic
def read_tag(*, user: User, remains: Remains, typed: str) -> TagCheck:
    """A person states what the tag of these remains says; also what differs is kept.

    Raises:
        PermissionDenied: the person does not handle remains here.
        ValidationError: nothing was typed.
    """
    incident = locked(remains.incident)
    require(user, incident, Permission.HANDLE_SAMPLES)
    require(user, incident, Permission.SEE_REMAINS)
    typed = " ".join(typed.split())
    check = TagCheck(
        remains=remains, typed=typed, equal=says_number(typed, remains.number), read_by=user
    )
    check.full_clean()
    check.save()
    enter(
        actor=user.username,
        act="death.tag_read",
        incident=incident.slug,
        subject=remains.number,
        details={"reading": check.pk, "equal": check.equal},
    )
    return check


def says_number(typed: str, number: str) -> bool:
    """Whether what was typed, or scanned, is the label of these remains.

    >>> says_number("PM-0147", "PM-0147"), says_number("pm-0147", "PM-0147")
    (True, True)
    >>> says_number("PM-0141", "PM-0147")
    False
    """
    try:
        label = read_content(typed)
    except CodeRefused:
        read, check = read_typed(typed)
        label = Label(Kind.REMAINS, read)
        wanted = Label(Kind.REMAINS, number)
        same = read.casefold() == number.casefold() or typed.casefold() == number.casefold()
        return same and check in {"", wanted.check}
    return label == Label(Kind.REMAINS, number)

"""Reserving numbers for tags, and printing labels."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.custody.acts.passing import CustodyRefused
from antigone.web.custody.codes import Label
from antigone.web.custody.models import Tag, TagRun
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.models import Remains

MOST_TAGS = 500
PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,7}-")


@transaction.atomic
def reserve_tags(
    *, user: User, incident: Incident, count: int, prefix: str, purpose: str
) -> TagRun:
    """Reserve the next free numbers after the highest in use, so that nobody else gets them.

    Raises:
        CustodyRefused: the prefix or how many.
        ValidationError: a field is missing or wrong.
    """
    incident = locked(incident)
    require(user, incident, Permission.REGISTER)
    if not PREFIX.fullmatch(prefix):
        raise CustodyRefused(
            _("A prefix is 1 to 8 capitals or digits, a letter first, and a hyphen: PM-")
        )
    if not 1 <= count <= MOST_TAGS:
        raise CustodyRefused(_("Reserve between 1 and %(most)d at a time.") % {"most": MOST_TAGS})
    run = TagRun(incident=incident, purpose=purpose.strip(), reserved_by=user)
    run.full_clean()
    run.save()
    first = _highest(incident, prefix) + 1
    tags = [
        Tag(incident=incident, run=run, number=f"{prefix}{number:04}")
        for number in range(first, first + count)
    ]
    Tag.objects.bulk_create(tags)
    record(
        actor=user.username,
        act="tags.reserved",
        incident=incident.slug,
        subject=f"{tags[0].number} – {tags[-1].number}",
        details={"run": run.pk, "tags_count": count},
    )
    return run


@transaction.atomic
def record_printing(*, user: User, incident: Incident, labels: list[Label], size: str) -> None:
    """Labels were printed: a second label for one thing may be a swap, so each printing is kept.

    Raises:
        PermissionDenied: the role does not handle samples.
    """
    require(user, incident, Permission.HANDLE_SAMPLES)
    record(
        actor=user.username,
        act="labels.printed",
        incident=incident.slug,
        subject=labels[0].number if len(labels) == 1 else _("%d labels") % len(labels),
        details={"labels": [label.number for label in labels], "size": size},
    )


def _highest(incident: Incident, prefix: str) -> int:
    """The highest number under a prefix, on remains and on tags."""
    pattern = re.compile(re.escape(prefix) + r"([0-9]{1,9})", re.IGNORECASE)
    numbers = [
        number
        for rows in (Remains.objects, Tag.objects)
        for number in rows.filter(incident=incident, number__istartswith=prefix).values_list(
            "number", flat=True
        )
    ]
    found = (pattern.fullmatch(number) for number in numbers)
    return max((int(match[1]) for match in found if match), default=0)

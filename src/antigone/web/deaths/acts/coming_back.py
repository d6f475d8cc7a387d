"""What comes back, and telling who was given something in error."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from antigone.policy.deaths import Receiver, de_04_says_why, de_17_fell
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.custody.acts.hand_over import hand_over
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.custody.items import Item
from antigone.web.custody.models import CustodyEvent
from antigone.web.deaths.acts.handing import begin, entered, in_custody
from antigone.web.deaths.models import Handover, Recall


@transaction.atomic
def came_back(*, user: User, handover: Handover, at: datetime, because: str) -> Handover:
    """What was handed over is in our hands again; custody says so in the same moment.

    Raises:
        PermissionDenied: the person may not do this here.
        ValidationError: it came back before.
        RuleRefused: DE-04, no reason is given.
    """
    incident = begin(user, handover.record)
    row = Handover.objects.select_related("record__incident").get(pk=handover.pk)
    if row.came_back_at is not None:
        raise ValidationError(_("This is recorded already."))
    insist([de_04_says_why(version=2, because=because)])
    row.came_back_at, row.came_back_by = at, user
    row.came_back_because = because.strip()
    row.full_clean()
    row.save()
    items: list[tuple[Item, SealSeen]] = [(part, SealSeen()) for part in row.parts.all()]
    items += [(packet, SealSeen()) for packet in row.packets.all()]
    if items:
        theirs = _as_it_went(row)
        ours = Hands.of(user, _("took it back"))
        # Why it came back from a family stands here alone, where a withdrawal empties it.
        of_family = row.receiver == Receiver.FAMILY
        reason = _("Came back from the family") if of_family else because.strip()[:300]
        passing = Passing(at, theirs, ours, row.place, reason)
        hand_over(user=user, incident=incident, items=items, passing=passing)
    return entered(user, row, {}, act="death.came_back")


def _as_it_went(row: Handover) -> Hands:
    """Who received it, in the words that custody has: they may be of another language than now."""
    hands = in_custody(row)
    same = {"to_function": hands.function, "at": row.at, "place": row.place}
    went = CustodyEvent.objects.filter(incident=row.record.incident, **same).order_by("pk").last()
    return hands if went is None else Hands(went.to_name, went.to_function, went.to_agency)


@transaction.atomic
def record_recall(
    *, user: User, handover: Handover, told_at: datetime, told_by: str, words: str
) -> Recall:
    """Whoever was given something was told that the identification fell, or since then a further one.

    Raises:
        PermissionDenied: the person may not do this here.
        ValidationError: a field is missing or wrong.
        RuleRefused: DE-17.
    """
    begin(user, handover.record)
    row = Handover.objects.select_related("identification", "record__incident").get(pk=handover.pk)
    insist([de_17_fell(fell=row.fell, told_before=not row.is_untold)])
    recall = Recall(
        handover=row,
        told_at=told_at,
        told_by=told_by.strip(),
        words=words.strip(),
        recorded_by=user,
    )
    recall.full_clean()
    recall.save()
    entered(user, row, {"recall": recall.pk}, act="death.receiver_told")
    return recall

"""Recording a visit: only after it, by whoever went or who sent them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy import notices as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.notices.acts.entering import enter, held_notice
from antigone.web.notices.models import Notice, NoticeAssignment, Visit
from antigone.web.notices.sealed import Words, family_of, sealed_words
from antigone.web.notices.standing import (
    asked_for_telephone,
    assignment_of,
    enters,
    fell_before,
    may_be_entered,
    telling_of,
    wants,
    whole_minute,
)

VISIT_WORDS = ("place", "present", "language", "interpreter", "words")
"""What is written of a visit in words."""


@transaction.atomic
def record_visit(
    *,
    user: User,
    notice: Notice,
    at: datetime,
    outcome: Visit.Outcome,
    in_person: bool,
    said: Collection[str],
    content: Words,
    did_not_know: bool = False,
) -> Visit:
    """Enter a visit that took place: where, who was there, what was said, and how it went.

    Args:
        said: codes of what was said (`words.SAID`).
        content: in words, by the names of `VISIT_WORDS`.
        did_not_know: that the identification no longer stood, and that the notifier did not know it, is
            confirmed (NO-14).

    Raises:
        PermissionDenied: the person does not speak with families.
        RuleRefused: NO-02 or NO-12, NO-04 to NO-07, NO-14.
        ValidationError: it does not follow on what was entered before.
    """
    notice = held_notice(user, notice)
    assignment = assignment_of(notice)
    told = outcome == Visit.Outcome.TOLD
    insist(
        [
            *rules_of_visiting(user, notice, at, told=told, did_not_know=did_not_know),
            rules.no_07_in_person(
                told=told,
                in_person=in_person,
                asked_for_telephone=asked_for_telephone(notice.missing_person),
            ),
        ]
    )
    _insist_on_order(notice, outcome)
    assert assignment is not None  # noqa: S101  (NO-05)
    made = Visit(
        notice=notice,
        at=at,
        by=assignment.notifier,
        outcome=outcome,
        in_person=in_person,
        said=sorted(said),
        recorded_by=user,
    )
    made.sealed = sealed_words(family_of(notice), dict(content), "visit")
    made.full_clean()
    made.save()
    enter(
        user,
        "family.told" if told else "family.visited",
        notice,
        {
            "at": at.isoformat(),
            "by": assignment.notifier.username,
            "in_person": in_person,
            "kind": notice.kind,
            "outcome": made.outcome,
            "visit": made.pk,
            **({"did_not_know": did_not_know} if fell_before(notice, at) else {}),
        },
    )
    return made


def rules_of_visiting(
    user: User,
    notice: Notice,
    at: datetime | None = None,
    *,
    told: bool = True,
    did_not_know: bool = False,
) -> list[Finding]:
    """What has to hold of a visit: NO-02, NO-12 or NO-14, and NO-04 to NO-06.

    Args:
        at: when it took place; None: it could be entered now.
        told, did_not_know: as `policy.notices.no_14_told_in_ignorance` takes them.
    """
    now = timezone.now()
    assignment = assignment_of(notice)
    found = [
        may_be_entered(notice, at, told=told, did_not_know=did_not_know),
        rules.no_05_after_the_visit(at=at or now, now=now, assigned_at=_first_sent(notice)),
        enters(user, notice, assignment),
    ]
    if telling_of(notice) is None:
        found.append(wants(notice.missing_person, notice.identification))
    return found


def _first_sent(notice: Notice) -> datetime | None:
    rows = NoticeAssignment.objects.filter(notice=notice).order_by("assigned_at")
    first = rows.values_list("assigned_at", flat=True).first()
    return None if first is None else whole_minute(first)


def _insist_on_order(notice: Notice, outcome: Visit.Outcome) -> None:
    told = telling_of(notice)
    if told is not None and outcome != Visit.Outcome.AGAIN:
        raise ValidationError(
            {"outcome": _("The family was told before. Enter this as a further visit.")}
        )
    if told is None and outcome == Visit.Outcome.AGAIN:
        raise ValidationError({"outcome": _("The family was not told yet.")})

"""Issuing a paper for a family, and entering that it was handed over. Nothing is ever sent."""

from __future__ import annotations

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
from antigone.web.notices.letter_texts import CURRENT
from antigone.web.notices.models import Letter, Notice, Wish
from antigone.web.notices.papers import (
    Values,
    frozen,
    insist_on_words,
    paper_texts,
    put_together,
    rules_of_texts,
    rules_of_values,
)
from antigone.web.notices.sealed import family_of, sealed_json
from antigone.web.notices.sources import grounds_of
from antigone.web.notices.standing import (
    assignment_of,
    day_of,
    enters,
    may_go_on,
    telling_of,
    told_visits,
    wish_of,
)
from antigone.web.papers.words_only import PictureInWords


def kinds_of(notice: Notice) -> list[Letter.Kind]:
    """The papers that a notice can have."""
    if notice.is_correction:
        return [Letter.Kind.CORRECTION]
    return [Letter.Kind.NEWS, Letter.Kind.CAUSE]


def rules_of_issuing(user: User, notice: Notice, kind: str) -> list[Finding]:
    """What has to hold before a paper is issued, whatever it says: NO-02 or NO-12, NO-06, NO-10."""
    found = [may_go_on(notice), enters(user, notice, assignment_of(notice))]
    if kind == Letter.Kind.CAUSE:
        found.append(rules.no_10_cause_at_request(asked=_asked_for_cause(notice)))
    return found


def values_of_record(notice: Notice, kind: str) -> Values:
    """What stands in a paper as the record has it, and nobody types."""
    if kind == Letter.Kind.CAUSE:
        return {}
    if kind == Letter.Kind.CORRECTION:
        told = told_visits().filter(notice__identification=notice.identification).get()
        reopened = notice.identification.reopening.reopened_at
        return {"told_on": day_of(told.at), "reopened_on": day_of(reopened)}
    signed_on = day_of(notice.identification.decided_at)
    return {"incident": notice.incident.name, "signed_on": signed_on}


def _asked_for_cause(notice: Notice) -> bool:
    wish = wish_of(notice.missing_person, Wish.Kind.CAUSE)
    return wish is not None and wish.choice == "in_writing"


@transaction.atomic
def issue_letter(
    *,
    user: User,
    notice: Notice,
    kind: str,
    language: str,
    values: Values,
) -> Letter:
    """Issue a paper in a language: its words are frozen under a number and a fingerprint.

    Args:
        values: what stands in the places of the texts, confirmed by whoever issues it; days of the
            decision and how we know come from the record.

    Raises:
        PermissionDenied: the person does not speak with families.
        RuleRefused: LA-01, NO-02 or NO-12, NO-06, NO-08, NO-10, NO-13.
        ValidationError: this notice has no such paper, or the paper is not words alone (NO-01).
        KeyDestroyed: the family has withdrawn.
    """
    notice = held_notice(user, notice)
    if kind not in kinds_of(notice):
        raise ValidationError({"kind": _("This notice has no such paper.")})
    values = {**values, **values_of_record(notice, kind)}
    texts = paper_texts(kind, grounds_of(notice.identification), values)
    insist(
        [
            *rules_of_issuing(user, notice, kind),
            *rules_of_texts(texts, language),
            *rules_of_values(kind, values),
        ]
    )
    now = timezone.now()
    count = Letter.objects.filter(notice=notice).count()
    number = f"{notice.number}/{count + 1}"
    content = put_together(
        number=number, kind=kind, language=language, texts=texts, values=values, dated=now
    )
    kept, sha256 = frozen(content)
    try:
        insist_on_words(content, sha256, now)
    except PictureInWords as refused:
        raise ValidationError(_("NO-01: this is not words alone. %s") % refused) from None
    made = Letter(
        notice=notice,
        number=number,
        kind=kind,
        language=language,
        text_version=CURRENT,
        sha256=sha256,
        issued_by=user,
        issued_at=now,
    )
    made.sealed = sealed_json(family_of(notice), kept, "letter")
    made.full_clean()
    made.save()
    details = {"kind": kind, "language": language, "sha256": sha256, "text_version": CURRENT}
    enter(user, "letter.issued", notice, {"letter": number, **details})
    return made


def rules_of_handing_over(user: User, letter: Letter, at: datetime | None = None) -> list[Finding]:
    """What has to hold before a paper is handed over: NO-02 or NO-12, NO-06, NO-09, NO-10.

    Args:
        at: when it was handed over; None: it could be entered now.
    """
    notice, now = letter.notice, timezone.now()
    told, moment = telling_of(notice), at or now
    found = [
        may_go_on(notice, at),
        enters(user, notice, assignment_of(notice)),
        rules.no_09_after_telling(
            told=told is not None, in_time=told is not None and told.at <= moment <= now
        ),
    ]
    if letter.kind == Letter.Kind.CAUSE:
        found.append(rules.no_10_cause_at_request(asked=_asked_for_cause(notice)))
    return found


@transaction.atomic
def hand_over_letter(*, user: User, letter: Letter, at: datetime) -> None:
    """Enter that a paper was handed over in person, after telling.

    Raises:
        PermissionDenied: the person does not speak with families.
        RuleRefused: NO-02 or NO-12, NO-06, NO-09, NO-10.
        ValidationError: it was handed over before.
    """
    notice = held_notice(user, letter.notice)
    letter = Letter.objects.get(pk=letter.pk)
    letter.notice = notice
    if letter.handed_over_at is not None:
        raise ValidationError(_("It was handed over before."))
    insist(rules_of_handing_over(user, letter, at))
    letter.handed_over_at, letter.handed_over_by = at, user
    letter.full_clean()
    letter.save()
    enter(user, "letter.handed_over", notice, {"at": at.isoformat(), "letter": letter.number})

"""How a notice stands: what the rules say of it today. Nothing of this is stored."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from antigone.policy import notices as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.models import Identification, Release
from antigone.web.incidents.access import may
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.notices.models import (
    Notice,
    NoticeAssignment,
    NotifierTraining,
    Visit,
    Wish,
)
from antigone.web.notices.sealed import words_in
from antigone.web.records.doors import families_in_sight
from antigone.web.records.models import Family, MissingPerson

NOT_TOLD = "not_told"
"""The choice of a family that does not want to be told."""

NOTHING_MORE = "do_not_tell"
"""The choice of a family that does not want to be told of what is found later."""

NO_CONTACT = "none"
"""The choice of a family that is left alone unless it begins."""


class State(StrEnum):
    """How a notice stands."""

    PLANNED = "planned"
    TOLD = "told"
    DECLINED = "declined"
    STOPPED = "stopped"
    TO_PUT_RIGHT = "to_put_right"
    PUT_RIGHT = "put_right"


def assignment_of(notice: Notice) -> NoticeAssignment | None:
    """Who goes, and when: the newest assignment."""
    rows = NoticeAssignment.objects.filter(notice=notice).select_related("notifier", "assigned_by")
    return rows.order_by("-assigned_at", "-pk").first()


def telling_of(notice: Notice) -> Visit | None:
    """The visit at which the family was told; None: it was not told yet."""
    rows = Visit.objects.filter(notice=notice, outcome=Visit.Outcome.TOLD)
    return rows.select_related("by").first()


def was_told(identification: Identification) -> bool:
    """Whether the family was told of an identification."""
    return told_visits().filter(notice__identification=identification).exists()


def knows_that_it_fell(identification: Identification) -> bool:
    """Whether the family was told that an identification no longer holds."""
    rows = Visit.objects.filter(outcome=Visit.Outcome.TOLD, notice__kind=Notice.Kind.CORRECTION)
    return rows.filter(notice__identification=identification).exists()


def told_visits() -> QuerySet[Visit]:
    """Visits at which a family was told that somebody is identified."""
    return Visit.objects.filter(outcome=Visit.Outcome.TOLD, notice__kind=Notice.Kind.NEWS)


def wish_of(missing_person: MissingPerson, kind: str) -> Wish | None:
    """The newest wish of a kind."""
    rows = Wish.objects.filter(missing_person=missing_person, kind=kind)
    return rows.order_by("-recorded_at", "-pk").first()


def held(identification: Identification, at: datetime | None = None) -> Finding:
    """Whether it is signed and released (NO-02), today or at a moment that lies behind.

    Args:
        at: what was done before an identification fell was done rightly, and can still be entered.
    """
    release = Release.objects.filter(identification=identification).first()
    stands, released = identification.stands, release is not None
    if at is not None:
        reopening = getattr(identification, "reopening", None)
        stands = stands or (reopening is not None and at < reopening.reopened_at)
        released = release is not None and whole_minute(release.released_at) <= at
    return rules.no_02_signed_and_released(stands=stands, released=released)


def may_go_on(notice: Notice, at: datetime | None = None) -> Finding:
    """Whether a notice still has its ground: NO-02, and of a correction NO-12."""
    if notice.is_correction:
        return rules.no_12_told_that_it_fell(
            stands=notice.identification.stands, was_told=was_told(notice.identification)
        )
    return held(notice.identification, at)


def fell_before(notice: Notice, at: datetime | None = None) -> bool:
    """Whether the news that a notice was to bring had fallen by a moment, or by now."""
    reopening = getattr(notice.identification, "reopening", None)
    if notice.is_correction or reopening is None:
        return False
    return at is None or at >= reopening.reopened_at


def may_be_entered(
    notice: Notice, at: datetime | None, *, told: bool, did_not_know: bool
) -> Finding:
    """The ground of a visit that took place: NO-02 or NO-12; of a first telling after the fall NO-14."""
    if fell_before(notice, at) and telling_of(notice) is None:
        return rules.no_14_told_in_ignorance(told=told, did_not_know=did_not_know)
    return may_go_on(notice, at)


def wants(missing_person: MissingPerson, identification: Identification) -> Finding:
    """Whether the family wants to be told of an identification (NO-04)."""
    return rules.no_04_wants_to_be_told(
        wishes=_wishes_to_know(missing_person, identification),
        withdrawn=Family.objects.select_related("key")
        .get(pk=missing_person.family_id)
        .is_withdrawn,
    )


def _wishes_to_know(missing_person: MissingPerson, identification: Identification) -> bool:
    """By the newest that it said: as a wish, or at the door."""
    wish = wish_of(missing_person, Wish.Kind.TELLING)
    declined = Visit.objects.filter(
        notice__missing_person=missing_person, outcome=Visit.Outcome.DECLINED
    )
    if not identification.stands:
        # What the office told wrongly it puts right, unless the family would not hear of that.
        declined = declined.filter(notice__kind=Notice.Kind.CORRECTION)
    last = declined.order_by("-recorded_at").first()
    if last is not None and (wish is None or wish.recorded_at < last.recorded_at):
        return False
    if not identification.stands:
        return True
    if wish is not None and wish.choice == NOT_TOLD:
        return False
    return _wishes_to_know_more(missing_person, identification)


def _wishes_to_know_more(missing_person: MissingPerson, identification: Identification) -> bool:
    """Of a family that was told before, as where a further part is identified: what it said then."""
    others = told_visits().filter(
        notice__missing_person=missing_person, notice__identification__stands=True
    )
    if not others.exclude(notice__identification=identification).exists():
        return True
    further = wish_of(missing_person, Wish.Kind.FURTHER)
    contact = wish_of(missing_person, Wish.Kind.CONTACT)
    no_further = further is not None and further.choice == NOTHING_MORE
    return not no_further and (contact is None or contact.choice != NO_CONTACT)


def trained(notifier: User, incident: Incident, family: Family, on: date) -> Finding:
    """Whether a person may be sent to a family on a day (NO-03)."""
    rows = NotifierTraining.objects.filter(
        incident=incident, person=notifier, taken_back_at__isnull=True
    )
    return rules.no_03_trained(
        may_notify=may(notifier, incident, Permission.NOTIFY),
        sees_family=families_in_sight(notifier, incident).filter(pk=family.pk).exists(),
        valid_until=rows.order_by("-valid_until").values_list("valid_until", flat=True).first(),
        on=on,
    )


def enters(user: User, notice: Notice, assignment: NoticeAssignment | None) -> Finding:
    """Whether it is this person's to enter what belongs to a notice (NO-06)."""
    return rules.no_06_by_whom(
        is_notifier=assignment is not None
        and assignment.notifier_id == user.pk
        and may(user, notice.incident, Permission.NOTIFY),
        has_assigned=assignment is not None
        and assignment.assigned_by_id == user.pk
        and may(user, notice.incident, Permission.ASSIGN),
    )


def asked_for_telephone(missing_person: MissingPerson) -> bool:
    """Whether the family asked to be told by telephone."""
    wish = wish_of(missing_person, Wish.Kind.TELLING)
    if wish is None:
        return False
    return words_in(missing_person.family, wish.sealed, "wish").get("channel") == "telephone"


def whole_minute(moment: datetime) -> datetime:
    """A moment as exactly as people enter theirs."""
    return moment.replace(second=0, microsecond=0)


def day_of(moment: datetime) -> date:
    """The day of a moment, here."""
    return timezone.localtime(moment).date()

"""What notices offer to the pages that all share, to the mortuary, and to a withdrawal."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.accounts.models import User
from antigone.web.board.models import Identification, Proposal
from antigone.web.incidents.access import Visitor, incidents_where, may
from antigone.web.incidents.desk import (
    Count,
    Informed,
    Link,
    Part,
    Task,
    Urgency,
    named_and_counted,
    oldest,
)
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.notices.doors import notices_in_sight, speaks_with_families
from antigone.web.notices.models import Letter, Notice, Preparation, Question, Visit, Wish
from antigone.web.notices.owing import owings
from antigone.web.notices.states import open_count, waiting, with_states, without_notifier
from antigone.web.notices.wishes import wishes_in_words
from antigone.web.records.destruction import Withdrawal
from antigone.web.records.models import MissingPerson, Remains
from antigone.web.sentences import isolated

__all__ = [
    "awaiting",
    "goes_on",
    "informed_of",
    "navigation",
    "owings",
    "summary",
    "tally",
    "wishes_of",
    "withdrawn",
]


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The list of notices, with how many families wait."""
    if not may(user, incident, Permission.SEE_FAMILIES):
        return []
    count = open_count(notices_in_sight(user, incident))
    at = {"incident": incident.slug}
    return [Link(Part.TOGETHER, _("Notices"), reverse("notices:list", kwargs=at), count)]


def tally(user: Visitor, incident: Incident) -> list[Count]:
    """How many families were told."""
    if not may(user, incident, Permission.SEE_FAMILIES):
        return []
    count = _told(user, incident)
    url = reverse("notices:list", kwargs={"incident": incident.slug})
    words = ngettext("family was told", "families were told", count)
    return [Count(count, words, url)] if count else []


def summary(user: Visitor, incident: Incident) -> list[str]:
    """How many families were told, in a sentence."""
    count = _told(user, incident) if may(user, incident, Permission.SEE_FAMILIES) else 0
    if not count:
        return []
    words = ngettext("%d family was told in person.", "%d families were told in person.", count)
    return [words % count]


def _told(user: Visitor, incident: Incident) -> int:
    rows = with_states(notices_in_sight(user, incident)).filter(kind=Notice.Kind.NEWS)
    return rows.filter(Q(told_at__isnull=False), Q(stands=True)).order_by().count()


def awaiting(user: Visitor) -> list[Task]:
    """Families to whom this person goes, questions they owe, and for who assigns: to whom nobody goes."""
    if not isinstance(user, User):
        return []
    return [*_visits(user), *_questions(user), *_to_assign(user)]


def _visits(user: User) -> list[Task]:
    return [
        task
        for incident in incidents_where(user, Permission.NOTIFY)
        for task in _visits_in(user, incident)
    ]


def _visits_in(user: User, incident: Incident) -> list[Task]:
    rows = with_states(notices_in_sight(user, incident).select_related("incident"))
    mine = rows.filter(waiting(), Q(notifier_pk=user.pk)).select_related("missing_person")

    def task(row: Notice) -> Task:
        words = (
            _("Tell the family of %s that it no longer holds")
            if row.is_correction
            else _("Tell the family of %s")
        )
        return Task(
            incident=incident,
            title=words % row.missing_person.number,
            url=row.get_absolute_url(),
            reason=_("You go to the family. Prepare the visit, and record it afterwards."),
            since=row.__dict__["planned_for"],
            urgency=Urgency.OTHERS_WAIT,
            glyph="care" if row.is_correction else "wait",
            tone="care" if row.is_correction else "",
        )

    def others(count: int) -> str:
        words = ngettext(
            "%d more family waits for you to tell it",
            "%d more families wait for you to tell them",
            count,
        )
        return words % count

    return named_and_counted(
        oldest(mine.order_by(F("planned_for"), "pk")), task, others, _list(incident, "waiting")
    )


def _list(incident: Incident, state: str = "") -> str:
    url = reverse("notices:list", kwargs={"incident": incident.slug})
    return f"{url}?state={state}" if state else url


def _questions(user: User) -> list[Task]:
    return [
        task
        for incident in incidents_where(user, Permission.SEE_CONTACTS)
        for task in _questions_in(user, incident)
    ]


def _questions_in(user: User, incident: Incident) -> list[Task]:
    seen = notices_in_sight(user, incident).order_by()
    owed = Question.objects.filter(owed_by=user, answered_at__isnull=True, notice__in=seen)

    def task(row: Question) -> Task:
        return Task(
            incident=incident,
            title=_("A family waits for an answer: %s") % row.notice.number,
            url=row.notice.get_absolute_url(),
            reason=_("Due on the day that was promised."),
            since=_day(row),
            urgency=Urgency.OTHERS_WAIT,
            glyph="wait",
        )

    def others(count: int) -> str:
        words = ngettext(
            "%d more question of a family waits for your answer",
            "%d more questions of families wait for your answer",
            count,
        )
        return words % count

    rows = owed.select_related("notice__incident").order_by("due_on", "pk")
    return named_and_counted(oldest(rows), task, others, _list(incident))


def _day(question: Question) -> datetime:
    return timezone.make_aware(datetime.combine(question.due_on, time()))


def _to_assign(user: User) -> list[Task]:
    return [
        task
        for incident in incidents_where(user, Permission.ASSIGN)
        for task in _to_assign_in(user, incident)
    ]


def _to_assign_in(user: User, incident: Incident) -> list[Task]:
    rows = without_notifier(user, incident)
    fell = rows.filter(stands=False).select_related("missing_person")

    def task(row: Identification) -> Task:
        return Task(
            incident=incident,
            title=_("Told, and it no longer holds: %s") % row.missing_person.number,
            url=reverse("notices:put_right", kwargs={"incident": incident.slug, "pk": row.pk}),
            reason=_("Everybody who was told has to be told that it no longer holds."),
            urgency=Urgency.OTHERS_WAIT,
            glyph="care",
            tone="care",
        )

    def others(count: int) -> str:
        words = ngettext(
            "%d more family was told what no longer holds",
            "%d more families were told what no longer holds",
            count,
        )
        return words % count

    tasks = named_and_counted(
        oldest(fell.order_by("decided_at", "pk")), task, others, _list(incident)
    )
    count = rows.filter(stands=True).count()
    if count:
        words = ngettext("Nobody is sent to %d family", "Nobody is sent to %d families", count)
        tasks.append(
            Task(
                incident=incident,
                title=words % count,
                url=_list(incident),
                reason=_("Identified and released; the family does not know yet."),
                urgency=Urgency.OTHERS_WAIT,
                glyph="wait",
            )
        )
    return tasks


def goes_on(user: Visitor, proposal: Proposal) -> list[Link]:
    """The notices of what the board decided; where there is none yet, where somebody is sent."""
    incident = proposal.incident
    if not speaks_with_families(user, incident):
        return []
    rows = notices_in_sight(user, incident).filter(identification__proposal=proposal)
    links = [
        Link(
            Part.TOGETHER,
            _("Notice %(number)s: %(what)s")
            % {"number": isolated(row.number), "what": row.get_kind_display()},
            row.get_absolute_url(),
        )
        for row in rows.select_related("incident").order_by("pk")
    ]
    if not may(user, incident, Permission.ASSIGN):
        return links
    to_send = without_notifier(user, incident).filter(proposal=proposal)
    for pk in to_send.values_list("pk", flat=True):
        at = reverse("notices:assign", kwargs={"incident": incident.slug, "pk": pk})
        links.append(Link(Part.TOGETHER, _("Send somebody to tell the family"), at))
    return links


def informed_of(remains: Remains, person: MissingPerson) -> list[Informed]:
    """The family, wherever it was told that these remains are this person."""
    rows = with_states(Notice.objects.filter(kind=Notice.Kind.NEWS, missing_person=person))
    told = rows.filter(Q(told_at__isnull=False), Q(identification__remains=remains))
    return [
        Informed(
            who=_("the family %s") % row.missing_person.family.name,
            what=_("in person, notice %s") % row.number,
            told_at=row.__dict__["told_at"],
            url=row.get_absolute_url(),
            corrected_at=row.__dict__["corrected_at"],
        )
        for row in told.select_related("incident", "missing_person__family")
    ]


def wishes_of(missing_person: MissingPerson) -> list[str]:
    """What the family wishes, a sentence each: for whoever buries or hands over."""
    kinds = (Wish.Kind.TELLING, Wish.Kind.REPORT, Wish.Kind.CAUSE, Wish.Kind.DNA)
    return wishes_in_words(missing_person, without=kinds)


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """Empty what a family that withdraws said and was told; that it was told, and when, stays."""
    if not withdrawal.told:
        return []
    notices = Notice.objects.filter(missing_person__family=withdrawal.family)
    for model in (Preparation, Visit, Letter):
        model._default_manager.filter(notice__in=notices).update(sealed=None)
    Question.objects.filter(notice__in=notices).update(sealed=None, answer_sealed=None)
    Wish.objects.filter(missing_person__family=withdrawal.family).update(sealed=None)
    return [model._meta.db_table for model in (Preparation, Visit, Letter, Question, Wish)]

"""Reminders of cases: they stand on the home page and on the case when their day has come."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy.assignments import as_01_sees_the_case
from antigone.web.accounts.models import User
from antigone.web.assignments.acts import AssignmentRefused
from antigone.web.assignments.cases import Case, field_of, name_of, put_words, sees
from antigone.web.assignments.models import Reminder
from antigone.web.incidents.access import require, role_of
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked


@transaction.atomic
def remind(*, user: User, case: Case, person: User, due_on: date, words: str) -> Reminder:
    """Remind somebody of a case from a day on.

    Raises:
        PermissionDenied: the asking person does not work on cases here.
        AssignmentRefused: AS-01; one of the two may not see the case.
        ValidationError: the day is past, or nothing is said.
        KeyDestroyed: it is of a family that has withdrawn.
    """
    incident = locked(case.incident)
    require(user, incident, Permission.VIEW)
    for one in (user, person):
        finding = as_01_sees_the_case(
            is_member=role_of(one, incident) is not None, sees_case=sees(one, case)
        )
        if not finding.met:
            raise AssignmentRefused(finding)
    _insist_on_day(due_on)
    if not words.strip():
        raise ValidationError({"words": _("Say in a few words what is to be done.")})
    made = Reminder(incident=incident, person=person, due_on=due_on, made_by=user, **field_of(case))
    put_words(made, words)
    made.full_clean()
    made.save()
    _enter(user, "reminder.made", made, {"to": person.username, "due": due_on.isoformat()})
    return made


@transaction.atomic
def postpone(*, user: User, reminder: Reminder, due_on: date) -> None:
    """Remind later.

    Raises:
        PermissionDenied: it is neither for nor by this person.
        ValidationError: the day is past.
    """
    reminder = _own(user, reminder)
    _insist_on_day(due_on)
    reminder.due_on = due_on
    reminder.full_clean()
    reminder.save()
    _enter(user, "reminder.postponed", reminder, {"due": due_on.isoformat()})


@transaction.atomic
def done(*, user: User, reminder: Reminder) -> None:
    """What it reminded of is done; done twice, nothing happens.

    Raises:
        PermissionDenied: it is neither for nor by this person.
    """
    reminder = _own(user, reminder)
    if reminder.done_at is not None:
        return
    reminder.done_at, reminder.done_by = timezone.now(), user
    reminder.full_clean()
    reminder.save()
    _enter(user, "reminder.done", reminder, {})


def waiting_for(user: User) -> QuerySet[Reminder]:
    """The reminders of a person whose day has come, oldest first."""
    rows = Reminder.objects.filter(
        person=user, done_at__isnull=True, due_on__lte=timezone.localdate()
    )
    works = rows.filter(incident__memberships__user=user)
    return works.select_related("incident", "remains", "family__key")


def _own(user: User, reminder: Reminder) -> Reminder:
    incident = locked(reminder.incident)
    require(user, incident, Permission.VIEW)
    rows = Reminder.objects.select_related("remains__incident", "family__incident")
    reminder = rows.get(pk=reminder.pk)
    insist_on_ones_own(user, reminder)
    return reminder


def insist_on_ones_own(user: User, reminder: Reminder) -> None:
    """Go on only if a reminder is for this person, or by them, and they see its case.

    Raises:
        PermissionDenied: it is neither for nor by this person.
    """
    if user.pk not in {reminder.person_id, reminder.made_by_id} or not sees(user, reminder.case):
        raise PermissionDenied(_("A reminder is changed by whoever made it, or for whom it is."))


def _insist_on_day(due_on: date) -> None:
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("The day is past. Name today or a later day.")})


def _enter(user: User, act: str, reminder: Reminder, details: dict[str, str]) -> None:
    record(
        actor=user.username,
        act=act,
        incident=reminder.incident.slug,
        subject=name_of(reminder.case),
        details={"reminder": reminder.pk, **details},
    )

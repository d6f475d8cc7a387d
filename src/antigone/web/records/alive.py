"""Persons who were sought and are found alive: they leave every comparison at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.reconcile.incident import Family as CoreFamily
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.destruction import (
    destroy_what_photographs_gave,
    families_that_seek,
)
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import FoundAlive, MissingPerson


class AlreadyRecorded(ValueError):
    """The person is recorded as alive already, or is sought already."""


class FoundAliveMeanwhile(ValueError):
    """Somebody whose record is frozen was found alive: it is no longer compared."""


def found_alive(incident: Incident, among: Collection[str] | None = None) -> frozenset[str]:
    """Numbers of the persons who are alive, with those that were joined with them.

    Args:
        among: only whether these are, and with them those that were joined with them.
    """
    rows = FoundAlive.objects.filter(missing_person__incident=incident, taken_back_at__isnull=True)
    same = same_numbers(incident)
    if among is not None:
        asked = frozenset(among).union(*(same.get(number, ()) for number in among))
        rows = rows.filter(missing_person__number__in=asked)
    numbers = frozenset(rows.values_list("missing_person__number", flat=True))
    return numbers.union(*(same.get(number, ()) for number in numbers))


def alive_persons(incident: Incident) -> Q:
    """The same as a condition on the persons sought of an incident."""
    return is_one_of(alive_rows(incident))


def alive_rows(incident: Incident) -> list[QuerySet[Any, int]]:
    """The same as queries of the persons' pk."""
    rows = FoundAlive.objects.filter(missing_person__incident=incident, taken_back_at__isnull=True)
    found: list[QuerySet[Any, int]] = [rows.order_by().values_list("missing_person", flat=True)]
    same = same_numbers(incident)
    joined = found_alive(incident, same) if same else frozenset()
    if joined:
        persons = MissingPerson.objects.filter(incident=incident, number__in=joined).order_by()
        found.append(persons.values_list("pk", flat=True))
    return found


def is_one_of(queries: Iterable[QuerySet[Any, int]]) -> Q:
    """Persons whose pk any of these queries gives: as one query, so that a database sees how few."""
    first, *others = queries
    return Q(pk__in=first.union(*others) if others else first)


def insist_nobody_is_alive(incident: Incident, families: Iterable[CoreFamily]) -> None:
    """Go on with frozen records only while everybody in them is still sought.

    Raises:
        FoundAliveMeanwhile: somebody was found alive since.
    """
    frozen = {person for family in families for person in family.missing}
    if not frozen.isdisjoint(found_alive(incident)):
        raise FoundAliveMeanwhile(
            _(
                "Somebody who was sought is found alive, so this run may no longer be worked on. Start "
                "a new run: it leaves that person out."
            )
        )


@transaction.atomic
def record_found_alive(
    *,
    user: User,
    missing_person: MissingPerson,
    reason: str,
    wish: FoundAlive.Wish = FoundAlive.Wish.NOT_ASKED,
) -> FoundAlive:
    """The person is alive; the reason and the wish stay out of the journal.

    Raises:
        AlreadyRecorded: somebody recorded it before.
    """
    incident = locked(missing_person.incident)
    require(user, incident, Permission.ATTEST)
    rows = FoundAlive.objects.filter(missing_person=missing_person, taken_back_at__isnull=True)
    if rows.exists():
        raise AlreadyRecorded
    found = FoundAlive(
        missing_person=missing_person, reason=reason.strip(), wish=wish, recorded_by=user
    )
    found.full_clean()
    found.save()
    destroy_what_photographs_gave(incident, families_that_seek(missing_person))
    _enter(user, "person.found_alive", found)
    return found


@transaction.atomic
def record_sought_again(*, user: User, found: FoundAlive, reason: str) -> FoundAlive:
    """It was an error: the person is sought as before.

    Raises:
        AlreadyRecorded: it was taken back before.
    """
    incident = locked(found.missing_person.incident)
    require(user, incident, Permission.ATTEST)
    found = FoundAlive.objects.select_related("missing_person__incident").get(pk=found.pk)
    if found.taken_back_at is not None:
        raise AlreadyRecorded
    found.taken_back_at = timezone.now()
    found.taken_back_by = user
    found.taken_back_because = reason.strip()
    found.full_clean()
    found.save()
    _enter(user, "person.sought_again", found)
    return found


def _enter(user: User, act: str, found: FoundAlive) -> None:
    record(
        actor=user.username,
        act=act,
        incident=found.missing_person.incident.slug,
        subject=found.missing_person.number,
        details={"found_alive": found.pk},
    )

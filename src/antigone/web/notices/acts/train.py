"""Entering that a person was trained to tell families, and taking that back."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.incidents.access import may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.notices.models import NotifierTraining
from antigone.web.records.consent import locked


@transaction.atomic
def record_training(
    *,
    user: User,
    incident: Incident,
    person: User,
    trained_by: str,
    trained_on: date,
    valid_until: date,
) -> NotifierTraining:
    """Enter that a person was trained to tell families, by whom, and until when that is valid.

    Raises:
        PermissionDenied: the asking person does not assign.
        ValidationError: the role tells no families, a day does not fit, or nobody is named.
    """
    incident = locked(incident)
    require(user, incident, Permission.ASSIGN)
    if not may(person, incident, Permission.NOTIFY):
        raise ValidationError({"person": _("The role of this person does not tell families.")})
    if trained_on > timezone.localdate():
        raise ValidationError(
            {"trained_on": _("This day is still to come; allowed is today or earlier.")}
        )
    if valid_until < trained_on:
        raise ValidationError({"valid_until": _("This is before the day of the training.")})
    made = NotifierTraining(
        incident=incident,
        person=person,
        trained_by=" ".join(trained_by.split()),
        trained_on=trained_on,
        valid_until=valid_until,
        recorded_by=user,
    )
    made.full_clean()
    made.save()
    _enter(user, "training.recorded", made)
    return made


@transaction.atomic
def take_back_training(*, user: User, training: NotifierTraining, reason: str) -> None:
    """End a training that was entered by mistake, or counts no longer; it stays on record.

    Raises:
        PermissionDenied: the asking person does not assign.
        ValidationError: no reason is given, or it was taken back before.
    """
    incident = locked(training.incident)
    require(user, incident, Permission.ASSIGN)
    training = NotifierTraining.objects.select_related("person", "incident").get(pk=training.pk)
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
    if training.taken_back_at is not None:
        raise ValidationError(_("It was taken back before."))
    training.taken_back_by, training.taken_back_at = user, timezone.now()
    training.taken_back_because = reason.strip()
    training.full_clean()
    training.save()
    _enter(user, "training.taken_back", training)


def _enter(user: User, act: str, training: NotifierTraining) -> None:
    record(
        actor=user.username,
        act=act,
        incident=training.incident.slug,
        subject=training.person.username,
        details={"training": training.pk, "valid_until": training.valid_until.isoformat()},
    )

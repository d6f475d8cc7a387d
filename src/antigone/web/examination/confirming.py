"""A named examiner confirms death (RE-01), of one of the remains or of all that came with a file."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from antigone.policy.findings import Finding
from antigone.policy.remains import Confirmation, re_01_names_the_examiner
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.records.models import DeathConfirmation, ImportedFile, RecoveryEvent, Remains

Stated = Remains | ImportedFile


class ConfirmationRefused(ValueError):
    """Nobody is named; `finding` says what lacks."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class AlreadyTakenBack(ValueError):
    """It was taken back before."""


@transaction.atomic
def confirm_death(
    *,
    user: User,
    of: Stated,
    examiner: str,
    function: str,
    examined_on: date,
    particulars: str = "",
) -> DeathConfirmation:
    """Record that somebody examined and confirms death; from now on they may be compared.

    Raises:
        ConfirmationRefused: RE-01, the examiner is not named in full.
    """
    incident = locked(of.incident)
    require(user, incident, Permission.EXAMINE)
    finding = re_01_names_the_examiner(Confirmation(examiner, function))
    if not finding.met:
        raise ConfirmationRefused(finding)
    stated = DeathConfirmation(
        incident=incident,
        examiner=" ".join(examiner.split()),
        function=" ".join(function.split()),
        examined_on=examined_on,
        particulars=particulars.strip(),
        recorded_by=user,
        **_scope(of),
    )
    stated.full_clean()
    stated.save()
    _enter(user, "death.confirmed", incident, of, {"confirmation": stated.pk})
    return stated


@transaction.atomic
def take_back(*, user: User, stated: DeathConfirmation, reason: str) -> DeathConfirmation:
    """It was an error: at once what it alone let in is held back, also from a run at work.

    Raises:
        AlreadyTakenBack: it was taken back before.
    """
    incident = locked(stated.incident)
    require(user, incident, Permission.EXAMINE)
    row = DeathConfirmation.objects.select_related("remains", "source_file").get(pk=stated.pk)
    if row.taken_back_at is not None:
        raise AlreadyTakenBack
    row.taken_back_at = timezone.now()
    row.taken_back_by = user
    row.taken_back_because = reason.strip()
    row.full_clean()
    row.save()
    of = row.remains or row.source_file
    assert of is not None  # noqa: S101  (a database constraint: one of the two)
    _enter(user, "death.confirmation_taken_back", incident, of, {"confirmation": row.pk})
    return row


@transaction.atomic
def state_of_file(
    *,
    user: User,
    file: ImportedFile,
    examiner: str,
    function: str,
    examined_on: date,
    recovered_at: datetime,
    place: str,
    finder: str,
    particulars: str = "",
) -> tuple[DeathConfirmation, RecoveryEvent]:
    """State both for all remains of a file, as the papers say from which it was made.

    Raises:
        ConfirmationRefused: RE-01, the examiner is not named in full.
    """
    incident = locked(file.incident)
    require(user, incident, Permission.EXAMINE)
    confirmation = confirm_death(
        user=user,
        of=file,
        examiner=examiner,
        function=function,
        examined_on=examined_on,
        particulars=particulars,
    )
    before = RecoveryEvent.objects.filter(source_file=file, replaced_by__isnull=True).first()
    event = RecoveryEvent(
        incident=incident,
        source_file=file,
        recovered_at=recovered_at,
        place=place.strip(),
        finder=finder.strip(),
        circumstances=particulars.strip(),
        recorded_by=user,
        replaces=before,
    )
    event.full_clean()
    event.save()
    _enter(user, "recovery.stated", incident, file, {"recovery": event.pk})
    return confirmation, event


def confirmations_of(remains: Remains) -> list[DeathConfirmation]:
    """What is stated of these remains, or of all of their file, the newest first."""
    rows = DeathConfirmation.objects.filter(remains=remains)
    if remains.source_file_id is not None:
        rows |= DeathConfirmation.objects.filter(source_file=remains.source_file_id)
    related = ("recorded_by", "taken_back_by", "source_file", "remains")
    return list(rows.select_related(*related).order_by("-pk"))


def _scope(of: Stated) -> dict[str, Stated]:
    return {"remains" if isinstance(of, Remains) else "source_file": of}


def _enter(user: User, act: str, incident: Incident, of: Stated, details: dict[str, int]) -> None:
    subject = of.number if isinstance(of, Remains) else f"file {of.pk}"
    record(
        actor=user.username, act=act, incident=incident.slug, subject=subject, details=dict(details)
    )

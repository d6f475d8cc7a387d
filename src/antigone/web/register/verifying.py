"""Verifying the journal where it lies: at once, or in the background where the chain is long."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.models import Entry
from antigone.web.journal.services import head, record
from antigone.web.records.consent import locked
from antigone.web.register.chain import Chain, Fault, FaultKind, as_json
from antigone.web.register.models import Verification

LONG = 100_000
"""From so many entries on the worker verifies; fewer take seconds."""

CHUNK = 5_000


class AlreadyVerifying(ValueError):
    """One verification of an incident is at work at a time."""


def ask_to_verify(*, user: User, incident: Incident, long: int = LONG) -> Verification:
    """Verify the whole chain up to now; a short one before this returns.

    RA-06: each verification begins with the first entry, and holds the chain against the last entry of
    the verification before, so that a chain that was made anew as a whole is found as well.

    Args:
        long: from so many entries on it is left to the worker.

    Raises:
        PermissionDenied: the person is no auditor of the incident.
        AlreadyVerifying: another one works on it.
    """
    asked = _begin(user, incident)
    if asked.up_to >= long:
        verify.enqueue(asked.pk)
        return asked
    _work(asked)
    asked.refresh_from_db()
    return asked


@transaction.atomic
def _begin(user: User, incident: Incident) -> Verification:
    require(user, incident, Permission.READ_JOURNAL)
    incident = locked(incident)
    last = Verification.objects.filter(incident=incident).first()
    if last is not None and last.is_at_work and not last.is_silent:
        raise AlreadyVerifying
    sound = Verification.objects.filter(incident=incident, status=Verification.Status.SOUND)
    up_to, head_hash = head()
    asked = Verification(
        incident=incident, asked_by=user, up_to=up_to, head_hash=head_hash, earlier=sound.first()
    )
    asked.full_clean()
    asked.save()
    record(
        actor=user.username,
        act="journal.verification_begun",
        incident=incident.slug,
        subject=str(asked),
        details={"up_to": up_to, "last_hash": head_hash},
    )
    return asked


@task()
def verify(pk: int) -> None:
    """The worker's part: do it once, whoever else was asked to."""
    _work(Verification.objects.select_related("incident", "asked_by", "earlier").get(pk=pk))


def _work(asked: Verification) -> None:
    claimed = Verification.objects.filter(pk=asked.pk, status=Verification.Status.WAITING)
    if not claimed.update(status=Verification.Status.WORKING, beat_at=timezone.now()):
        return
    begun = time.monotonic()
    try:
        chain = _walked(asked)
    except Exception as error:
        _end(asked, Verification.Status.FAILED, None, begun, type(error).__name__)
        raise
    sound = Verification.Status.BROKEN if chain.count else Verification.Status.SOUND
    _end(asked, sound, chain, begun)


def _walked(asked: Verification) -> Chain:
    """Read the chain in pieces, so that nobody who writes has to wait for it."""
    chain, earlier = Chain(), asked.earlier
    for begin in range(0, asked.up_to, CHUNK):
        end = min(begin + CHUNK, asked.up_to)
        rows = Entry.objects.filter(sequence__gt=begin, sequence__lte=end).order_by("sequence")
        for entry in rows:
            chain.read(entry)
            if (
                earlier
                and entry.sequence == earlier.up_to
                and entry.entry_hash != earlier.head_hash
            ):
                chain.note(Fault(entry.sequence, FaultKind.NOT_THAT_OF_BEFORE))
        Verification.objects.filter(pk=asked.pk).update(done=end, beat_at=timezone.now())
    if earlier and asked.up_to < earlier.up_to:
        chain.note(Fault(asked.up_to + 1, FaultKind.GONE))
    chain.end(asked.up_to, asked.head_hash)
    return chain


@transaction.atomic
def _end(
    asked: Verification, status: str, chain: Chain | None, begun: float, error: str = ""
) -> None:
    faults = chain.faults if chain else []
    count = chain.count if chain else 0
    Verification.objects.filter(pk=asked.pk).update(
        status=status,
        faults_found=count,
        faults=as_json(faults),
        error=error,
        seconds=time.monotonic() - begun,
        finished_at=timezone.now(),
    )
    record(
        actor=asked.asked_by.username,
        act="journal.verified",
        incident=asked.incident.slug,
        subject=str(asked),
        details={
            "up_to": asked.up_to,
            "last_hash": asked.head_hash,
            "result": status,
            "faults_count": count,
        },
    )

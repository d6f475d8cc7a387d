"""Bringing a file in: receive, choose how it is read, read, confirm or discard. Work is in `work`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePath

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.exchange.base import Options
from antigone.web.exchange.kinds import KINDS, recognise
from antigone.web.exchange.models import AT_WORK, Intake, IntakePiece
from antigone.web.exchange.sealed import MAPPING, seal_content, sealed_json
from antigone.web.exchange.work import read_file, take_over
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.imports import AlreadyImported
from antigone.web.records.models import ImportedFile
from antigone.web.records.reading import markers_of
from antigone.web.sealing.erasure import overwrite_soon
from antigone.web.sealing.keys import new_key
from antigone.web.sealing.models import Key

Status = Intake.Status


class NotNow(ValueError):
    """The file is not in the state that this act needs; somebody, or another tab, was faster."""


@transaction.atomic
def receive_file(*, user: User, incident: Incident, name: str, content: bytes) -> Intake:
    """Keep a file for a day, sealed, so that its uploader can say how it is read, and look.

    The same file that this person is bringing in already is not kept a second time.

    Raises:
        AlreadyImported: the same file is part of the incident.
    """
    require(user, incident, Permission.IMPORT)
    forget_expired_intakes()
    sha256 = hashlib.sha256(content).hexdigest()
    insist_it_is_new(incident, sha256)
    own = Intake.objects.filter(incident=incident, uploaded_by=user, sha256=sha256)
    own = own.select_related("incident").defer("content", "mapping", "told")
    same = own.exclude(status=Status.DONE).filter(expires_at__gt=timezone.now()).first()
    if same is not None:
        return same
    name = PurePath(name).name[:200]
    intake = Intake(
        incident=incident,
        uploaded_by=user,
        name=name,
        sha256=sha256,
        size=len(content),
        key=new_key(Key.Purpose.UPLOAD),
        kind=recognise(name, content, tuple(markers_of(incident))),
    )
    seal_content(intake, content)
    intake.full_clean(exclude=["kind", "content"])
    intake.save()
    return intake


INTERRUPTED = (Status.READING, Status.TAKING)

LONGEST_WORK = timedelta(days=1)
"""No reading or taking over goes on for so long after a file's day: its worker is gone."""


def insist_it_is_new(incident: Incident, sha256: str) -> None:
    """Go on only with a file that the incident does not have.

    Raises:
        AlreadyImported: it has it.
    """
    earlier = ImportedFile.objects.filter(incident=incident, sha256=sha256).first()
    if earlier is not None:
        raise AlreadyImported(earlier)


@transaction.atomic
def choose_options(*, user: User, intake: Intake, kind: str, options: Options) -> Intake:
    """Keep what kind of file it is and how it is opened; the columns are chosen next.

    Raises:
        NotNow: it is at work, or was taken over.
    """
    intake = _held(user, intake, but=(*AT_WORK, Status.DONE))
    if (intake.kind, intake.options) != (kind, dict(options)):
        intake.mapping = None
    intake.kind, intake.options, intake.status = KINDS[kind].slug, dict(options), Status.CHOOSING
    intake.save(update_fields=["kind", "options", "status", "mapping"])
    return intake


@transaction.atomic
def choose_columns(*, user: User, intake: Intake, mapping: JsonValue) -> Intake:
    """Keep which column of a sheet is what; nothing is read yet.

    Raises:
        NotNow: it is at work, or was taken over.
    """
    intake = _held(user, intake, but=(*AT_WORK, Status.DONE))
    intake.mapping = sealed_json(intake, mapping, MAPPING)
    intake.status = Status.CHOOSING
    intake.save(update_fields=["mapping", "status"])
    return intake


@transaction.atomic
def start_reading(*, user: User, intake: Intake, kind: str, options: Options) -> Intake:
    """Have the file read in the background, as was chosen; what was read of it before is given up.

    Raises:
        NotNow: it is at work, or was taken over.
    """
    intake = _held(user, intake, but=(*AT_WORK, Status.DONE))
    _forget_pieces([intake])
    intake.kind, intake.options = KINDS[kind].slug, dict(options)
    intake.status, intake.told, intake.counts = Status.WAITING, None, {}
    intake.done = intake.total = 0
    intake.error = ""
    intake.save()
    read_file.enqueue(intake.pk)
    return intake


@transaction.atomic
def cancel_reading(*, user: User, intake: Intake) -> Intake:
    """End the reading; its worker notices before the next piece. Nothing of it was stored.

    Raises:
        NotNow: it is not being read any more.
    """
    intake = _held(user, intake)
    if not intake.may_be_cancelled:
        raise NotNow(_("This file is not being read any more."))
    intake.status = Status.CANCELLED
    intake.attempt += 1
    intake.save(update_fields=["status", "attempt"])
    return intake


@transaction.atomic
def go_on(*, user: User, intake: Intake) -> Intake:
    """Go on with a file whose worker is gone, behind the last piece that was read.

    Raises:
        NotNow: its worker is still there, or nothing is left to do.
    """
    intake = _held(user, intake)
    if not intake.is_silent and intake.status != Status.FAILED:
        raise NotNow(_("This file is at work, or has ended."))
    _enqueue_again(intake)
    return intake


def resume_interrupted() -> int:
    """When the server starts: go on with every file whose worker was stopped with it; how many.

    Should one of them still be at work elsewhere, its attempt is over: it writes nothing any more.
    """
    stopped = Intake.objects.filter(status__in=INTERRUPTED).values_list("pk", flat=True)
    return sum(_resume(pk) for pk in list(stopped))


@transaction.atomic
def _resume(pk: int) -> bool:
    """Go on with a file, unless another server did so meanwhile."""
    rows = Intake.objects.select_for_update(of=("self",)).defer("content", "mapping", "told")
    intake = rows.filter(pk=pk, status__in=INTERRUPTED).first()
    if intake is None:
        return False
    _enqueue_again(intake)
    return True


def _enqueue_again(intake: Intake) -> None:
    """Wait for a worker once more: to be taken over where a person confirmed it, else to be read."""
    confirmed = bool(intake.counts.get("confirmed"))
    intake.status = Status.CONFIRMED if confirmed else Status.WAITING
    intake.attempt += 1
    intake.error = ""
    intake.save(update_fields=["status", "attempt", "error"])
    (take_over if confirmed else read_file).enqueue(intake.pk)


@transaction.atomic
def confirm_intake(*, user: User, intake: Intake, leave_out: bool = False) -> Intake:
    """Have what was looked at taken over, whole or not at all.

    Args:
        leave_out: rows that contradict the record stay out, and the others come in.

    Raises:
        NotNow: it was not read, or rows contradict the record and are not to be left out.
    """
    intake = _held(user, intake)
    if intake.status != Status.READ:
        raise NotNow(_("This file was not read yet, or was taken over in the meantime."))
    if intake.counts.get("clash") and not leave_out:
        raise NotNow(_("Say first what becomes of the rows that contradict the record."))
    intake.leave_out = leave_out
    intake.status = Status.CONFIRMED
    intake.counts = {**intake.counts, "confirmed": 1}
    intake.save(update_fields=["leave_out", "status", "counts"])
    take_over.enqueue(intake.pk)
    return intake


@transaction.atomic
def discard_intake(*, user: User, intake: Intake) -> None:
    """Forget a file at once, with all that was read of it.

    Raises:
        NotNow: it is being taken over, or was.
    """
    intake = _held(user, intake, but=(Status.CONFIRMED, Status.TAKING, Status.DONE))
    forget_intakes([intake])


def forget_expired_intakes() -> None:
    """Remove what was not taken over within a day, and the traces of what was.

    What is at work is left to its worker, unless that has given no sign for a day more.
    """
    now = timezone.now()
    expired = Intake.objects.filter(expires_at__lte=now).defer("content", "told", "mapping")
    gone = Q(expires_at__lte=now - LONGEST_WORK)
    forget_intakes(expired.filter(~Q(status__in=AT_WORK) | gone))


@transaction.atomic
def forget_intakes(intakes: Iterable[Intake]) -> None:
    """Remove files on their way in, their pieces and keys, and leave no copy behind."""
    gone = list(intakes)
    if not gone:
        return
    _forget_pieces(gone)
    Intake.objects.filter(pk__in=[one.pk for one in gone]).delete()
    Key.objects.filter(pk__in=[one.key_id for one in gone if one.key_id]).delete()
    overwrite_soon(Intake, IntakePiece)


def _forget_pieces(intakes: Iterable[Intake]) -> None:
    IntakePiece.objects.filter(intake__in=[one.pk for one in intakes]).delete()


def _held(user: User, intake: Intake, but: Iterable[str] = ()) -> Intake:
    """The file as it stands now, held until the transaction ends, for who may bring it in.

    Raises:
        NotNow: it is in one of these states.
    """
    rows = Intake.objects.select_for_update(of=("self",)).defer("content", "mapping", "told")
    intake = rows.select_related("incident", "key", "uploaded_by").get(pk=intake.pk)
    require(user, intake.incident, Permission.IMPORT)
    if intake.status in tuple(but):
        raise NotNow(_("This file is at work, or was taken over."))
    return intake

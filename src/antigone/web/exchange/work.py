"""The long work of an intake: a file is read in pieces, and taken over in one transaction."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from antigone.formats.problems import FormatError, Problem
from antigone.provenance import JsonValue, fingerprint
from antigone.web.exchange.base import Judged, Kind, Reading, Row, Source, Taking, Verdict
from antigone.web.exchange.kinds import KINDS
from antigone.web.exchange.models import Intake, IntakePiece, Origin
from antigone.web.exchange.sealed import (
    MAPPING,
    TOLD,
    about_piece,
    content_of,
    opened_json,
    pieces_of,
    sealed_json,
)
from antigone.web.exchange.storing import finish, store
from antigone.web.exchange.told import Told, told_from
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records import many_rows
from antigone.web.records.consent import locked
from antigone.web.records.doors import sees_whole_incident
from antigone.web.records.findable import find_files
from antigone.web.records.models import ImportedFile
from antigone.web.records.uploads import forget_expired_uploads
from antigone.web.sealing.erasure import overwrite, overwrite_soon
from antigone.web.sealing.models import Key
from antigone.words import said

logger = logging.getLogger(__name__)

Status = Intake.Status

ROWS_IN_A_PIECE = 1000
"""What a crash can cost, and what is in memory at a time."""


class Stopped(Exception):
    """It was cancelled, or somebody else goes on with it."""


class ClashMeanwhile(ValueError):
    """Since it was looked at, the record came to contradict the file."""


@task()
def read_file(intake_id: int) -> None:
    """Read a file, behind what was read of it before; one that was cancelled is left alone."""
    forget_expired_uploads()
    overwrite()
    intake = _claimed(intake_id, Status.WAITING, Status.READING)
    if intake is None:
        return
    try:
        _read(intake)
    except Stopped:
        return
    except Exception as error:
        _fail(intake, error)


@task()
def take_over(intake_id: int) -> None:
    """Store what was read and confirmed, whole or not at all."""
    intake = _claimed(intake_id, Status.CONFIRMED, Status.TAKING)
    if intake is None:
        return
    try:
        with many_rows.room_for_many():
            _take_over(intake)
    except Stopped:
        return
    except ClashMeanwhile:
        _look_again(intake)
    except Exception as error:
        _fail(intake, error)


def _claimed(intake_id: int, waiting: str, working: str) -> Intake | None:
    """The intake, if it waits and nobody else took it."""
    claimed = Intake.objects.filter(pk=intake_id, status=waiting).update(
        status=working, attempt=F("attempt") + 1, beat_at=timezone.now()
    )
    if claimed != 1:
        return None
    return Intake.objects.select_related("incident", "key", "uploaded_by").get(pk=intake_id)


def source_of(intake: Intake) -> Source:
    """The file with all that was chosen about it."""
    return Source(
        incident=intake.incident,
        name=intake.name,
        content=content_of(intake),
        options=intake.options,
        mapping=opened_json(intake, intake.mapping, MAPPING),
    )


def _read(intake: Intake) -> None:
    kind, told = KINDS[intake.kind], told_from(opened_json(intake, intake.told, TOLD))
    pass_ = _Pass(intake, kind, source_of(intake), told)
    try:
        reading = kind.read(pass_.source, pass_.last)
        for rows in _in_pieces(reading.rows):
            pass_.keep(rows, reading)
        pass_.end(reading)
    except FormatError as error:
        told.add_problems(error.problems)
        pass_.refuse()


def _in_pieces(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while piece := list(islice(rows, ROWS_IN_A_PIECE)):
        yield piece


class _Pass:
    """One pass over a file: pieces are kept one after the other, each with what it tells."""

    def __init__(self, intake: Intake, kind: Kind, source: Source, told: Told) -> None:
        self.intake, self.kind, self.source, self.told = intake, kind, source, told
        self.counts: dict[str, int] = dict(intake.counts)
        self.position = intake.pieces.count()
        self.keys: dict[str, int] = {}
        self.last = 0
        self._notices = list(told.notices)
        for _piece, content in pieces_of(intake) if self.position else ():
            self._add_keys(rows_from(content))

    def keep(self, rows: list[Row], reading: Reading) -> None:
        """Judge some rows and store them sealed, unless it was cancelled."""
        self.told.add_problems(self._add_keys(rows))
        self._note_problems(reading)
        judged = [] if self.told.problems else self.kind.compare(self.source, rows)
        self.told.add_judged(judged)
        for one in judged:
            self.counts[one.verdict] = self.counts.get(one.verdict, 0) + 1
        self.intake.done += len(rows)
        piece = IntakePiece(
            intake=self.intake,
            position=self.position,
            rows=len(rows),
            content=sealed_json(self.intake, rows_to_json(rows), about_piece(self.position)),
        )
        with transaction.atomic():
            self._tell(done=self.intake.done, total=max(reading.total, self.intake.done))
            piece.save(force_insert=True)
        self.position += 1

    def end(self, reading: Reading) -> None:
        """All rows are read: they can be looked at, or are refused."""
        self._note_problems(reading)
        if not self.told.problems and not self.intake.done:
            nothing = said("there is no row in it; allowed is a file with at least one")
            self.told.add_problems([Problem(self.intake.name, "", nothing)])
        if self.told.problems:
            self.refuse()
            return
        self._tell(status=Status.READ, total=self.intake.done)

    def refuse(self) -> None:
        """Tell what is wrong; what was read is given up."""
        with transaction.atomic():
            self._tell(status=Status.REFUSED)
            IntakePiece.objects.filter(intake=self.intake).delete()

    def _note_problems(self, reading: Reading) -> None:
        self.told.add_problems(reading.problems())
        # What was said of the rows so far is said anew, with more rows.
        self.told.notices = list(self._notices)
        self.told.add_notices(reading.notices())

    def _add_keys(self, rows: Sequence[Row]) -> list[Problem]:
        """Note the numbers of these rows; a problem for each that stands twice in the file."""
        problems = []
        for row in rows:
            self.last = row.number
            first = self.keys.setdefault(row.key, row.number) if row.key else row.number
            if first != row.number:
                again = said(
                    "stands in row {first} already; allowed is each number once", first=first
                )
                place = said("row {row}, {key}", row=row.number, key=row.key)
                problems.append(Problem(self.intake.name, place, again))
        return problems

    def _tell(self, **values: object) -> None:
        changed = _still(self.intake).update(
            counts=self.counts,
            told=sealed_json(self.intake, self.told.as_json(), TOLD),
            beat_at=timezone.now(),
            **values,
        )
        if not changed:
            raise Stopped


def _still(intake: Intake) -> Any:  # noqa: ANN401 - a query set, whose update takes any field
    """The row, as long as this attempt is the one that works on it."""
    working = (Status.READING, Status.TAKING)
    return Intake.objects.filter(pk=intake.pk, attempt=intake.attempt, status__in=working)


def rows_to_json(rows: Sequence[Row]) -> JsonValue:
    """Rows as a piece keeps them."""
    return [[row.number, row.key, row.content] for row in rows]


def rows_from(value: JsonValue) -> list[Row]:
    """The rows that `rows_to_json` wrote."""
    return [Row(number, key, content) for number, key, content in cast("list[Any]", value)]


@transaction.atomic
def _take_over(intake: Intake) -> None:
    user, incident = intake.uploaded_by, locked(intake.incident)
    require(user, incident, Permission.IMPORT)
    if not sees_whole_incident(user, incident):
        raise PermissionDenied
    source, kind = source_of(intake), KINDS[intake.kind]
    told = told_from(opened_json(intake, intake.told, TOLD))
    source.file = _file_of(intake, told)
    taking = Taking(user, source.file, source)
    for _piece, content in pieces_of(intake):
        judged = kind.compare(source, rows_from(content))
        store(kind, taking, _coming_in(intake, taking, judged))
    finish(kind, taking)
    find_files(incident.pk, [taking.file])
    origin = Origin(
        file=taking.file,
        kind=kind.slug,
        options=intake.options,
        columns=kind.columns_chosen(source),
        counts=taking.counts,
    )
    origin.full_clean()
    origin.save()
    _enter(intake, taking)
    _let_go(intake, taking.file)


@transaction.atomic
def _look_again(intake: Intake) -> None:
    """Read it once more, beside the record as it is now, so that its uploader sees what changed."""
    IntakePiece.objects.filter(intake=intake).delete()
    again = _still(intake).update(status=Status.WAITING, counts={}, told=None, done=0, total=0)
    if again:
        read_file.enqueue(intake.pk)


def _coming_in(intake: Intake, taking: Taking, judged: Sequence[Judged]) -> list[Row]:
    """The rows that are new; those that contradict the record stay out where that was confirmed."""
    for verdict in Verdict:
        taking.count(verdict, sum(one.verdict is verdict for one in judged))
    if taking.counts[Verdict.CLASH] and not intake.leave_out:
        raise ClashMeanwhile
    return [one.row for one in judged if one.verdict is Verdict.NEW]


def _file_of(intake: Intake, told: Told) -> ImportedFile:
    file = ImportedFile(
        incident=intake.incident,
        name=intake.name,
        sha256=intake.sha256,
        size=intake.size,
        imported_by=intake.uploaded_by,
        notices=list(told.notices),
    )
    file.full_clean()
    file.save()
    return file


def _enter(intake: Intake, taking: Taking) -> None:
    file = taking.file
    record(
        actor=intake.uploaded_by.username,
        act="file.imported",
        incident=intake.incident.slug,
        subject=f"file {file.pk}",
        details={
            "fingerprint": fingerprint(taking.source.content, bytes.fromhex(file.salt)),
            "kind": intake.kind,
            **{f"{name}_count": count for name, count in sorted(taking.counts.items())},
        },
    )


def _let_go(intake: Intake, file: ImportedFile) -> None:
    """Only how it went is left of it, for the page that waits; the key goes with all it sealed."""
    key = intake.key
    assert key is not None  # noqa: S101  (it goes here)
    done = _still(intake).update(
        status=Status.DONE, file=file, key=None, content=None, mapping=None, told=None
    )
    if not done:
        raise Stopped
    IntakePiece.objects.filter(intake=intake).delete()
    Key.objects.filter(pk=key.pk).delete()
    overwrite_soon(Intake, IntakePiece)


def _fail(intake: Intake, error: Exception) -> None:
    # A message may quote a row, and a log is read by others: only kind and place are logged.
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("intake %s failed: %s\n%s", intake.pk, type(error).__name__, place)
    _still(intake).update(status=Status.FAILED, error=type(error).__name__)

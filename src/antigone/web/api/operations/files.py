"""Operations about data sets: send one, look at what it would bring, confirm or discard it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field as About
from ninja import File, Path, Query, Router
from ninja.files import UploadedFile

from antigone.formats.problems import Problem as FileProblem
from antigone.policy.tokens import Scope
from antigone.web.accounts.models import User
from antigone.web.api.entering import person_of
from antigone.web.api.operation import operation
from antigone.web.api.problems import Refused, conflict, invalid
from antigone.web.api.said import Field, Id, Listed, Out, Page, can_be_stored, page_of_rows
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.imports import (
    AlreadyImported,
    ImportRefused,
    discard_upload,
    import_upload,
    upload_file,
)
from antigone.web.records.models import ImportedFile, PendingUpload
from antigone.web.records.reading import read_upload
from antigone.web.records.uploads import content_of
from antigone.web.sentences import translated
from antigone.words import said_of_json

router = Router()
PART = "Files"
MOST_BYTES = 64 * 1024 * 1024
"""Of a file that is sent: what the pages take, too."""


class FileShown(Out):
    """A data set that was taken over whole."""

    id: int
    name: str
    sha256: str
    size: int
    imported_by: str
    imported_at: datetime
    notices: list[str]


class Preview(Out):
    """A file that was read and waits to be confirmed, by whoever sent it, for a day."""

    id: int
    name: str
    sha256: str
    expires_at: datetime
    remains: list[str]
    missing: list[str]
    families: int
    relatives_typed: int
    markers: list[str]
    notices: list[str]
    problems: list[Field] = About(description="What would hinder it now; empty: nothing.")


@operation(
    router,
    "GET",
    "/incidents/{incident}/files",
    scope=Scope.READ_INCIDENTS,
    part=PART,
    gives=Listed[FileShown],
)
def list_files(request: HttpRequest, incident: str, asked: Query[Page]) -> Listed[FileShown]:
    """The data sets that were imported."""
    found = whole_incident_or_404(person_of(request), incident)
    rows = ImportedFile.objects.filter(incident=found).select_related("imported_by")
    items, following = page_of_rows(rows, asked, _shown)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}/files/{file}",
    scope=Scope.READ_INCIDENTS,
    part=PART,
    gives=FileShown,
)
def read_file(request: HttpRequest, incident: str, file: Path[Id]) -> FileShown:
    """One data set."""
    found = whole_incident_or_404(person_of(request), incident)
    return _shown([get_object_or_404(ImportedFile, incident=found, pk=file)])[0]


@operation(
    router,
    "POST",
    "/incidents/{incident}/uploads",
    scope=Scope.WRITE_FILES,
    part=PART,
    gives=Preview,
    status=201,
    refuses=(409,),
)
def upload(request: HttpRequest, incident: str, file: File[UploadedFile]) -> Preview:
    """Send a file; it is read, and becomes part of the record only when it is confirmed."""
    person = person_of(request)
    found = whole_incident_or_404(person, incident)
    require(person, found, Permission.IMPORT)
    if (file.size or 0) > MOST_BYTES:
        raise Refused(413, "too_large", _("The file is too large. Nothing was stored."))
    name = file.name or ""
    if not name or not can_be_stored(name):
        raise invalid([Field(field="file", message=_("The file needs a name."))])
    try:
        pending = upload_file(user=person, incident=found, name=name, content=file.read())
    except ImportRefused as refused:
        raise invalid(_problems(refused.problems), _("The file cannot be taken over.")) from None
    except AlreadyImported as again:
        raise _imported_before(again) from None
    return _preview(found, pending)


@operation(
    router,
    "GET",
    "/incidents/{incident}/uploads/{upload}",
    scope=Scope.WRITE_FILES,
    part=PART,
    gives=Preview,
    refuses=(409,),
)
def read_upload_again(request: HttpRequest, incident: str, upload: Path[Id]) -> Preview:
    """What a file that waits would bring."""
    found, pending = _pending_or_404(person_of(request), incident, upload)
    return _preview(found, pending)


@operation(
    router,
    "POST",
    "/incidents/{incident}/uploads/{upload}/confirm",
    scope=Scope.WRITE_FILES,
    part=PART,
    gives=FileShown,
    refuses=(409,),
)
def confirm_upload(request: HttpRequest, incident: str, upload: Path[Id]) -> FileShown:
    """Take it over: all of it or nothing. Its families wait for a legal basis (CO-01)."""
    person = person_of(request)
    _found, pending = _pending_or_404(person, incident, upload)
    try:
        return _shown([import_upload(user=person, pending=pending)])[0]
    except AlreadyImported as again:
        raise _imported_before(again) from None
    except ImportRefused as refused:
        raise invalid(_problems(refused.problems), _("The file cannot be taken over.")) from None


@operation(
    router,
    "DELETE",
    "/incidents/{incident}/uploads/{upload}",
    scope=Scope.WRITE_FILES,
    part=PART,
    gives=None,
    status=204,
)
def discard_pending(request: HttpRequest, incident: str, upload: Path[Id]) -> None:
    """Forget a file that waits, at once."""
    person = person_of(request)
    _found, pending = _pending_or_404(person, incident, upload)
    discard_upload(user=person, pending=pending)


def _pending_or_404(person: User, slug: str, pk: int) -> tuple[Incident, PendingUpload]:
    """A file that waits is seen by the person who sent it, until it expires."""
    incident = whole_incident_or_404(person, slug)
    require(person, incident, Permission.IMPORT)
    own = PendingUpload.objects.filter(uploaded_by=person.pk, expires_at__gt=timezone.now())
    found = own.filter(incident=incident, pk=pk).first()
    if found is None:
        raise Http404
    return incident, found


def _preview(incident: Incident, pending: PendingUpload) -> Preview:
    reading = read_upload(incident, content_of(pending), pending.name)
    if reading.earlier is not None:
        raise _imported_before(AlreadyImported(reading.earlier))
    dvi = reading.dvi
    return Preview(
        id=pending.pk,
        name=pending.name,
        sha256=pending.sha256,
        expires_at=pending.expires_at,
        remains=[remains.id for remains in dvi.remains] if dvi else [],
        missing=list(dvi.missing) if dvi else [],
        families=len(dvi.families) if dvi else 0,
        relatives_typed=sum(len(family.profiles) for family in dvi.families) if dvi else 0,
        markers=[marker.name for marker in dvi.markers] if dvi else [],
        notices=[translated(notice) for notice in dvi.notices] if dvi else [],
        problems=_problems(reading.problems),
    )


def _problems(problems: Sequence[FileProblem]) -> list[Field]:
    return [Field(field=one.place, message=translated(one.message)) for one in problems]


def _imported_before(again: AlreadyImported) -> Refused:
    words = _("This very file was imported before, as %s. Nothing was done a second time.")
    return conflict(words % again.file.name)


def _shown(rows: Sequence[ImportedFile]) -> list[FileShown]:
    return [
        FileShown(
            id=row.pk,
            name=row.name,
            sha256=row.sha256,
            size=row.size,
            imported_by=row.imported_by.username,
            imported_at=row.imported_at,
            notices=[translated(said_of_json(notice)) for notice in row.notices],
        )
        for row in rows
    ]

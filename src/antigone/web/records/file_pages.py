"""Pages of a data set on its way in: look, confirm; and the files that were imported."""

from __future__ import annotations

from typing import TypeVar, cast

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antigone.web.accounts.models import User
from antigone.web.figures.pedigree import Marks
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import coverage_of
from antigone.web.records.covered import held_back_families
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.drawing import draw_pedigree
from antigone.web.records.imports import (
    AlreadyImported,
    ImportRefused,
    discard_upload,
    import_upload,
)
from antigone.web.records.models import (
    Family,
    ImportedFile,
    MarkerSet,
    MissingPerson,
    PendingUpload,
    Remains,
)
from antigone.web.records.paging import page_of
from antigone.web.records.reading import read_upload
from antigone.web.records.uploads import content_of

Counted = TypeVar("Counted", Remains, MissingPerson, Family)

NUMBERS_SHOWN = 100
"""Of so many remains of a file the page names the numbers; the list has all of them."""

DRAWN_FAMILIES = 12
"""So many families of a preview are drawn; the others are listed."""


@require_safe
def files(request: HttpRequest, incident: str) -> HttpResponse:
    """The data sets that were imported."""
    found = whole_incident_or_404(request.user, incident)
    rows = ImportedFile.objects.filter(incident=found).order_by("pk")
    held_back = held_back_families(request.user, found)
    page = page_of(
        rows,
        request.GET.get("page"),
        dress=lambda rows: rows.select_related("imported_by").defer("pairings"),
    )
    counts = (
        _by_file(Remains.objects.filter(incident=found), "source_file"),
        _by_file(MissingPerson.objects.filter(incident=found), "family__source_file"),
        _by_file(held_back, "source_file"),
    )
    shown = [(row, *(count.get(row.pk, 0) for count in counts)) for row in page.object_list]
    context = {"incident": found, "page": page, "rows": shown}
    return render(request, "records/files.html", context)


def _by_file(rows: QuerySet[Counted], file: str) -> dict[int, int]:
    """How many rows came with each file."""
    return dict(rows.order_by().values_list(file).annotate(count=Count("pk")))


def _told_already(request: HttpRequest, file: ImportedFile) -> HttpResponse:
    messages.warning(
        request,
        _("This very file was imported before, as %s. Nothing was done a second time.") % file.name,
    )
    return redirect(file)


def _pending_or_404(request: HttpRequest, incident: Incident, pk: int) -> PendingUpload:
    """An upload is seen by the person who made it, until it expires."""
    own = PendingUpload.objects.filter(uploaded_by=request.user.pk, expires_at__gt=timezone.now())
    found = own.filter(incident=incident, pk=pk).first()
    if found is None:
        raise Http404(_("There is no such upload: it was imported, discarded or forgotten."))
    return found


@require_safe
def preview(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """What would come in, before anything does."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.IMPORT)
    pending = _pending_or_404(request, found, pk)
    reading = read_upload(found, content_of(pending), pending.name)
    if reading.earlier is not None:
        return _told_already(request, reading.earlier)
    context: dict[str, object] = {"incident": found, "pending": pending, "reading": reading}
    if reading.dvi is not None:
        context["dvi"] = reading.dvi
        context["families"] = [
            (
                family,
                draw_pedigree(
                    family.pedigree,
                    Marks(typed=set(family.profiles), missing=dict.fromkeys(family.missing, "")),
                )
                if position < DRAWN_FAMILIES
                else None,
            )
            for position, family in enumerate(reading.dvi.families)
        ]
        context["remains"] = [(r, len(r.profile)) for r in reading.dvi.remains]
        context["donor_count"] = sum(len(f.profiles) for f in reading.dvi.families)
    return render(request, "records/preview.html", context)


@require_POST
def confirm(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Import what was looked at."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.IMPORT)
    pending = _pending_or_404(request, found, pk)
    try:
        file = import_upload(user=cast(User, request.user), pending=pending)
    except AlreadyImported as again:
        return _told_already(request, again.file)
    except ImportRefused:
        return redirect("records:preview", incident=found.slug, pk=pk)
    messages.success(
        request,
        _("%s is imported. Its families are held back until a legal basis is recorded.")
        % file.name,
    )
    return redirect(file)


@require_POST
def discard(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Forget an upload at once."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.IMPORT)
    pending = _pending_or_404(request, found, pk)
    discard_upload(user=cast(User, request.user), pending=pending)
    messages.info(request, _("The upload was discarded. Nothing was imported."))
    return redirect("records:files", incident=found.slug)


@require_safe
def file(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """One imported file: what it brought, and on what basis it is compared."""
    found = whole_incident_or_404(request.user, incident)
    row = get_object_or_404(
        ImportedFile.objects.select_related("imported_by"), incident=found, pk=pk
    )
    page = page_of(
        row.families.all(),
        request.GET.get("page"),
        dress=lambda rows: rows.select_related("key").prefetch_related("missing_persons"),
    )
    families = page.object_list
    coverage = coverage_of(found, families)
    remains = list(row.remains.values_list("number", flat=True)[:NUMBERS_SHOWN])
    markers = MarkerSet.objects.filter(source_file=row).first()
    context = {
        "page": page,
        "incident": found,
        "file": row,
        "families": [(family, coverage.covers_family(family)) for family in families],
        "remains": remains,
        "more_remains": row.remains.count() - len(remains),
        "marker_set": markers,
        "markers": markers.content if markers else [],
        "bases": row.legal_bases.select_related("recorded_by", "source_file", "family", "donor"),
    }
    return render(request, "records/file.html", context)

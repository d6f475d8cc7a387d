"""Pages of bringing a file in: choose it, say how it is read, wait, look, confirm."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antigone.web.accounts.models import User
from antigone.web.exchange.base import Kind
from antigone.web.exchange.forms import ConfirmForm, FileForm
from antigone.web.exchange.intake import (
    NotNow,
    cancel_reading,
    choose_options,
    confirm_intake,
    discard_intake,
    go_on,
    receive_file,
    start_reading,
)
from antigone.web.exchange.kinds import DVI, KINDS, KINSHIP, PRINTS, recognise
from antigone.web.exchange.models import Intake
from antigone.web.exchange.sealed import TOLD, opened_json, pieces_of
from antigone.web.exchange.told import Told, in_the_readers_language, told_from
from antigone.web.exchange.work import rows_from
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.imports import AlreadyImported, ImportRefused, upload_file
from antigone.web.records.models import ImportedFile
from antigone.web.records.reading import markers_of
from antigone.web.sentences import translated

FIRST_ROWS = 20
"""So many rows of a file are shown before it is taken over."""

Status = Intake.Status


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, incident: str) -> HttpResponse:
    """Choose a file of any kind; what is being brought in already stands below."""
    found = door(request, incident)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"incident": found, "form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _received(request, found, file.name, file.read())
        except AlreadyImported as again:
            return _told_already(request, again.file)
        except ImportRefused as refused:
            problems = in_the_readers_language(refused.problems)
            context |= {"problems": problems, "file": file.name}
        except BelongsElsewhere as elsewhere:
            context |= {"elsewhere": elsewhere.kind, "file": file.name}
    context |= {"kinds": KINDS.values(), "own": _own(request, found)}
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/add.html", context, status=status)


class BelongsElsewhere(ValueError):
    """A file that is known and is not brought in here."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def _received(request: HttpRequest, incident: Incident, name: str, content: bytes) -> HttpResponse:
    user, kind = cast(User, request.user), recognise(name, content, tuple(markers_of(incident)))
    if kind in (KINSHIP, PRINTS):
        raise BelongsElsewhere(kind)
    if kind == DVI:
        pending = upload_file(user=user, incident=incident, name=name, content=content)
        return redirect("records:preview", incident=incident.slug, pk=pending.pk)
    return redirect(receive_file(user=user, incident=incident, name=name, content=content))


def _own(request: HttpRequest, incident: Incident) -> list[Intake]:
    rows = Intake.objects.filter(
        incident=incident, uploaded_by=request.user.pk, expires_at__gt=timezone.now()
    )
    open_ones = rows.exclude(status=Status.DONE).defer("content", "mapping", "told")
    return list(open_ones.select_related("incident"))


def _told_already(request: HttpRequest, file: ImportedFile) -> HttpResponse:
    messages.warning(
        request,
        _("This very file was imported before, as %s. Nothing was done a second time.") % file.name,
    )
    return redirect(file)


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A file on its way in, whatever it waits for; sent to, it takes how the file is read."""
    found = door(request, incident)
    row = intake_or_404(request, found, pk)
    if row.status == Status.DONE and row.file is not None:
        return redirect(row.file)
    if request.method == "POST":
        return _chosen(request, row)
    return _page(request, row, _options_form(request, row))


def _page(
    request: HttpRequest, row: Intake, form: forms.Form | None, status: int = 200
) -> HttpResponse:
    kind = _kind(request, row)
    told = told_from(opened_json(row, row.told, TOLD))
    context: dict[str, object] = {
        "incident": row.incident,
        "intake": row,
        "kind": kind,
        "kinds": KINDS.values(),
        "form": form,
        "told": _in_words(told),
        "percent": _percent(row),
    }
    if row.status == Status.READ:
        context |= {"first": _first_rows(row, kind), "confirm": ConfirmForm()}
    return render(request, "exchange/intake.html", context, status=status)


def _kind(request: HttpRequest, row: Intake) -> Kind:
    chosen = request.GET.get("kind", "") if not row.is_at_work else ""
    return KINDS.get(chosen) or KINDS[row.kind]


def _options_form(request: HttpRequest, row: Intake) -> forms.Form | None:
    kind = _kind(request, row)
    return None if kind.form is None else kind.form(initial=row.options or None)


def _chosen(request: HttpRequest, row: Intake) -> HttpResponse:
    kind = _kind(request, row)
    form = None if kind.form is None else kind.form(request.POST)
    if form is not None and not form.is_valid():
        return _page(request, row, form, status=422)
    options = (
        {} if form is None else {k: v for k, v in form.cleaned_data.items() if v not in (None, "")}
    )
    user = cast(User, request.user)
    try:
        if kind.has_columns:
            choose_options(user=user, intake=row, kind=kind.slug, options=options)
            return redirect("exchange:columns", incident=row.incident.slug, pk=row.pk)
        start_reading(user=user, intake=row, kind=kind.slug, options=options)
    except NotNow as not_now:
        messages.warning(request, str(not_now))
    return redirect(row)


def _first_rows(row: Intake, kind: Kind) -> dict[str, object]:
    """The first rows as the kind shows them, with their numbers."""
    for _piece, content in pieces_of(row):
        rows = rows_from(content)[:FIRST_ROWS]
        shown = [(one.number, kind.shown(one.content)) for one in rows]
        return {"columns": kind.columns(), "rows": shown}
    return {"columns": (), "rows": []}


def _in_words(told: Told) -> dict[str, object]:
    return {
        "problems": in_the_readers_language(told.problems),
        "notices": [translated(notice) for notice in told.notices],
        "clashes": [(number, key, translated(words)) for number, key, words in told.clashes],
        "remarks": [(number, key, translated(words)) for number, key, words in told.remarks],
    }


def _percent(row: Intake) -> int | None:
    return round(100 * row.done / row.total) if row.total else None


@require_safe
def status(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """How far it is, as a piece of its page; when the worker is done the page is loaded anew."""
    found = door(request, incident)
    row = intake_or_404(request, found, pk)
    context = {"incident": found, "intake": row, "percent": _percent(row)}
    response = render(request, "exchange/_status.html", context)
    if not row.is_at_work:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """End the reading."""
    row = intake_or_404(request, door(request, incident), pk)
    try:
        cancel_reading(user=cast(User, request.user), intake=row)
    except NotNow as not_now:
        messages.warning(request, str(not_now))
    else:
        messages.info(request, _("The reading is cancelled. Nothing became part of the record."))
    return redirect(row)


@require_POST
def resume(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Go on where a worker was stopped."""
    row = intake_or_404(request, door(request, incident), pk)
    try:
        go_on(user=cast(User, request.user), intake=row)
    except NotNow as not_now:
        messages.warning(request, str(not_now))
    return redirect(row)


@require_POST
def confirm(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Take over what was looked at."""
    row = intake_or_404(request, door(request, incident), pk)
    form = ConfirmForm(request.POST)
    leave_out = form.is_valid() and form.cleaned_data["leave_out"]
    try:
        confirm_intake(user=cast(User, request.user), intake=row, leave_out=leave_out)
    except NotNow as not_now:
        messages.warning(request, str(not_now))
    return redirect(row)


@require_POST
def discard(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Forget a file at once."""
    found = door(request, incident)
    row = intake_or_404(request, found, pk)
    try:
        discard_intake(user=cast(User, request.user), intake=row)
    except NotNow as not_now:
        messages.warning(request, str(not_now))
        return redirect(row)
    messages.info(request, _("The file was discarded. Nothing of it became part of the record."))
    return redirect("records:files", incident=found.slug)


def door(request: HttpRequest, incident: str) -> Incident:
    """The incident, for who brings files in and sees all of it."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.IMPORT)
    return found


def intake_or_404(request: HttpRequest, incident: Incident, pk: int) -> Intake:
    """A file on its way in is seen by the person who brings it in, until it expires."""
    rows = Intake.objects.filter(uploaded_by=request.user.pk, expires_at__gt=timezone.now())
    # The file itself may be large: it is fetched only where it is opened.
    rows = rows.defer("content", "mapping", "told")
    found = rows.filter(incident=incident, pk=pk).select_related("incident", "key", "file").first()
    if found is None:
        raise Http404(_("There is no such file on its way in: it was discarded or forgotten."))
    return found

"""Pages on which death is confirmed (RE-01), for one of the remains or a file, and taken back."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.examination.confirming import (
    AlreadyTakenBack,
    ConfirmationRefused,
    confirm_death,
    state_of_file,
    take_back,
)
from antigone.web.examination.forms import ConfirmationForm, FileStatementForm, ReasonForm
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_in_sight, remains_or_404, whole_incident_or_404
from antigone.web.records.models import DeathConfirmation, ImportedFile, Remains


@require_http_methods(["GET", "POST"])
def death(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """A named examiner confirms death of one of the remains."""
    found = incident_or_404(request.user, incident)
    remains = remains_or_404(request.user, found, number)
    require(request.user, found, Permission.EXAMINE)
    form = ConfirmationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_death(user=cast(User, request.user), of=remains, **form.cleaned_data)
        except ConfirmationRefused as refused:
            form.add_error("examiner", f"{refused.finding.code}: {_(refused.finding.template)}")
        else:
            messages.success(request, _("The confirmation is recorded."))
            return redirect(remains)
    context = {"incident": found, "of": remains, "remains": remains, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "examination/death.html", context, status=status)


@require_http_methods(["GET", "POST"])
def file_statement(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Both are stated for all remains of a file."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.EXAMINE)
    file = get_object_or_404(ImportedFile.objects.select_related("incident"), incident=found, pk=pk)
    form = FileStatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stated = form.cleaned_data
        try:
            state_of_file(
                user=cast(User, request.user),
                file=file,
                examiner=stated["examiner"],
                function=stated["function"],
                examined_on=stated["examined_on"],
                recovered_at=form.recovered_at(),
                place=stated["place"],
                finder=stated["finder"],
                particulars=stated["particulars"],
            )
        except ConfirmationRefused as refused:
            form.add_error("examiner", f"{refused.finding.code}: {_(refused.finding.template)}")
        else:
            messages.success(
                request, _("Stated for all remains of the file. The next run compares them.")
            )
            return redirect(file)
    context = {"incident": found, "of": file, "file": file, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "examination/death.html", context, status=status)


@require_http_methods(["GET", "POST"])
def taken_back(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A confirmation was an error."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.EXAMINE)
    rows = DeathConfirmation.objects.select_related("remains__incident", "source_file__incident")
    stated = get_object_or_404(rows, incident=found, pk=pk)
    of: Remains | ImportedFile | None = stated.source_file
    if stated.remains is not None:
        of = get_object_or_404(remains_in_sight(request.user, found), pk=stated.remains_id)
    else:
        whole_incident_or_404(request.user, incident)
    assert of is not None  # noqa: S101  (a database constraint: one of the two)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back(
                user=cast(User, request.user), stated=stated, reason=form.cleaned_data["reason"]
            )
        except AlreadyTakenBack:
            messages.warning(request, _("It was taken back before. Nothing was changed."))
        else:
            messages.success(request, _("Taken back. What it alone let in is held back at once."))
        return redirect(of)
    context = {"incident": found, "of": of, "stated": stated, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "examination/taken_back.html", context, status=status)

"""Pages of court copies: ask for one, see who got one, write down that an authority was told."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.accounts.second_factor import proved_lately, second_factor_needed
from antigone.web.board.models import Identification
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.media.rights import TO_OPEN_OF_REMAINS, NotOpened
from antigone.web.media.sealed import FileGone
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.reports.court_copy import (
    PictureNotShown,
    open_for_court,
    pictures_of,
    record_told,
    render_court_copy,
)
from antigone.web.reports.forms import CourtCopyForm, ToldForm
from antigone.web.reports.models import CourtCopy
from antigone.web.reports.views import identification_or_404, pdf
from antigone.web.sealing.keys import SealBroken
from antigone.web.sentences import finding_in_words

CONFLICT, MALFORMED = 409, 422
NOT_SHOWN = (PictureNotShown, FileGone, SealBroken)


@require_http_methods(["GET", "POST"])
def court_copy(request: HttpRequest, incident: str, pk: int) -> HttpResponseBase:
    """Ask for a court copy; the copies that were made."""
    found = whole_incident_or_404(request.user, incident)
    for permission in (Permission.COURT_COPY, *sorted(TO_OPEN_OF_REMAINS)):
        require(request.user, found, permission)
    return _court_copy(request, identification_or_404(found, pk))


@second_factor_needed
def _court_copy(request: HttpRequest, identification: Identification) -> HttpResponse:
    form = CourtCopyForm(pictures_of(identification), request.POST or None)
    if request.method != "POST":
        return _page(request, identification, form)
    if not form.is_valid():
        return _page(request, identification, form, status=MALFORMED)
    user = cast(User, request.user)
    try:
        copy = open_for_court(
            user=user,
            identification=identification,
            chosen=form.pictures,
            asked=form.asked,
            proved=proved_lately(request),
        )
    except RuleRefused as refusal:
        return _page(request, identification, form, refused=refusal.findings)
    except NotOpened as refusal:
        return _page(request, identification, form, refused=(refusal.finding,))
    try:
        content = render_court_copy(user=user, copy=copy)
    except NOT_SHOWN:
        messages.error(
            request,
            _("A picture cannot be read: its file is gone or was altered. No copy was handed out."),
        )
        return _page(request, identification, form, status=CONFLICT)
    return pdf(content, f"court-copy-{copy.pk}.pdf", "attachment")


@require_POST
def court_told(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Write down that an authority was told that the decision no longer stands."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.COURT_COPY)
    rows = CourtCopy.objects.select_related("identification__incident")
    copy = get_object_or_404(rows, identification__incident=found, pk=pk)
    form = ToldForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write down how they were told, and who received it."))
        return redirect(copy)
    try:
        record_told(user=cast(User, request.user), copy=copy, how=form.cleaned_data["how"])
    except RuleRefused as refusal:
        messages.error(request, finding_in_words(refusal.findings[0]))
    else:
        messages.success(request, _("Written down: they know that it no longer stands."))
    return redirect(copy)


def _page(
    request: HttpRequest,
    identification: Identification,
    form: CourtCopyForm,
    *,
    refused: tuple[Finding, ...] = (),
    status: int = 200,
) -> HttpResponse:
    rows = identification.court_copies.select_related("made_by", "told_by")
    copies = [
        (copy, ToldForm(auto_id=f"id_{copy.pk}_%s")) for copy in rows.prefetch_related("openings")
    ]
    context = {
        "incident": identification.incident,
        "identification": identification,
        "remains": identification.remains,
        "missing_person": identification.missing_person,
        "form": form,
        "copies": copies,
        "refused": refused,
    }
    status = CONFLICT if refused else status
    return render(request, "reports/court_copies.html", context, status=status)

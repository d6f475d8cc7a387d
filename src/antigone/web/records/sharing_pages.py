"""Pages on which an incident or a case is shared with another agency, and on which that ends."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import (
    families_in_sight,
    family_or_404,
    remains_in_sight,
    remains_or_404,
    sees_whole_incident,
)
from antigone.web.records.forms import ShareForm
from antigone.web.records.models import Share
from antigone.web.records.sharing import (
    Shared,
    ShareEnded,
    ShareRefused,
    end_share,
    may_share,
    owner_of,
    share,
)


def _allowed(request: HttpRequest, slug: str) -> Incident:
    incident = incident_or_404(request.user, slug)
    require(request.user, incident, Permission.SHARE)
    return incident


@require_http_methods(["GET", "POST"])
def shares(request: HttpRequest, incident: str) -> HttpResponse:
    """All that is or was shared, as far as one sees it; and sharing the incident as a whole."""
    return _page(request, _allowed(request, incident), None)


@require_http_methods(["GET", "POST"])
def share_remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Share one of the remains."""
    found = _allowed(request, incident)
    return _page(request, found, remains_or_404(request.user, found, number))


@require_http_methods(["GET", "POST"])
def share_family(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Share one family with the persons it seeks."""
    found = _allowed(request, incident)
    return _page(request, found, family_or_404(request.user, found, pk))


def _page(request: HttpRequest, incident: Incident, case: Shared | None) -> HttpResponse:
    user, shared = cast(User, request.user), case or incident
    form, status = ShareForm(shared, request.POST or None), 200
    if request.method == "POST":
        if form.is_valid() and _shared(user, shared, form):
            messages.success(request, _("Shared. The other agency sees it from now on."))
            return redirect("records:shares", incident=incident.slug)
        status = 422
    context = {
        "incident": incident,
        "case": case,
        "form": form if incident.agency_id and may_share(user, shared) else None,
        "shares": _in_sight(user, incident),
        "own": {row.pk for row in _in_sight(user, incident) if may_share(user, owner_of(row))},
    }
    return render(request, "records/shares.html", context, status=status)


def _shared(user: User, shared: Shared, form: ShareForm) -> bool:
    given = form.cleaned_data
    try:
        share(
            user=user,
            shared=shared,
            agency=given["agency"],
            purpose=given["purpose"],
            until=given["until"],
        )
    except ShareRefused as refused:
        form.add_error(None, f"{refused.finding.code}: {_(refused.finding.template)}")
        return False
    return True


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Ask once, then end a share."""
    found = _allowed(request, incident)
    user = cast(User, request.user)
    made = _in_sight(user, found).filter(pk=pk).first()
    if made is None:
        raise Http404(_("There is no such share, or it is not yours to see."))
    if request.method == "POST":
        try:
            end_share(user=user, made=made)
        except ShareEnded:
            messages.warning(request, _("It held no more. Nothing was changed."))
        else:
            messages.success(request, _("Ended. The other agency sees it no more."))
        return redirect("records:shares", incident=found.slug)
    return render(request, "records/end_share.html", {"incident": found, "share": made})


def _in_sight(user: User, incident: Incident) -> QuerySet[Share]:
    """The shares of what a person sees."""
    rows = Share.objects.filter(incident=incident).select_related(
        "incident", "remains__incident", "family__incident", "agency", "recorded_by", "ended_by"
    )
    if sees_whole_incident(user, incident):
        return rows
    return rows.filter(
        Q(remains__in=remains_in_sight(user, incident))
        | Q(family__in=families_in_sight(user, incident))
    )

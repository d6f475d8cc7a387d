"""Pages of an incident as a whole: how it stands, and who works in it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents import desk
from antigone.web.incidents.access import for_every_role, may, require, workplace_or_404
from antigone.web.incidents.forms import IncidentForm, MemberForm
from antigone.web.incidents.invitations import invitations_of
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Permission, Role
from antigone.web.incidents.services import (
    LastCoordinator,
    add_member,
    create_incident,
    remove_member,
)


@for_every_role
@require_safe
def overview(request: HttpRequest, incident: str) -> HttpResponse:
    """How an incident stands, in sentences and numbers; to administrators only who works in it."""
    found = workplace_or_404(request.user, incident)
    sees_cases = may(request.user, found, Permission.VIEW)
    context = {
        "incident": found,
        "day": (timezone.localdate() - found.begun_on).days + 1,
        "sees_cases": sees_cases,
        "summary": desk.summary(request.user, found) if sees_cases else [],
        "tally": desk.tally(request.user, found) if sees_cases else [],
        "members": members_of(found),
    }
    return render(request, "incidents/overview.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Open an incident."""
    user = cast(User, request.user)
    if not user.is_superuser:
        raise PermissionDenied(_("Incidents are opened by an administrator."))
    form = IncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        incident = create_incident(by=user, **form.cleaned_data)
        messages.success(
            request,
            _("%(incident)s was opened. %(person)s can sign in and give others their roles.")
            % {"incident": incident.name, "person": form.cleaned_data["coordinator"]},
        )
        return redirect("home")
    return render(request, "incidents/create.html", {"form": form})


@for_every_role
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, incident: str) -> HttpResponse:
    """Who works in an incident; whoever manages it gives roles here."""
    found = workplace_or_404(request.user, incident)
    form = None
    if may(request.user, found, Permission.MANAGE):
        form = MemberForm(cast(User, request.user), found, request.POST or None)
    if request.method == "POST":
        require(request.user, found, Permission.MANAGE)
        if form is not None and form.is_valid() and _added(request, found, form):
            return redirect("incidents:people", incident=found.slug)
    context = {
        "incident": found,
        "members": members_of(found),
        "form": form,
        "invitations": invitations_of(found) if form else [],
    }
    return render(request, "incidents/people.html", context)


def _added(request: HttpRequest, incident: Incident, form: MemberForm) -> bool:
    person, role = form.cleaned_data["person"], Role(form.cleaned_data["role"])
    try:
        add_member(by=cast(User, request.user), incident=incident, person=person, role=role)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(
        request, _("%(person)s now works here: %(role)s.") % {"person": person, "role": role.label}
    )
    return True


@for_every_role
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, incident: str, membership: int) -> HttpResponse:
    """Ask once, then take a role away."""
    found = workplace_or_404(request.user, incident)
    require(request.user, found, Permission.MANAGE)
    member = members_of(found).filter(pk=membership).first()
    if member is None:
        raise Http404(_("This person has no role in the incident any more."))
    refusal = ""
    if request.method == "POST":
        try:
            remove_member(by=cast(User, request.user), incident=found, person=member.user)
        except LastCoordinator as reason:
            refusal = str(reason)
        else:
            messages.success(request, _("%(person)s left the incident.") % {"person": member.user})
            # Whoever takes their own role away has no page of the incident left.
            own = member.user_id == request.user.pk
            return redirect("home") if own else redirect("incidents:people", incident=found.slug)
    context = {"incident": found, "member": member, "refusal": refusal}
    return render(request, "incidents/remove.html", context)


def members_of(incident: Incident) -> QuerySet[Membership]:
    """Who has a role, by name."""
    return Membership.objects.filter(incident=incident).select_related("user__agency")

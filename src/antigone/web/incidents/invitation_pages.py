"""Pages on which somebody is invited, and on which the invited makes an account."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.accounts.qr import qr_code
from antigone.web.accounts.throttle import (
    TooManyAttempts,
    address_of,
    count_attempt,
    forget_attempts,
    key_of_person,
)
from antigone.web.incidents.access import for_every_role, require, workplace_or_404
from antigone.web.incidents.forms import AcceptForm, InvitationForm
from antigone.web.incidents.invitations import (
    NoSuchInvitation,
    accept_invitation,
    errors_of,
    in_words,
    invitation_of,
    invitations_of,
    invite,
    revoke_invitation,
)
from antigone.web.incidents.models import Incident, Invitation
from antigone.web.incidents.roles import Permission, Role


def _managed(request: HttpRequest, slug: str) -> Incident:
    incident = workplace_or_404(request.user, slug)
    require(request.user, incident, Permission.MANAGE)
    return incident


@for_every_role
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, incident: str) -> HttpResponse:
    """Invite somebody; the link is in the answer to that, and shown never again."""
    found = _managed(request, incident)
    form = InvitationForm(cast(User, request.user), found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made, token = invite(
            by=cast(User, request.user),
            incident=found,
            full_name=given["full_name"],
            agency=given["agency"],
            role=Role(given["role"]),
        )
        return _show_link(request, made, token)
    status = 422 if request.method == "POST" else 200
    context = {"incident": found, "form": form}
    return render(request, "incidents/invite.html", context, status=status)


@sensitive_variables("token", "link")
def _show_link(request: HttpRequest, made: Invitation, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("incidents:accept", kwargs={"token": token}))
    context = {
        "incident": made.incident,
        "invitation": made,
        "link": link,
        "drawing": qr_code(link, _("The link as a QR code")),
    }
    return render(request, "incidents/invited.html", context)


@for_every_role
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Ask once, then take an invitation back."""
    found = _managed(request, incident)
    invitation = get_object_or_404(invitations_of(found), pk=pk)
    if request.method == "POST":
        try:
            revoke_invitation(by=cast(User, request.user), invitation=invitation)
        except NoSuchInvitation:
            messages.warning(request, _("It was used or taken back before."))
        else:
            messages.success(request, _("The invitation was taken back; its link works no more."))
        return redirect("incidents:people", incident=found.slug)
    context = {"incident": found, "invitation": invitation}
    return render(request, "incidents/revoke.html", context)


@login_not_required
@sensitive_post_parameters()
@sensitive_variables("token")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited chooses sign-in name and password, then sets up a second factor."""
    invitation = _invitation_or_404(request, token)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = accept_invitation(
                token=token, username=given["username"], password=given["password"]
            )
        except NoSuchInvitation:
            raise Http404(in_words()) from None
        except ValidationError as refusal:
            form.add_errors(errors_of(refusal, ("username", "password")))
        else:
            return _welcome(request, person, invitation.incident)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "invitation": invitation}
    return render(request, "incidents/accept.html", context, status=status)


def _invitation_or_404(request: HttpRequest, token: str) -> Invitation:
    """Unknown links are counted for the address they are tried from."""
    key = key_of_person("invitation", address_of(request))
    try:
        count_attempt(key)
    except TooManyAttempts as refusal:
        raise Http404(str(refusal)) from None
    try:
        found = invitation_of(token)
    except NoSuchInvitation:
        raise Http404(in_words()) from None
    forget_attempts(key)
    return found


def _welcome(request: HttpRequest, person: User, incident: Incident) -> HttpResponse:
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(
        request, _("Welcome to %(incident)s. Set up a second factor now.") % {"incident": incident}
    )
    after = urlencode({"next": incident.get_absolute_url()})
    return redirect(f"{reverse('accounts:app')}?{after}")

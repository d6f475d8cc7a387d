"""Pages on which a passkey is added or removed."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.app_pages import after_set_up
from antigone.web.accounts.challenges import (
    challenge_begun,
    challenge_to_create,
    has_host_name,
)
from antigone.web.accounts.factors.passkeys import Asked, PasskeyRefused, add_passkey
from antigone.web.accounts.factors.standing import LastFactor, take_passkey_away
from antigone.web.accounts.forms import PasskeyForm
from antigone.web.accounts.models import Passkey, User
from antigone.web.accounts.proof import ProofRefused, require_password
from antigone.web.accounts.second_factor import second_factor_needed, second_factor_needed_if_any
from antigone.web.accounts.ways_back import asked_for


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@second_factor_needed_if_any
def add(request: HttpRequest) -> HttpResponse:
    """Give a passkey a name, and let the browser make it."""
    if not has_host_name(request):
        raise Http404(
            _("Passkeys need an address with a name: open the pages at such an address first.")
        )
    user = cast(User, request.user)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST":
        asked = challenge_begun(request)
        if form.is_valid() and _added(form, user, asked):
            messages.success(request, _("The passkey is set up."))
            return after_set_up(request, user)
    context = {
        "form": form,
        "options": challenge_to_create(request, user),
        "next": asked_for(request),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/add_passkey.html", context, status=status)


def _added(form: PasskeyForm, user: User, asked: Asked | None) -> bool:
    given = form.cleaned_data
    try:
        require_password(user, given["password"])
        if asked is None:
            raise PasskeyRefused
        add_passkey(user=user, name=given["name"], asked=asked, answer=given["answer"])
    except ProofRefused as refusal:
        form.add_error("password", str(refusal))
    except PasskeyRefused:
        form.add_error(None, _("The browser made no passkey for this page. Try it again."))
    except ValidationError as refusal:
        form.add_error("name", refusal.messages)
    else:
        return True
    return False


@require_http_methods(["GET", "POST"])
@second_factor_needed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then remove a passkey of one's own."""
    user = cast(User, request.user)
    passkey, refusal = get_object_or_404(Passkey, user=user, pk=pk), ""
    if request.method == "POST":
        try:
            take_passkey_away(user=user, passkey=passkey)
        except LastFactor as reason:
            refusal = str(reason)
        else:
            messages.success(request, _("The passkey counts no more."))
            return redirect("accounts:account")
    context = {"what": _("The passkey %(name)s") % {"name": passkey.name}, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "accounts/remove_factor.html", context, status=status)

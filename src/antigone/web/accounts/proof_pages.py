"""The page that asks for a second factor before something opens."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.factors.standing import has_second_factor
from antigone.web.accounts.forms import SecondFactorForm
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import Factor, ProofRefused, require_second_factor
from antigone.web.accounts.second_factor import remember_proof
from antigone.web.accounts.sessions import renew_key
from antigone.web.accounts.ways_back import asked_for, next_page


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Prove a second factor, then go on where it was asked for."""
    user = cast(User, request.user)
    if not has_second_factor(user):
        return redirect(f"{reverse('accounts:app')}?{urlencode({'next': asked_for(request)})}")
    form, status = SecondFactorForm(request.POST or None), 200
    if request.method == "POST":
        try:
            factor = require_second_factor(user, form.answer(request))
        except ProofRefused as refusal:
            form.add_error("code", str(refusal))
            status = 403
        else:
            remember_proof(request.session)
            renew_key(request)
            return redirect(_after(request, factor))
    context = {"form": form, "next": asked_for(request)}
    return render(request, "accounts/second_factor.html", context, status=status)


def _after(request: HttpRequest, factor: Factor) -> str:
    """Whoever needed a code from paper is shown where to set up a new factor."""
    if factor is Factor.RECOVERY:
        return reverse("accounts:account")
    return next_page(request, "accounts:account")

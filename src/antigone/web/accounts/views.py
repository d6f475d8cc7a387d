"""Signing in and out, and the change of one's password."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from antigone.web.accounts.forms import ChangePasswordForm, SignInForm
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import ProofRefused
from antigone.web.accounts.services import change_password as change
from antigone.web.accounts.throttle import (
    TooManyAttempts,
    count_attempt,
    forget_attempts,
    key_of_address,
    key_of_person,
)


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The only page that is open to everybody."""
    if request.user.is_authenticated:
        return redirect(_next_page(request))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        refusal = _try(request, form)
        if refusal is None:
            return redirect(_next_page(request))
        form.add_error(None, refusal)
        status = 403
    context = {"form": form, "next": _asked_for(request), "demo": settings.DEMO}
    return render(request, "accounts/sign_in.html", context, status=status)


def _try(request: HttpRequest, form: SignInForm) -> str | None:
    """Sign in; if refused, say why without telling whether there is such a person."""
    name, password = form.cleaned_data["username"], form.cleaned_data["password"]
    keys = key_of_person("sign-in", name), key_of_address(request)
    try:
        count_attempt(*keys)
    except TooManyAttempts as refusal:
        return str(refusal)
    user = authenticate(request, username=name, password=password)
    if user is None:
        return _(
            "Name and password do not belong together. Look whether capital letters are on, and "
            "try again. Whoever runs this installation can set a new password."
        )
    forget_attempts(*keys)
    login(request, user)
    return None


def _asked_for(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


def _next_page(request: HttpRequest) -> str:
    """The page that was asked for before signing in, if it is one of ours."""
    asked = _asked_for(request)
    if url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("accounts:sign_in")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Replace one's own password; other sessions of this person end."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = cast(User, request.user)
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password"]
        try:
            change(user=user, old_password=old, new_password=new)
        except ProofRefused as refusal:
            form.add_error("old_password", str(refusal))
        except ValidationError as refusal:
            form.add_error("new_password", refusal)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password was changed. Other sessions have ended."))
            return redirect("home")
    return render(request, "accounts/change_password.html", {"form": form})

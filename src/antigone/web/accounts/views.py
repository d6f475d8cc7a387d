"""Signing in and out, and the change of one's password."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from antigone.web.accounts.forms import ChangePasswordForm, SignInForm
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import ProofRefused
from antigone.web.accounts.services import change_password as change
from antigone.web.accounts.sessions import (
    drop_other_sessions,
    forget_session,
    rename,
    was_ended,
)
from antigone.web.accounts.throttle import (
    TooManyAttempts,
    count_attempt,
    forget_attempts,
    key_of_address,
    key_of_person,
)
from antigone.web.accounts.ways_back import asked_for, next_page


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The only page that is open to everybody."""
    if request.user.is_authenticated:
        return redirect(next_page(request, settings.LOGIN_REDIRECT_URL))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        refusal = _try(request, form)
        if refusal is None:
            return redirect(next_page(request, settings.LOGIN_REDIRECT_URL))
        form.add_error(None, refusal)
        status = 403
    context = {"form": form, "next": asked_for(request), "demo": settings.DEMO}
    context["ended"] = was_ended(request.session)
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


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    forget_session(request.session)
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
            before = request.session.session_key
            update_session_auth_hash(request, user)
            rename(before, request.session)
            drop_other_sessions(user, request.session)
            messages.success(request, _("Your password was changed. Other sessions have ended."))
            return redirect("accounts:account")
    return render(request, "accounts/change_password.html", {"form": form})

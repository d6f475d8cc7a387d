"""Pages on which an authenticator app is set up or removed, and recovery codes are made."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.factors.recovery import codes_left, make_recovery_codes
from antigone.web.accounts.factors.standing import LastFactor, has_second_factor, take_app_away
from antigone.web.accounts.factors.time_codes import (
    WrongCode,
    address_of,
    app_of,
    begin_app,
    begun_app,
    confirm_app,
    secret_of,
)
from antigone.web.accounts.forms import AppCodeForm, PasswordForm
from antigone.web.accounts.models import TimeCode, User
from antigone.web.accounts.proof import ProofRefused, require_password
from antigone.web.accounts.qr import qr_code
from antigone.web.accounts.second_factor import (
    remember_proof,
    second_factor_needed,
    second_factor_needed_if_any,
)
from antigone.web.accounts.sessions import renew_key
from antigone.web.accounts.ways_back import asked_for, next_page


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@second_factor_needed_if_any
def app(request: HttpRequest) -> HttpResponse:
    """Set an authenticator app up: the password, then the secret, then its first code."""
    user = cast(User, request.user)
    if request.method == "POST" and "code" in request.POST:
        return _confirm(request, user)
    if request.method == "POST":
        return _begin(request, user)
    return _page(request, user)


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            require_password(user, form.cleaned_data["password"])
        except ProofRefused as refusal:
            form.add_error("password", str(refusal))
        else:
            begin_app(user=user)
            return redirect(request.get_full_path())
    return _page(request, user, password_form=form)


def _confirm(request: HttpRequest, user: User) -> HttpResponse:
    form = AppCodeForm(request.POST)
    if form.is_valid():
        try:
            confirm_app(user=user, code=form.cleaned_data["code"])
        except WrongCode:
            form.add_error(
                "code",
                _(
                    "The app shows another code. Look whether the clock of the phone is right, and "
                    "type the code that it shows now."
                ),
            )
        else:
            messages.success(request, _("The authenticator app is set up."))
            return after_set_up(request, user)
    return _page(request, user, code_form=form)


def after_set_up(request: HttpRequest, user: User) -> HttpResponse:
    """A factor was set up and thereby proved; the first time recovery codes are shown."""
    remember_proof(request.session)
    renew_key(request)
    if codes_left(user):
        return redirect(next_page(request, "accounts:account"))
    return _show_codes(request, user)


def _page(
    request: HttpRequest,
    user: User,
    *,
    password_form: PasswordForm | None = None,
    code_form: AppCodeForm | None = None,
) -> HttpResponse:
    begun = None if password_form else begun_app(user)
    context = {
        "begun": begun,
        "secret": grouped(secret_of(begun)) if begun else "",
        "drawing": _drawing(begun) if begun else "",
        "replaces": app_of(user) is not None,
        "first": not has_second_factor(user),
        "form": (code_form or AppCodeForm()) if begun else (password_form or PasswordForm()),
        "next": asked_for(request),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/app.html", context, status=status)


@require_http_methods(["GET", "POST"])
@second_factor_needed
def remove(request: HttpRequest) -> HttpResponse:
    """Ask once, then remove the app."""
    refusal = ""
    if request.method == "POST":
        try:
            take_app_away(user=cast(User, request.user))
        except LastFactor as reason:
            refusal = str(reason)
        else:
            messages.success(request, _("The authenticator app counts no more."))
            return redirect("accounts:account")
    context = {"what": _("Your authenticator app"), "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "accounts/remove_factor.html", context, status=status)


@require_http_methods(["GET", "POST"])
@second_factor_needed
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes; they are shown in the answer to that, and never again."""
    user = cast(User, request.user)
    if request.method == "POST":
        return _show_codes(request, user)
    return render(request, "accounts/recovery_codes.html", {"left": codes_left(user)})


def _show_codes(request: HttpRequest, user: User) -> HttpResponse:
    codes = make_recovery_codes(user=user)
    context = {"codes": codes, "onward": next_page(request, "accounts:account")}
    return render(request, "accounts/recovery_codes.html", context)


def grouped(secret: str) -> str:
    """The secret in groups of four, as people type it."""
    return " ".join(secret[k : k + 4] for k in range(0, len(secret), 4))


def _drawing(begun: TimeCode) -> SafeString:
    return qr_code(address_of(begun), _("The secret as a QR code"))

"""Pages of one's own tokens: all of them, making one, ending one."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.accounts.factors.standing import has_second_factor
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import ProofRefused
from antigone.web.api.forms import SCOPES, TokenForm
from antigone.web.api.models import Token
from antigone.web.api.tokens import EndRefused, NotYours, make_token, revoke_token


@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, those that have ended too."""
    user = cast(User, request.user)
    rows = [
        (token, [SCOPES[scope] for scope in SCOPES if scope in token.may])
        for token in Token.objects.filter(user=user).select_related("incident")
    ]
    context = {
        "good": [row for row in rows if row[0].is_good],
        "ended": [row for row in rows if not row[0].is_good],
        "has_factor": has_second_factor(user),
    }
    return render(request, "api/tokens.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a token; it is shown once, on the page that answers."""
    user = cast(User, request.user)
    form = TokenForm(user, request.POST or None)
    status = 200
    if request.method == "POST":
        made = _made(request, user, form) if form.is_valid() else None
        if made is not None:
            token, secret = made
            return render(request, "api/token_made.html", {"token": token, "secret": secret})
        status = 422
    return render(request, "api/new_token.html", {"form": form}, status=status)


def _made(request: HttpRequest, user: User, form: TokenForm) -> tuple[Token, str] | None:
    """The token and its secret; None where the form says what stands against it."""
    second_factor = form.answer(request)
    told = form.cleaned_data
    try:
        return make_token(
            user=user,
            name=told["name"],
            scopes=form.wanted(),
            days=told["days"],
            incident=told["incident"],
            password=told["password"],
            second_factor=second_factor,
        )
    except ProofRefused as refusal:
        form.add_error(None, str(refusal))
    except EndRefused as refusal:
        form.add_error("days", str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token, at once."""
    user = cast(User, request.user)
    token = get_object_or_404(Token.objects.filter(user=user), pk=pk)
    if request.method == "POST":
        try:
            revoke_token(user=user, token=token)
        except NotYours:
            messages.warning(request, _("This token has ended already."))
        else:
            messages.success(request, _("The token lets nobody in any more."))
        return redirect("api:tokens")
    return render(request, "api/revoke_token.html", {"token": token})

"""Your account: second factors, password, and where you are signed in."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from antigone.web.accounts.challenges import has_host_name
from antigone.web.accounts.factors.recovery import codes_left
from antigone.web.accounts.factors.time_codes import app_of
from antigone.web.accounts.models import Passkey, User
from antigone.web.accounts.sessions import end_other_sessions, open_sessions


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """All of it on one page."""
    user = cast(User, request.user)
    app, passkeys = app_of(user), list(Passkey.objects.filter(user=user))
    context = {
        "person": user,
        "app": app,
        "passkeys": passkeys,
        "codes_left": codes_left(user),
        "has_factor": app is not None or bool(passkeys),
        "can_have_passkeys": has_host_name(request),
        "sessions": list(open_sessions(user)),
        "here": request.session.session_key,
    }
    return render(request, "accounts/account.html", context)


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    user = cast(User, request.user)
    ended = end_other_sessions(user=user, session=request.session)
    words = ngettext("%d other session was ended.", "%d other sessions were ended.", ended) % ended
    messages.success(request, words if ended else _("You were signed in nowhere else."))
    return redirect("accounts:account")

"""Choosing a language, at the foot of every page, also before signing in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antigone.web.accounts.models import User
from antigone.web.wording.choosing import choose_language


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Speak another language: to this person everywhere, to anybody else in this browser."""
    language = request.POST.get("language", "")
    if language and language not in dict(settings.LANGUAGES):
        raise SuspiciousOperation(_("The pages do not speak this language."))
    answer = HttpResponseRedirect(_back(request))
    if isinstance(request.user, User):
        choose_language(user=request.user, language=language)
    _remember(answer, language)
    return answer


def _back(request: HttpRequest) -> str:
    """The page on which the language was chosen."""
    back = request.POST.get("next", "")
    allowed = {request.get_host()}
    if url_has_allowed_host_and_scheme(back, allowed, require_https=request.is_secure()):
        return back
    return "/"


def _remember(answer: HttpResponse, language: str) -> None:
    """Keep the choice in the browser, for whoever is not signed in."""
    if not language:
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )

"""What holds for every page: headers that shut the browser's side doors, and sign-in first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from antigone.web.accounts.models import User
from antigone.web.accounts.sessions import (
    forget_session,
    is_over,
    note_presence,
    say_why_it_ended,
)
from antigone.web.incidents.access import (
    incident_or_404,
    is_for_every_role,
    is_for_tokens,
    workplace_or_404,
)
from antigone.web.incidents.once import one_page

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PageHeaders:
    """Nothing from elsewhere, nothing inline, and no page left behind in a shared computer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to an answer."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # Style sheet and scripts bring their own Cache-Control; every other answer may hold
        # something about a person.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class PersonsLanguage:
    """A page speaks the language that its reader has chosen, on whatever machine they sit.

    Django has taken the browser's by then: its cookie, or what it prefers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Speak it from here on; Django names it in the answer and forgets it afterwards."""
        user = request.user
        if isinstance(user, User) and translation.check_for_language(user.language):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class SessionEnds:
    """Whoever has left the screen, or been at it for a whole shift, signs in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End a session that is over; note that somebody is there."""
        user = request.user
        if isinstance(user, User) and user.is_authenticated:
            if is_over(request.session):
                forget_session(request.session)
                logout(request)
                say_why_it_ended(request.session)
            elif not _asks_by_itself(request):
                note_presence(request, user)
        return self.get_response(request)


def _asks_by_itself(request: HttpRequest) -> bool:
    """Whether the page may have asked, and nobody: a status that is looked at every few seconds."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


class SignInRequired(LoginRequiredMiddleware):
    """Every page asks for sign-in, except those marked otherwise."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Lead to the sign-in page; htmx is told to leave, or it would put that page into this."""
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None and request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401, headers={"HX-Redirect": answer.headers["Location"]})
        return answer


class ReadOnce:
    """A page that is only looked at reads roles and rights once; an act reads them when it acts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let its parts share what they read."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_page():
            return self.get_response(request)


class IncidentDoor:
    """Strangers get 404 for every address of an incident, before a view says anything else.

    Each view goes through `incident_or_404` for the incident it shows; this closes the door once
    for all, also where a view would answer first, say with "405, not allowed".
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass everything on; the door stands before the view."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> None:
        """Refuse strangers, and administrators on every page about cases.

        Raises:
            Http404: no such incident, or none for this person.
        """
        slug = view_kwargs.get("incident")
        if slug is None or is_for_tokens(view_func):
            return
        if is_for_every_role(view_func):
            workplace_or_404(request.user, str(slug))
        else:
            incident_or_404(request.user, str(slug))

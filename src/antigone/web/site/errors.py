"""Pages for what cannot be shown: they say why in words and lead back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _words(exception: Exception | None, otherwise: str) -> str:
    # Django puts the tried addresses of an unresolved path there, which is no sentence.
    said = exception.args[0] if exception is not None and exception.args else ""
    return said if isinstance(said, str) and said else otherwise


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What the browser sent cannot be used."""
    words = _("The browser sent something that this page cannot use. Nothing was stored.")
    return render(request, "site/400.html", {"words": words}, status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person's role does not carry this."""
    words = _words(exception, _("Your role does not allow this."))
    return render(request, "site/403.html", {"words": words}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was old, or came from elsewhere."""
    words = _(
        "This form is too old, or it was sent from another page. Nothing was stored. "
        "Go back, load the page again and repeat it."
    )
    return render(request, "site/403.html", {"words": words}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none for this person."""
    words = _words(exception, _("There is nothing at this address, or it is not yours to see."))
    return render(request, "site/404.html", {"words": words}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed on our side; the page must not ask the database for anything."""
    return HttpResponse(render_to_string("site/500.html"), status=500)

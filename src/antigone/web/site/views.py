"""Pages that belong to no single app."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from antigone.web.incidents import desk
from antigone.web.incidents.access import incidents_of


def home(request: HttpRequest) -> HttpResponse:
    """Awaiting you: what waits for this person, others' waiting first."""
    context = {"tasks": desk.awaiting(request.user), "incidents": incidents_of(request.user)}
    return render(request, "site/home.html", context)

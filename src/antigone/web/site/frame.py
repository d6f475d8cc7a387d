"""What the frame of each page shows: person, role, incident, navigation, journal."""

from __future__ import annotations

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, object]:
    """The frame, for templates."""
    return {}

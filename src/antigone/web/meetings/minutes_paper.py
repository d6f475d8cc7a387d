"""The minutes on paper: PDF/A in any of the pages' languages, with the signed texts enclosed."""

from __future__ import annotations

from django.utils import translation

from antigone.units import VERBAL_SCALE
from antigone.web.meetings.minutes_read import read_minutes
from antigone.web.meetings.models import Minutes
from antigone.web.meetings.signed_text import signature_beside
from antigone.web.papers.rendering import Enclosed, paper


def minutes_paper(minutes: Minutes, language: str) -> bytes:
    """The same minutes with the same addenda always give the same bytes in the same language."""
    addenda = list(minutes.addenda.all())
    enclosed = [
        Enclosed("minutes.json", minutes.text.encode(), "the minutes as they are signed"),
        Enclosed("minutes-signature.json", signature_beside(minutes), "the signature over them"),
    ]
    for one in addenda:
        name = f"addendum-{one.position}"
        enclosed += [
            Enclosed(f"{name}.json", one.text.encode(), "an addendum as it is signed"),
            Enclosed(f"{name}-signature.json", signature_beside(one), "the signature over it"),
        ]
    with translation.override(language):
        read = read_minutes(minutes)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "read": read,
        "addenda": addenda,
        "verbal_scale": VERBAL_SCALE,
    }
    return paper(
        "meetings/minutes_paper.html",
        context,
        language=language,
        dated=addenda[-1].written_at if addenda else minutes.made_at,
        enclosed=enclosed,
    )

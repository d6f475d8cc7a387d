"""Tags of the board's pages, and the one that the page of a pair needs."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.translation import gettext

from antigone.policy.findings import Finding
from antigone.web.board.models import Identification
from antigone.web.board.pair import PairActions, pair_actions
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import sees_whole_incident
from antigone.web.records.models import MissingPerson, Remains

register = template.Library()


@register.simple_tag(takes_context=True)
def actions_of_pair(context: Context) -> PairActions:
    """The state of the pair whose `run`, `remains` and `missing_person` stand in the context."""
    return pair_actions(
        context["request"].user, context["run"], context["remains"], context["missing_person"]
    )


@register.inclusion_tag("board/_identified.html", takes_context=True)
def identified(
    context: Context, remains: Remains | None = None, missing_person: MissingPerson | None = None
) -> dict[str, Identification | None]:
    """What the standing identification of these remains, or of this person, says; else nothing.

    One query for all of an incident, however many rows of a page ask.
    """
    asked = remains or missing_person
    for found in _standing(context["request"], context["incident"]):
        if asked in (found.remains, found.missing_person):
            return {"identification": found}
    return {"identification": None}


@register.simple_tag(takes_context=True)
def identification_of(context: Context, remains: Remains) -> Identification | None:
    """The standing identification of these remains."""
    standing = _standing(context["request"], context["incident"])
    return next((found for found in standing if found.remains == remains), None)


def _standing(request: HttpRequest, incident: Incident) -> list[Identification]:
    found: list[Identification] | None = getattr(request, "standing_identifications", None)
    if found is None:
        rows = Identification.objects.filter(incident=incident, stands=True)
        # Who sees a part of the incident is not told of persons and remains in the other part.
        if not sees_whole_incident(request.user, incident):
            rows = rows.none()
        found = list(rows.select_related("incident", "remains", "missing_person", "proposal"))
        request.standing_identifications = found  # type: ignore[attr-defined]
    return found


@register.filter
def translated(finding: Finding) -> str:
    """What a rule found, in the reader's language."""
    return gettext(finding.template).format(**finding.values)

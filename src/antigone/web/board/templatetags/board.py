"""Tags of the board's pages, and the one that the page of a pair needs."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.db.models import Q
from django.template.context import Context

from antigone.policy.findings import Finding
from antigone.web import sentences
from antigone.web.board.models import Identification
from antigone.web.board.pair import PairActions, pair_actions
from antigone.web.records.doors import sees_whole_incident
from antigone.web.records.models import MissingPerson, Remains

register = template.Library()


@register.simple_tag(takes_context=True)
def actions_of_pair(context: Context) -> PairActions:
    """The state of the pair whose `run`, `remains` and `missing_person` stand in the context."""
    return pair_actions(
        context["request"].user, context["run"], context["remains"], context["missing_person"]
    )


@register.simple_tag(takes_context=True)
def know_identified(
    context: Context,
    remains: Iterable[Remains] = (),
    missing_persons: Iterable[MissingPerson] = (),
) -> str:
    """Read the identifications of all rows of a page at once: before the rows ask one by one."""
    _know(context, [*remains, *missing_persons])
    return ""


@register.inclusion_tag("board/_identified.html", takes_context=True)
def identified(
    context: Context, remains: Remains | None = None, missing_person: MissingPerson | None = None
) -> dict[str, Identification | None]:
    """What the standing identification of these remains, or of this person, says; else nothing."""
    asked = remains or missing_person
    return {"identification": None if asked is None else _standing_of(context, asked)}


@register.simple_tag(takes_context=True)
def identification_of(context: Context, remains: Remains) -> Identification | None:
    """The standing identification of these remains."""
    return _standing_of(context, remains)


_LARGE = ("document_text", "remains__record", "missing_person__record", "proposal__evidence_text")

Case = Remains | MissingPerson
Known = dict[Case, Identification | None]


def _standing_of(context: Context, asked: Case) -> Identification | None:
    known: Known = getattr(context["request"], "identifications", {})
    if asked not in known:
        known = _know(context, [asked])
    return known[asked]


def _know(context: Context, asked: Iterable[Case]) -> Known:
    request, incident = context["request"], context["incident"]
    known: Known = getattr(request, "identifications", {})
    cases = list(asked)
    known |= dict.fromkeys(cases)
    # Who sees a part of the incident is not told of persons and remains in the other part.
    if sees_whole_incident(request.user, incident):
        remains = [case for case in cases if isinstance(case, Remains)]
        persons = [case for case in cases if isinstance(case, MissingPerson)]
        rows = Identification.objects.filter(
            Q(remains__in=remains) | Q(missing_person__in=persons), incident=incident, stands=True
        )
        with_both = ("incident", "remains", "missing_person", "proposal__incident")
        for found in rows.select_related(*with_both).defer(*_LARGE):
            of_them: tuple[Case, Case] = (found.remains, found.missing_person)
            known |= {case: found for case in of_them if case in known}
    request.identifications = known
    return known


@register.filter
def translated(finding: Finding) -> str:
    """What a rule found, in the reader's language."""
    return sentences.finding_in_words(finding)

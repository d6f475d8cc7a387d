"""What every page of the board starts with: the incident, the person, the thing it is about."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.board.models import Proposal
from antigone.web.incidents.models import Incident
from antigone.web.matching.models import Run
from antigone.web.matching.results import NoResults
from antigone.web.matching.shown import shown_results
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.records.models import MissingPerson, Remains


def person(request: HttpRequest) -> User:
    """Who asks. The middleware has made sure that somebody is signed in."""
    return cast(User, request.user)


def proposal_or_404(request: HttpRequest, incident: str, pk: int) -> Proposal:
    """A proposal of an incident in which the person has a role."""
    found = whole_incident_or_404(request.user, incident)
    rows = Proposal.objects.select_related(
        "incident", "run__incident", "remains", "missing_person__family", "proposed_by", "closed_by"
    )
    return get_object_or_404(rows, incident=found, pk=pk)


def pair_or_404(
    request: HttpRequest, incident: str, run: int, remains: int, missing: int
) -> tuple[Incident, Run, Remains, MissingPerson]:
    """A pair that a run has compared, of an incident in which the person has a role."""
    found = whole_incident_or_404(request.user, incident)
    the_run = get_object_or_404(Run.objects.select_related("incident"), incident=found, pk=run)
    the_remains = get_object_or_404(Remains, incident=found, pk=remains)
    persons = MissingPerson.objects.select_related("family")
    the_person = get_object_or_404(persons, incident=found, pk=missing)
    try:
        shown_results(the_run).candidate(the_remains.number, the_person.number)
    except (NoResults, KeyError):
        raise Http404(_("This run did not compare these remains with this person.")) from None
    return found, the_run, the_remains, the_person

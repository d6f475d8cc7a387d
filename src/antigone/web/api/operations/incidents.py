"""Operations about the token itself, and about incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.http import HttpRequest
from ninja import Query, Router

from antigone.policy.tokens import Scope
from antigone.web.accounts.models import User
from antigone.web.api.entering import person_of, token_in
from antigone.web.api.operation import operation
from antigone.web.api.said import Listed, Out, Page, page_of_rows
from antigone.web.incidents.access import incident_or_404, incidents_of, permissions_of, role_of
from antigone.web.incidents.models import Incident
from antigone.web.records.doors import sees_whole_incident

router = Router()


class Me(Out):
    """For whom a token acts, and how far."""

    username: str
    full_name: str
    agency: str | None
    token: str
    scopes: list[Scope]
    incident: str | None
    expires_at: datetime


class IncidentShown(Out):
    """An incident, and what this token may do in it now."""

    slug: str
    name: str
    begun_on: date
    is_training: bool
    role: str | None
    permissions: list[str]
    sees_whole: bool


@operation(router, "GET", "/me", scope=None, part="Token", gives=Me)
def me(request: HttpRequest) -> Me:
    """Whose token this is, and what it is for."""
    person, token = person_of(request), token_in(request)
    return Me(
        username=person.username,
        full_name=person.full_name,
        agency=person.agency.name if person.agency else None,
        token=token.name,
        scopes=[scope for scope in Scope if scope in token.may],
        incident=token.incident.slug if token.incident else None,
        expires_at=token.expires_at,
    )


@operation(
    router,
    "GET",
    "/incidents",
    scope=Scope.READ_INCIDENTS,
    part="Incidents",
    gives=Listed[IncidentShown],
)
def list_incidents(request: HttpRequest, asked: Query[Page]) -> Listed[IncidentShown]:
    """The incidents in which the person works on cases."""
    person = person_of(request)

    def show(rows: Sequence[Incident]) -> list[IncidentShown]:
        return [_shown(person, row) for row in rows]

    items, following = page_of_rows(incidents_of(person), asked, show)
    return Listed(items=items, next=following)


@operation(
    router,
    "GET",
    "/incidents/{incident}",
    scope=Scope.READ_INCIDENTS,
    part="Incidents",
    gives=IncidentShown,
)
def read_incident(request: HttpRequest, incident: str) -> IncidentShown:
    """One incident, with what this token may do in it now."""
    person = person_of(request)
    return _shown(person, incident_or_404(person, incident))


def _shown(person: User, incident: Incident) -> IncidentShown:
    return IncidentShown(
        slug=incident.slug,
        name=incident.name,
        begun_on=incident.begun_on,
        is_training=incident.is_training,
        role=role_of(person, incident),
        permissions=sorted(permissions_of(person, incident)),
        sees_whole=sees_whole_incident(person, incident),
    )

"""The invented persons of the demo and of the tests: one for each role, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from antigone.web.accounts.models import Agency, User
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Role


@dataclass(frozen=True)
class Player:
    """One invented person."""

    username: str
    full_name: str
    agency: str
    short: str
    role: Role | None


CAST = (
    Player("mara", "Mara Tenev", "Missing Persons Office", "MPO", Role.COORDINATOR),
    Player("oyelin", "Dr Oyelin Harrow", "Institute of Forensic Genetics", "IFG", Role.GENETICIST),
    Player("ilse", "Ilse Brandt", "Ministry of Justice", "MoJ", Role.BOARD_MEMBER),
    Player("nadia", "Nadia Sarkis", "Missing Persons Office", "MPO", Role.LIAISON),
    Player("tomas", "Tomas Verel", "Court of Audit", "CoA", Role.AUDITOR),
    Player("piet", "Piet Stranger", "Harbour Authority", "HA", None),
)


def make_people(password: str) -> dict[str, User]:
    """The persons with their agencies, by sign-in name."""
    people = {}
    for player in CAST:
        agency, _created = Agency.objects.get_or_create(
            name=player.agency, defaults={"short": player.short}
        )
        people[player.username] = User.objects.create_user(
            player.username, password, full_name=player.full_name, agency=agency
        )
    return people


def make_incident(people: dict[str, User], *, slug: str, name: str) -> Incident:
    """A training incident in which everybody but the stranger has a role."""
    incident = Incident.objects.create(
        slug=slug, name=name, begun_on=date(2026, 10, 3), is_training=True
    )
    for player in CAST:
        if player.role is not None:
            Membership.objects.create(
                user=people[player.username], incident=incident, role=player.role
            )
    return incident

"""Every address of an incident, as every role, about cases of one's own agency, shared and foreign.

The expected answers come from `needs.py`, which has a line for each address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch, resolve, reverse
from django.utils import timezone
from pytest_django import Settings

from antigone.web.accounts.models import Agency, User
from antigone.web.accounts.second_factor import remember_proof
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role
from antigone.web.matching.models import Run
from antigone.web.records.models import Family, ImportedFile, Remains, Share
from antigone.web.site.middleware import IncidentDoor
from tests.web.blank import blank
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.needs import NEEDS, About, Need
from tests.web.samples import SAMPLES, World, incident_views

__all__ = ["attest", "data", "done", "imported", "work"]

CASES = frozenset({About.REMAINS, About.FAMILY})
FORM = "application/x-www-form-urlencoded"
PURPOSE = "To compare."
READ = frozenset({200, 302})
WRITTEN = frozenset({200, 302, 409, 422})
REFUSED, ABSENT, NOT_SO = frozenset({403}), frozenset({404}), frozenset({404, 405})

ONCE = pytest.mark.once
"""What other agencies see is asked with the same statements: PostgreSQL is asked what the leading one sees."""

SHORT_LIVED = frozenset({"media:shown"})
"""What is there for a minute: its sample begins anew before it is asked for."""

Step = Callable[[World], None]


def lead(world: World) -> None:
    """Everybody is of the agency that leads the incident."""
    _seat(world, leads=True)


def own(world: World) -> None:
    """Another agency leads; all cases are of one's own."""
    agency = _seat(world, leads=False)
    Remains.objects.update(agency=agency)
    Family.objects.update(agency=agency)


def shared(world: World) -> None:
    """Another agency leads, and shares each of its cases."""
    _share_each(world, _seat(world, leads=False), until=timezone.localdate())


def foreign(world: World) -> None:
    """Another agency leads; what it shared is past, and was shared with others."""
    agency = _seat(world, leads=False)
    _share_each(world, agency, until=timezone.localdate() - timedelta(days=1))
    other = Agency.objects.get_or_create(name="Airport", short="AP")[0]
    _share_each(world, other, until=timezone.localdate())


PLACES: dict[str, Step] = {"lead": lead, "own": own, "shared": shared, "foreign": foreign}


def _seat(world: World, *, leads: bool) -> Agency:
    """Sit everybody in one agency, and let it or another one lead; the cases are the leader's."""
    seats = Agency.objects.get_or_create(name="Seats", short="S")[0]
    leader = seats if leads else Agency.objects.get_or_create(name="Leader", short="L")[0]
    Share.objects.filter(purpose=PURPOSE).delete()
    User.objects.update(agency=seats)
    Incident.objects.filter(pk=world.cast.incident.pk).update(agency=leader)
    for model in (Remains, Family):
        model._default_manager.update(agency=leader)
    return seats


def _share_each(world: World, agency: Agency, *, until: date) -> None:
    incident, by = world.cast.incident, world.cast.mara
    shares = [Share(remains=row) for row in Remains.objects.filter(incident=incident)]
    shares += [Share(family=row) for row in Family.objects.filter(incident=incident)]
    for share in shares:
        share.incident, share.agency, share.recorded_by = incident, agency, by
        share.purpose, share.until = PURPOSE, until
    Share.objects.bulk_create(shares)


def sees(place: str, about: About) -> bool:
    """Whether what an address is about is in sight from a place."""
    if about in {About.PERSONS, About.INCIDENT} or place == "lead":
        return True
    return about in {About.REMAINS, About.FAMILY} and place in {"own", "shared"}


def expected(need: Need, method: str, person: str, role: Role, place: str) -> frozenset[int]:
    """The statuses with which an address may answer."""
    asked = need.reads if method == "GET" else need.writes
    if need.about is not About.PERSONS and Permission.VIEW not in PERMISSIONS[role]:
        return ABSENT
    if asked is None:
        return NOT_SO
    permitted, is_seen = asked <= PERMISSIONS[role], sees(place, need.about)
    if permitted and is_seen and need.made_by not in {"", person}:
        return REFUSED | ABSENT
    if permitted and is_seen:
        return READ if method == "GET" else WRITTEN
    if permitted:
        return ABSENT
    return REFUSED if is_seen and not need.made_by and not need.hidden else REFUSED | ABSENT


@cache
def match(url: str) -> ResolverMatch:
    """The view behind an address."""
    return resolve(url)


class Asker:
    """Asks addresses as somebody who proved a second factor: the door to incidents, then the view.

    Neither browser nor error page stands between, which makes thousands of questions bearable;
    `test_strangers.py` and `test_pages.py` ask through all of it.
    """

    def __init__(self, user: User, *, second_factor: bool = True) -> None:
        self.user = user
        self.second_factor = second_factor
        self.door = IncidentDoor(lambda request: HttpResponse())

    def ask(self, method: str, url: str) -> tuple[int, str]:
        """Status and, where it leads on, the address; whatever is written is undone."""
        request, found = self._request(method, url), match(url)
        request.resolver_match = found
        mark = transaction.savepoint()
        try:
            self.door.process_view(request, found.func, (), found.kwargs)
            response = found.func(request, **found.kwargs)
        except Http404:
            return 404, ""
        except PermissionDenied:
            return 403, ""
        finally:
            transaction.savepoint_rollback(mark)
        return response.status_code, response.headers.get("Location", "")

    def _request(self, method: str, url: str) -> HttpRequest:
        request: HttpRequest = RequestFactory().generic(method, url, b"", FORM)
        request.user = self.user
        request.session = SessionStore()
        if self.second_factor:
            remember_proof(request.session)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        request._messages = CookieStorage(request)  # type: ignore[attr-defined]
        return request


@pytest.fixture(autouse=True)
def _pages_are_blank(settings: Settings) -> None:
    """`test_pages.py` shows every page to every role; here only the answers count."""
    settings.TEMPLATES = blank(settings.TEMPLATES)


@kept
def world(cast: Cast, done: Run, imported: ImportedFile) -> World:
    return World(cast=cast, run=done, file=imported)


@kept
def urls(world: World) -> dict[str, str]:
    """Every address, by view; what stands behind them is made before anybody is seated."""
    slug = {"incident": world.cast.incident.slug}
    return {view: reverse(view, kwargs=slug | sample(world)) for view, sample in SAMPLES.items()}


def people(world: World) -> dict[Role, User]:
    rows = Membership.objects.filter(incident=world.cast.incident).select_related("user__agency")
    return {Role(row.role): row.user for row in rows}


def test_every_address_says_what_it_needs() -> None:
    assert set(incident_views()) == set(NEEDS), "tests/web/needs.py has a line for each address"


@pytest.mark.parametrize(
    "place",
    ["lead", *(pytest.param(place, marks=ONCE) for place in ("own", "shared", "foreign"))],
)
def test_every_address_as_every_role(world: World, urls: dict[str, str], place: str) -> None:
    wrong, asked = [], 0
    PLACES[place](world)
    for role, person in people(world).items():
        asker = Asker(person)
        for view, method in questions(place, role):
            allowed = expected(NEEDS[view], method, person.username, role, place)
            if view in SHORT_LIVED:
                SAMPLES[view](world)
            status, _ = asker.ask(method, urls[view])
            asked += 1
            if status not in allowed:
                wrong.append((view, method, str(role), status, sorted(allowed)))
    assert not wrong
    # At places where cases alone differ, only their addresses are asked for.
    assert asked > (14 if place in {"lead", "foreign"} else 7) * len(NEEDS)


def questions(place: str, role: Role) -> Iterator[tuple[str, str]]:
    """What is asked at a place: an address that is about no case is asked at two of them only."""
    for view, need in NEEDS.items():
        if need.about not in CASES and place not in {"lead", "foreign"}:
            continue
        for method, asked in (("GET", need.reads), ("POST", need.writes)):
            # That an address takes no such request is the same for everybody.
            if asked is not None or (place, role) == ("lead", Role.COORDINATOR):
                yield view, method


def test_a_second_factor_is_asked_for(world: World, urls: dict[str, str]) -> None:
    """Of whoever may do it: nobody without the right is led to prove anything."""
    lead(world)
    for view, need in NEEDS.items():
        method, asked = ("POST", need.writes) if need.reads is None else ("GET", need.reads)
        may = [
            person
            for role, person in people(world).items()
            if (asked or set()) <= PERMISSIONS[role] and need.made_by in {"", person.username}
        ]
        others = set(people(world).values()) - set(may) if need.second_factor else set()
        for person in (may[0], *others):
            _, leads = Asker(person, second_factor=False).ask(method, urls[view])
            wanted = need.second_factor and person == may[0]
            assert leads.startswith("/account/second-factor/") == wanted, (view, person)

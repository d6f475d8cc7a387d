from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from antigone.web.accounts.models import User
from antigone.web.incidents import desk as shared
from antigone.web.incidents.desk import (
    Count,
    Link,
    Part,
    Task,
    Urgency,
    named_and_counted,
    oldest,
)
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Role
from antigone.web.site.beginnings import workplaces
from antigone.web.site.cast import CAST, Player
from tests.web.conftest import Cast
from tests.web.page import check_page

ClientOf = Callable[[str], Client]
URL = "/"


def awaiting(user: User) -> list[Task]:
    """A desk of this test: three matters in each incident of a person."""
    return [
        task
        for incident in Incident.objects.filter(memberships__user=user)
        for task in (
            Task(incident, "Newest", "/a/", since=datetime(2026, 11, 22, 14, 2, tzinfo=UTC)),
            Task(incident, "Oldest", "/b/", since=datetime(2026, 11, 1, tzinfo=UTC)),
            Task(incident, "Signature", "/c/", urgency=Urgency.OTHERS_WAIT, glyph="pen"),
            Task(incident, "Run 3", "/d/", urgency=Urgency.RUNNING, progress=0.614),
        )
    ]


def navigation(user: User, incident: Incident) -> list[Link]:
    return [Link(Part.DEAD, "Remains of the test", f"/i/{incident.slug}/remains/", 64)]


def tally(user: User, incident: Incident) -> list[Count]:
    return [Count(64, "remains registered")]


def summary(user: User, incident: Incident) -> list[str]:
    return ["64 remains are registered.", "23 have their names back."]


@pytest.fixture
def desk(settings: Settings) -> None:
    settings.DESKS = [__name__]


def test_it_works(cast: Cast, client_of: ClientOf) -> None:
    response = client_of("mara").get(URL)
    check_page(response)
    page = response.content.decode()
    assert "Nothing waits for you" in page
    assert '<a href="/i/marel-valley/">Marel Valley</a>' in page


@pytest.mark.parametrize("player", [p for p in CAST if p.role], ids=lambda p: p.username)
def test_each_of_its_beginnings_opens(cast: Cast, client_of: ClientOf, player: Player) -> None:
    (place,) = workplaces(User.objects.get(username=player.username))
    client = client_of(player.username)
    assert place.beginnings
    for one in place.beginnings:
        assert client.get(one.url).status_code == 200, one.url


def test_it_needs_sign_in(client: Client, db: None) -> None:
    assert client.get(URL).headers["Location"] == "/sign-in/?next=/"


def test_a_stranger_reads_why_nothing_is_here(cast: Cast, client_of: ClientOf) -> None:
    response = client_of("piet").get(URL)
    check_page(response)
    page = response.content.decode()
    assert "You have no role in any incident" in page
    assert "Marel Valley" not in page


@pytest.mark.usefixtures("desk")
def test_what_others_wait_for_stands_first_then_the_oldest(cast: Cast, client_of: ClientOf) -> None:
    response = client_of("mara").get(URL)
    check_page(response)
    page = response.content.decode()
    places = [page.index(f">{title}<") for title in ("Signature", "Oldest", "Newest", "Run 3")]
    assert places == sorted(places)
    assert "3 matters wait for your hand. 1 of them holds others up." in page
    assert 'value="61" max="100"' in page
    assert "22\N{NO-BREAK SPACE}November 2026, 14:02" in page


@pytest.mark.usefixtures("desk")
def test_the_overview_and_the_navigation_take_what_desks_offer(
    cast: Cast, client_of: ClientOf
) -> None:
    response = client_of("tomas").get("/i/marel-valley/")
    check_page(response)
    page = response.content.decode()
    assert "64 remains are registered. 23 have their names back." in page
    assert "<b>64</b><span>remains registered</span>" in page
    assert 'Remains of the test <span class="n">64</span>' in page


def test_the_list_asks_the_database_no_more_for_more_incidents(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("tomas")
    with django_assert_max_num_queries(18) as few:
        client.get(URL)
    for number in range(12):
        incident = Incident.objects.create(
            slug=f"incident-{number}", name=f"Incident {number}", begun_on=cast.incident.begun_on
        )
        Membership.objects.create(user=cast.tomas, incident=incident, role=Role.AUDITOR)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(URL)


@pytest.mark.parametrize(("rows", "titles"), [(2, ["T1", "T2"]), (4, ["T1", "T2", "2 more"])])
def test_the_oldest_are_named_and_no_other_is_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, rows: int, titles: list[str]
) -> None:
    monkeypatch.setattr(shared, "NAMED", 2)
    for number in range(1, rows + 1):
        Incident.objects.create(slug=f"t{number}", name=f"T{number}", begun_on="2026-11-01")
    waiting = Incident.objects.filter(slug__startswith="t").order_by("slug")

    def task(one: Incident) -> Task:
        return Task(one, one.name, "/one/", "Why", urgency=Urgency.OTHERS_WAIT)

    tasks = named_and_counted(oldest(waiting), task, lambda count: f"{count} more", "/all/")
    assert [one.title for one in tasks] == titles
    assert sum(one.matters for one in tasks) == rows
    others = tasks[2:]
    assert [(one.url, one.reason, one.urgency) for one in others] == [
        ("/all/", "", Urgency.OTHERS_WAIT) for _one in others
    ]

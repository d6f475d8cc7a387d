from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import Role
from antigone.web.incidents.services import LastCoordinator, add_member, remove_member
from antigone.web.journal.models import Entry
from tests.web.conftest import Cast
from tests.web.page import check_page

URL = "/i/marel-valley/people/"
ClientOf = Callable[[str], Client]


def test_the_coordinator_gives_a_role(cast: Cast, client_of: ClientOf) -> None:
    client = client_of("mara")
    data = {"person": cast.piet.pk, "role": "liaison"}
    response = client.post(URL, data, follow=True)
    assert "Piet Stranger now works here: Family liaison officer." in response.content.decode()
    check_page(response)
    entry = Entry.objects.get()
    assert (entry.actor, entry.act, entry.incident) == (
        "mara",
        "incident.member_added",
        "marel-valley",
    )
    assert client_of("piet").get("/i/marel-valley/").status_code == 200


def test_a_person_has_one_role(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="already has a role"):
        add_member(by=cast.mara, incident=cast.incident, person=cast.ilse, role=Role.AUDITOR)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["oyelin", "ilse", "nadia", "tomas"])
def test_others_see_the_list_and_cannot_change_it(
    cast: Cast, client_of: ClientOf, name: str
) -> None:
    client = client_of(name)
    page = client.get(URL).content.decode()
    assert "Ilse Brandt" in page
    assert "Give a role" not in page
    assert client.post(URL, {"person": cast.piet.pk, "role": "liaison"}).status_code == 403
    member = Membership.objects.get(user=cast.nadia)
    assert client.post(f"{URL}{member.pk}/remove/").status_code == 403
    with pytest.raises(PermissionDenied):
        add_member(
            by=getattr(cast, name), incident=cast.incident, person=cast.piet, role=Role.AUDITOR
        )
    assert Membership.objects.count() == len(Role)


def test_taking_a_role_away_asks_first_and_is_written_down(cast: Cast, client_of: ClientOf) -> None:
    client = client_of("mara")
    member = Membership.objects.get(user=cast.nadia)
    url = f"{URL}{member.pk}/remove/"
    check_page(client.get(url))
    assert Membership.objects.filter(pk=member.pk).exists()
    assert client.post(url).headers["Location"] == URL
    assert not Membership.objects.filter(pk=member.pk).exists()
    assert Entry.objects.get().subject == "nadia"
    assert client_of("nadia").get("/i/marel-valley/").status_code == 404
    assert client.post(url).status_code == 404


def test_the_last_coordinator_stays(cast: Cast, client_of: ClientOf) -> None:
    member = Membership.objects.get(user=cast.mara)
    response = client_of("mara").post(f"{URL}{member.pk}/remove/")
    assert b"only reconciliation officer" in response.content
    with pytest.raises(LastCoordinator):
        remove_member(by=cast.mara, incident=cast.incident, person=cast.mara)
    add_member(by=cast.mara, incident=cast.incident, person=cast.piet, role=Role.COORDINATOR)
    response = client_of("mara").post(f"{URL}{member.pk}/remove/")
    assert response.headers["Location"] == "/"


def test_someone_who_has_no_role_cannot_lose_it(cast: Cast) -> None:
    with pytest.raises(Membership.DoesNotExist):
        remove_member(by=cast.mara, incident=cast.incident, person=cast.piet)


def test_a_closed_account_gets_no_role(cast: Cast) -> None:
    cast.piet.is_active = False
    cast.piet.save()
    with pytest.raises(ValidationError, match="closed"):
        add_member(by=cast.mara, incident=cast.incident, person=cast.piet, role=Role.AUDITOR)


def test_the_list_asks_the_database_no_more_for_more_people(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("tomas")
    with django_assert_max_num_queries(20) as few:
        client.get(URL)
    for number in range(20):
        user = type(cast.mara).objects.create_user(f"user{number}", full_name=f"User {number}")
        Membership.objects.create(user=user, incident=cast.incident, role=Role.LIAISON)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(URL)

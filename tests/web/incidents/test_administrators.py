"""An administrator says who works in an incident, and sees none of its cases."""

from __future__ import annotations

import re

from antigone.web.incidents.access import is_for_every_role
from antigone.web.incidents.views import overview, people
from antigone.web.records.models import Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page

URL = "/i/marel-valley/"


def test_the_overview_says_who_works_here_and_nothing_else(cast: Cast, client_of: ClientOf) -> None:
    Remains.objects.create(incident=cast.incident, number="V1", sex="U")
    response = client_of("ada").get(URL)
    check_page(response)
    page = response.content.decode()
    assert "Mara Tenev" in page
    assert "remains registered" not in page
    assert "No entry in this incident yet" not in page
    assert "1 remains" in client_of("mara").get(URL).content.decode()


def test_the_navigation_offers_nothing_that_is_refused(cast: Cast, client_of: ClientOf) -> None:
    client = client_of("ada")
    page = client.get(f"{URL}people/").content.decode()
    check_page(client.get(f"{URL}people/"))
    for link in re.findall(r'href="(/[^"#]*)"', page):
        if not link.startswith("/static/"):
            assert client.get(link).status_code == 200, link


def test_an_administrator_gives_roles(cast: Cast, client_of: ClientOf) -> None:
    client = client_of("ada")
    answer = client.post(f"{URL}people/", {"person": cast.piet.pk, "role": "auditor"})
    assert answer.status_code == 302


def test_a_superuser_without_a_role_is_a_stranger(cast: Cast, client_of: ClientOf) -> None:
    cast.piet.is_superuser = True
    cast.piet.save()
    assert client_of("piet").get(f"{URL}people/").status_code == 404


def test_only_pages_about_persons_are_for_every_role() -> None:
    assert is_for_every_role(overview)
    assert is_for_every_role(people)

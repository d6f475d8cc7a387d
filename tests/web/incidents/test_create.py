from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from antigone.web.accounts.operator import Operator
from antigone.web.incidents.models import Incident
from antigone.web.incidents.services import create_incident
from antigone.web.journal.models import Entry
from tests.web.conftest import Cast
from tests.web.page import check_page

URL = "/incidents/new/"
ClientOf = Callable[[str], Client]


def form(cast: Cast, **changes: object) -> dict[str, object]:
    whole = {
        "name": "Sorrel Quay",
        "slug": "sorrel-quay",
        "begun_on": "2026-11-20",
        "coordinator": cast.nadia.pk,
    }
    return whole | changes


@pytest.fixture
def administrator(cast: Cast, client_of: ClientOf) -> Client:
    cast.piet.is_superuser = True
    cast.piet.save()
    return client_of("piet")


def test_it_works(cast: Cast, administrator: Client, client_of: ClientOf) -> None:
    check_page(administrator.get(URL))
    response = administrator.post(URL, form(cast), follow=True)
    assert "Sorrel Quay was opened" in response.content.decode()
    assert client_of("nadia").get("/i/sorrel-quay/people/").status_code == 200
    acts = list(Entry.objects.order_by("sequence").values_list("actor", "act", "subject"))
    assert acts == [
        ("piet", "incident.created", "sorrel-quay"),
        ("piet", "incident.member_added", "nadia"),
    ]


def test_whoever_opens_it_does_not_see_it(cast: Cast, administrator: Client) -> None:
    administrator.post(URL, form(cast))
    assert administrator.get("/i/sorrel-quay/").status_code == 404


def test_it_needs_an_administrator(cast: Cast, client_of: ClientOf, client: Client) -> None:
    assert client.get(URL).status_code == 302
    for name in ("mara", "piet"):
        assert client_of(name).get(URL).status_code == 403
        assert client_of(name).post(URL, form(cast)).status_code == 403
    with pytest.raises(PermissionDenied):
        make(cast, by=cast.mara)
    assert Incident.objects.count() == 1


def make(cast: Cast, **changes: object) -> Incident:
    given = {
        "by": Operator(),
        "slug": "sorrel-quay",
        "name": "Sorrel Quay",
        "begun_on": date(2026, 11, 20),
        "is_training": False,
        "coordinator": cast.nadia,
    }
    return create_incident(**(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("slug", "marel-valley", "already exists"),
        ("slug", "Sorrel Quay!", "letters, numbers, underscores or hyphens"),
        ("name", "", "required"),
        ("begun_on", "yesterday", "valid date"),
        ("coordinator", "", "required"),
    ],
)
def test_it_refuses_bad_input(
    cast: Cast, administrator: Client, field: str, value: str, words: str
) -> None:
    response = administrator.post(URL, form(cast, **{field: value}))
    assert words in response.content.decode()
    check_page(response)
    assert Incident.objects.count() == 1
    assert not Entry.objects.exists()


def test_a_refusal_leaves_nothing_behind(cast: Cast) -> None:
    cast.nadia.is_active = False
    cast.nadia.save()
    with pytest.raises(ValidationError):
        make(cast)
    assert Incident.objects.count() == 1
    assert not Entry.objects.exists()

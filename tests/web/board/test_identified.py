"""Once there is an identification, the records of both sides say so, until it is reopened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from antigone.web.board.models import Identification, Proposal
from tests.web.board.conftest import Pair

ClientOf = Callable[[str], Client]
SLUG = {"incident": "marel-valley"}


def pages(pair: Pair) -> list[str]:
    return [
        reverse("records:remains", kwargs=SLUG | {"number": pair.remains.number}),
        reverse("records:remains_list", kwargs=SLUG),
        reverse("records:missing_list", kwargs=SLUG),
        reverse("records:family", kwargs=SLUG | {"pk": pair.missing_person.family_id}),
    ]


def test_nothing_is_said_before(client_of: ClientOf, pair: Pair, proposal: Proposal) -> None:
    for page in pages(pair):
        assert "identified:" not in client_of("mara").get(page).content.decode()


def test_both_sides_say_who(client_of: ClientOf, pair: Pair, identified: Proposal) -> None:
    decision = Identification.objects.get()
    for page in pages(pair):
        content = client_of("mara").get(page).content.decode()
        assert f'<a href="{decision.get_absolute_url()}">identified:' in content
        assert content.count("identified:") == 1


def test_a_reopened_identification_is_said_no_more(
    client_of: ClientOf, pair: Pair, identified: Proposal
) -> None:
    Identification.objects.update(stands=False)
    for page in pages(pair):
        assert "identified:" not in client_of("mara").get(page).content.decode()


@pytest.mark.parametrize("name", ["records:remains_list", "records:missing_list"])
def test_a_list_asks_once_for_all_its_rows(
    client_of: ClientOf, identified: Proposal, name: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        client_of("mara").get(reverse(name, kwargs=SLUG))
    asked = [
        q for q in queries if 'FROM "board_identification" ' in q["sql"] and "COUNT" not in q["sql"]
    ]
    assert len(asked) == 1

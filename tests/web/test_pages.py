"""Every page of an incident as each role sees it: rules of the look that hold everywhere."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from antigone.web.accounts.models import User
from antigone.web.matching.models import Run
from antigone.web.records.models import ImportedFile
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast
from tests.web.needs import NEEDS
from tests.web.page import check_headers, check_nothing_inline, check_page, html_of
from tests.web.samples import SAMPLES, World, who_may

__all__ = ["attest", "data", "done", "imported", "work"]


def test_members_find_every_page_and_it_keeps_the_rules(
    cast: Cast, done: Run, imported: ImportedFile
) -> None:
    """Or the 404 of `test_strangers.py` would prove nothing. 405: it takes only what is sent."""
    world = World(cast=cast, run=done, file=imported)
    checked = 0
    clients: dict[int, Client] = {}
    for view, sample in SAMPLES.items():
        url = reverse(view, kwargs={"incident": "marel-valley"} | sample(world))
        found = set()
        own = NEEDS[view].made_by
        for person in [one for one in who_may(world) if own in ("", one.username)]:
            if person.pk not in clients:
                clients[person.pk] = signed_in(person)
            response = clients[person.pk].get(url)
            found.add(response.status_code)
            checked += is_page_that_keeps_the_rules(response, url)
        assert 404 not in found, view
        assert found & {200, 302, 405}, view
    assert checked > len(SAMPLES)


def signed_in(person: User) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def is_page_that_keeps_the_rules(response: HttpResponseBase, url: str) -> bool:
    """Check an answer; whether it was a whole page."""
    check_headers(response)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return False
    try:
        if "<html" in html_of(response):
            check_page(response)
            return True
        check_nothing_inline(response)
    except AssertionError as error:
        raise AssertionError(f"{url}: {error}") from error
    return False

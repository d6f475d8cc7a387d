"""For whoever has no role in it, an incident does not exist: on every address, read or written.

Each test makes one incident in which everything has happened, asks for all its addresses, and
names those that answered wrongly. That members do find them, `test_pages.py` shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from antigone.web.accounts.models import User
from antigone.web.board.models import Exclusion, Proposal, Signature
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Role
from antigone.web.journal.models import Entry
from antigone.web.matching.models import Run
from antigone.web.records.models import ImportedFile, PendingUpload
from tests.web.blank import blank
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.samples import SAMPLES, World, has_object, incident_views

__all__ = ["attest", "data", "done", "imported", "work"]


@kept
def urls(cast: Cast, done: Run, imported: ImportedFile) -> dict[str, str]:
    """Every address of the incident, by view."""
    return all_urls(World(cast=cast, run=done, file=imported))


def all_urls(world: World) -> dict[str, str]:
    slug = world.cast.incident.slug
    return {
        view: reverse(view, kwargs={"incident": slug} | sample(world))
        for view, sample in SAMPLES.items()
    }


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def counts() -> tuple[int, ...]:
    models = (Proposal, Signature, Exclusion, PendingUpload, Run, Entry, Membership)
    return tuple(model._default_manager.count() for model in models)


def answers(client: Client, url: str, *, few: bool = False) -> Iterator[tuple[str, int, str]]:
    """How an address answers: read and written; if not few, with nothing, and asked for by a fragment."""
    fragment = {"HX-Request": "true"}
    written = {"reasons": "because", "password": "guess", "confirm": "on"}
    yield "GET", *_answer(client.get(url))
    yield "POST", *_answer(client.post(url, written))
    if not few:
        yield "POST", *_answer(client.post(url))
        yield "fragment", *_answer(client.get(url, headers=fragment))


def _answer(response: HttpResponseBase) -> tuple[int, str]:
    return response.status_code, response.headers.get("Location", "")


def test_every_address_of_an_incident_has_a_sample() -> None:
    assert set(incident_views()) == set(SAMPLES), "tests/web/samples.py has a line for each address"


def test_a_stranger_finds_nothing(cast: Cast, urls: dict[str, str]) -> None:
    before, client = counts(), browser(cast.piet)
    found = {
        (view, how): status
        for view, url in urls.items()
        for how, status, _ in answers(client, url)
        if status != 404
    }
    assert not found
    assert counts() == before


def test_an_administrator_without_a_role_is_a_stranger(cast: Cast, urls: dict[str, str]) -> None:
    cast.piet.is_superuser = True
    cast.piet.save()
    client = browser(cast.piet)
    found = [view for view, url in urls.items() if client.get(url).status_code != 404]
    assert not found


def test_what_is_there_and_what_is_not_answer_alike(cast: Cast, urls: dict[str, str]) -> None:
    client = browser(cast.piet)
    real = client.get("/i/marel-valley/remains/V1/").content
    none = client.get("/i/marel-valleu/remains/V1/").content
    assert b"Marel Valley" not in real
    assert len(real) == len(none)


def test_nobody_is_led_to_the_sign_in_page(urls: dict[str, str]) -> None:
    before = counts()
    wrong = {
        (view, how): (status, location)
        for view, url in urls.items()
        for how, status, location in answers(Client(), url)
        if (status, location) != (302, f"/sign-in/?next={url}") and how != "fragment"
    }
    assert not wrong
    assert counts() == before


def test_an_object_is_found_only_in_its_own_incident(
    cast: Cast, urls: dict[str, str], settings: Settings
) -> None:
    # Asked some thousand times; only how it is answered counts here, so the pages are blank.
    settings.TEMPLATES = blank(settings.TEMPLATES)
    other = Incident.objects.create(slug="other", name="Other", begun_on=date(2026, 1, 1))
    for role in Role:
        Membership.objects.update_or_create(user=cast.piet, incident=other, defaults={"role": role})
        before, client = counts(), browser(cast.piet)
        # 403: the role may not do this in the other incident either; 405: it takes only POST.
        found = {
            (view, how): status
            for view, url in urls.items()
            if has_object(view)
            for how, status, _ in answers(
                client,
                url.replace("/i/marel-valley/", "/i/other/"),
                few=role is not Role.COORDINATOR,
            )
            if status not in {403, 404, 405}
        }
        assert not found, role
        assert counts() == before

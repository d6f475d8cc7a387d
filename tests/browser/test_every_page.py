"""Every page that can be read, in English and from right to left in Arabic: accessible, nothing sideways.

Where ANTIGONE_LOOKED names a folder, each is kept there in both languages, narrow and wide.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from antigone.web.accounts.models import User
from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import PERMISSIONS, Role
from antigone.web.matching.models import Run
from tests.browser.looking import AXE, DESK, HEIGHT, PHONE, RUN_AXE, SIDEWAYS
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import (
    Cast,
    _django_db_helper,
    _ground,
    _own_data_folder,
    _quick_passwords,
    _stands,
    browser_of,
    cast,
)
from tests.web.needs import NEEDS
from tests.web.samples import SAMPLES, World, incident_views

pytestmark = pytest.mark.walk

__all__ = [
    "_django_db_helper",
    "_ground",
    "_own_data_folder",
    "_quick_passwords",
    "_stands",
    "attest",
    "cast",
    "data",
    "done",
    "imported",
    "work",
]

LANGUAGES = ("en", "ar")
OF_NO_INCIDENT = ("home", "accounts:account", "office:figures")
"""Pages besides those of an incident, and of signing in, which have tests of their own."""


@pytest.fixture
def world(transactional_db: None, cast: Cast, done: Run) -> World:
    return World(cast, done, done.incident.imported_files.get())


def _readers(world: World) -> dict[User, frozenset[str]]:
    rows = Membership.objects.filter(incident=world.cast.incident).select_related("user")
    return {row.user: PERMISSIONS[Role(row.role)] for row in rows}


def _pages(world: World) -> Iterator[tuple[str, str, User]]:
    """Each address that is read, with somebody who may."""
    readers = _readers(world)
    at = {"incident": world.cast.incident.slug}
    for view in incident_views():
        need = NEEDS[view]
        if need.reads is None:
            continue
        who = next(
            user
            for user, permissions in readers.items()
            if (need.reads or {"view"}) <= permissions and need.made_by in {"", user.username}
        )
        yield view, reverse(view, kwargs=at | SAMPLES[view](world)), who
    for view in OF_NO_INCIDENT:
        yield view, reverse(view), world.cast.mara


def _is_page(client: Client, url: str) -> bool:
    """Whether it is a page: no file, no part that a page asks for."""
    answer = client.get(url)
    is_html = "html" in answer.headers.get("Content-Type", "")
    return is_html and answer.status_code == 200 and b"<html" in answer.content[:300]


def _sign_in(page: Page, client: Client, server: LiveServer) -> None:
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible(
    world: World, live_server: LiveServer, browser: Browser, language: str
) -> None:
    User.objects.update(language=language)
    sessions: dict[int, Client] = {}
    faults: list[str] = []
    context = browser.new_context(viewport={"width": PHONE, "height": HEIGHT}, locale=language)
    page = context.new_page()
    seen = 0
    for view, url, who in _pages(world):
        who.refresh_from_db()
        client = sessions.setdefault(who.pk, browser_of(who, second_factor=True))
        if not _is_page(client, url):
            continue
        _sign_in(page, client, live_server)
        page.goto(live_server.url + url)
        assert page.locator("html").get_attribute("lang") == language, view
        faults += _looked_at(page, view, language)
        seen += 1
    context.close()
    assert seen > 80
    assert not faults, "\n".join(faults)


def _looked_at(page: Page, view: str, language: str) -> Iterator[str]:
    """What is wrong: reflow at both widths, axe at one of them in each language."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if (too_wide := page.evaluate(SIDEWAYS)) > 0:
            yield f"{view} in {language} at {width} px: {too_wide} px sideways"
        if (width == PHONE) == (language == "ar"):
            page.evaluate(AXE)
            for violation in page.evaluate(RUN_AXE)["violations"]:
                places = "; ".join(node["html"][:160] for node in violation["nodes"][:2])
                yield f"{view} in {language}: {violation['id']}, {violation['help']}: {places}"
        if folder := os.environ.get("ANTIGONE_LOOKED"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            name = f"every-{view.replace(':', '-')}-{language}-{width}.png"
            page.screenshot(path=Path(folder) / name, full_page=True)

"""A search by face, with scripts and without: released by one, searched by another, looked at, judged."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import _on_stage
from tests.browser.looking import PHONE
from tests.browser.people import WITH_AND_WITHOUT_SCRIPTS, People, shown_code
from tests.browser.stage import INCIDENT

NUMBER = "PM-701"
FACE = f"/i/{INCIDENT}/remains/{NUMBER}/face/"


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def on_a_phone(page: Page) -> Page:
    page.set_viewport_size({"width": PHONE, "height": 844})
    return page


@pytest.fixture
def faces(served: str, tmp_path: Path) -> str:
    """The served installation with remains whose face nobody has searched by."""
    _on_stage("faces", tmp_path / "data")
    return served


@pytest.mark.parametrize("scripts", WITH_AND_WITHOUT_SCRIPTS)
def test_from_the_release_to_the_opinion(browser: Browser, faces: str, scripts: bool) -> None:
    with People(browser, faces, scripts=scripts) as people:
        release(people)
        point_at_both_eyes(people)
        search(people)
        compare(people)
        assert not people.faults, "\n".join(people.faults)


def release(people: People) -> None:
    page = people["ilse"]
    page.goto(f"/i/{INCIDENT}/remains/{NUMBER}/")
    page.get_by_role("link", name="Face: a lead").click()
    people.look("ilse", "face-not-released")
    page.get_by_role("link", name="Release picture 1").click()
    people.look("ilse", "face-release")
    page.get_by_role("link", name="Open this one picture").click()
    prove(page)
    page.get_by_label("Reason", exact=True).select_option("right_record")
    act(page, "Open this one picture")
    expect(page.get_by_role("img", name=re.compile("."))).not_to_have_count(0)
    page.wait_for_load_state("load")
    page.goto(FACE)
    page.get_by_role("link", name="Release picture 1").click()
    page.get_by_label("Reason").fill("Fresh, the face is whole.")
    act(page, "Release it")
    expect(page.get_by_text(re.compile("Released by Ilse"))).to_be_visible()


def prove(page: Page) -> None:
    page.get_by_label("Code of your authenticator app").fill(shown_code(page))
    act(page, "Go on")


def point_at_both_eyes(people: People) -> None:
    page = on_a_phone(people["halvar"])
    page.goto(FACE)
    page.get_by_role("link", name="Set the eyes in picture 1").click()
    prove(page)
    page.get_by_label("Reason, in words").fill("To show the eyes.")
    act(page, "Open this one picture")
    point(page, 203.5 / 512, 102 / 512)
    expect(page.get_by_role("heading", name="Now point at the person’s left eye")).to_be_visible()
    point(page, 246.5 / 512, 104.5 / 512)
    expect(page.get_by_text("The eyes are set. The next search uses them.")).to_be_visible()
    people.look("halvar", "face-eyes-set")


def point(page: Page, x: float, y: float) -> None:
    """Where the picture stands, whatever its size: 320 pixels on every screen."""
    picture = page.locator("input[type=image]")
    expect(picture).to_have_js_property("width", 320)
    picture.click(position={"x": 320 * x, "y": 320 * y})


def search(people: People) -> None:
    page = people["halvar"]
    page.get_by_role("link", name="Search with picture 1").click()
    people.look("halvar", "face-search")
    page.get_by_label("Purpose").select_option("first_sample")
    page.get_by_label("In words").fill("Two families have a daughter of this age.")
    act(page, "Start the search")
    wait_until(page, lambda: page.get_by_role("heading", name="Leads").count() > 0)
    expect(page.get_by_role("table")).to_contain_text("Look here first")
    people.look("halvar", "face-leads")


def wait_until(page: Page, done: Callable[[], bool]) -> None:
    for _ in range(60):
        if done():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.content())


def compare(people: People) -> None:
    page = on_a_phone(people["halvar"])
    page.get_by_role("rowheader").get_by_role("link").first.click()
    people.look("halvar", "face-veiled")
    page.get_by_label("Reason, in words").fill("To compare the ears.")
    act(page, "Open both for this comparison")
    expect(page.locator("svg image")).to_have_count(2)
    expect(page.locator("svg circle")).not_to_have_count(0)
    page.get_by_label("limited support for the same person").check()
    page.get_by_label("Reasons").fill("Brow and ears agree, the mouth is hardly seen.")
    act(page, "Give this opinion")
    expect(page.get_by_text("Your opinion is written down.")).to_be_visible()
    expect(page.locator("svg image")).to_have_count(0)
    people.look("halvar", "face-opinion")
    page.get_by_role("link", name="Ask this family for a reference sample").click()
    expect(page.get_by_role("heading", name=re.compile("From whom"))).to_be_visible()

"""Search, filters, saved views and single keys in a browser, narrow and wide, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import DESK, HEIGHT, PHONE
from tests.browser.people import WITH_AND_WITHOUT_SCRIPTS, People
from tests.browser.stage import INCIDENT

FOCUSED = "document.activeElement.textContent"
REMAINS = f"/i/{INCIDENT}/remains/"


def test_by_keyboard_alone_narrow_and_wide(browser: Browser, compared: str) -> None:
    with People(browser, compared, scripts=True) as people:
        page = people["mara"]
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            through_rows(page)
            into_the_search(page)
            by_letters(page)
        people.look("mara", "keys-shown")
        turned_off(people)
        assert not people.faults, "\n".join(people.faults)


def through_rows(page: Page) -> None:
    page.goto(REMAINS)
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == "V1"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == "V3"
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == "V2"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("V2")


def into_the_search(page: Page) -> None:
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search all cases")
    expect(box).to_be_focused()
    page.keyboard.type("v3?/jk")
    expect(box).to_have_value("v3?/jk")
    page.keyboard.press("Control+A")
    page.keyboard.type("v3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Remains", level=2)).to_be_visible()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == "V3"


def by_letters(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Persons sought")
    page.keyboard.press("Control+g")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", level=1)).to_have_text("Persons sought")
    # The letter in the same place of a Ukrainian keyboard.
    page.evaluate(
        "for (const [key, code] of [['п', 'KeyG'], ['к', 'KeyR']])"
        " document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Remains")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")


def turned_off(people: People) -> None:
    page = people["mara"]
    page.get_by_role("link", name="Turn the keys off").click()
    people.look("mara", "keys")
    page.get_by_role("button", name="Turn single keys off").click()
    page.goto(REMAINS)
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.evaluate("document.activeElement === document.body")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scripts", WITH_AND_WITHOUT_SCRIPTS)
def test_a_list_is_filtered_and_the_view_is_saved(
    browser: Browser, compared: str, scripts: bool
) -> None:
    with People(browser, compared, scripts=scripts) as people:
        page = people["mara"]
        for width, name in ((PHONE, "Men, narrow"), (DESK, "Men, wide")):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            filter_and_save(page, name)
        people.look("mara", "view-in-use")
        page.get_by_role("link", name="Change views").click()
        page.get_by_role("button", name="Begin with this view Men, wide").click()
        people.look("mara", "views")
        page.get_by_role("link", name="Change Men, narrow").click()
        people.look("mara", "view-change")
        page.get_by_role("button", name="Delete the view").click()
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Remains").click()
        expect(page.get_by_role("row")).to_have_count(2)
        search(people)
        assert not people.faults, "\n".join(people.faults)


def filter_and_save(page: Page, name: str) -> None:
    page.goto(REMAINS)
    page.get_by_text("More filters, order, size of the page").click()
    page.get_by_label("Sex").select_option("male")
    page.get_by_role("button", name="Filter").last.click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_text("Save this view").click()
    page.get_by_label("Name of the view").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Sex: male").click()
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("link", name=name).click()


def search(people: People) -> None:
    page = people["mara"]
    page.get_by_role("searchbox", name="Search all cases").fill("V")
    page.get_by_role("button", name="Search").first.click()
    people.look("mara", "search-nothing")
    page.get_by_role("searchbox", name="Search all cases").fill("orchard V1")
    page.get_by_role("button", name="Search").first.click()
    page.goto(f"/i/{INCIDENT}/search/?q=V1")
    people.look("mara", "search")
    page.goto(f"/i/{INCIDENT}/search/")
    people.look("mara", "search-begin")

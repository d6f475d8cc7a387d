"""The record of remains in a browser the size of a phone: registered, charted, edited by two at once."""

from __future__ import annotations

import re
from functools import partial

from playwright.sync_api import Browser, Geolocation, Page, expect

from tests.browser.looking import PHONE
from tests.browser.people import People
from tests.browser.stage import INCIDENT
from tests.browser.tabs import OF_REMAINS, walk_through

HERE: Geolocation = {"latitude": 48.0516, "longitude": 37.5021, "accuracy": 3.2}
CASE = f"/i/{INCIDENT}/remains/PM-0188/"


def on_a_phone(page: Page) -> Page:
    page.set_viewport_size({"width": PHONE, "height": 800})
    return page


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_from_the_place_of_recovery_to_the_teeth(browser: Browser, served: str) -> None:
    with People(browser, served, scripts=True) as people:
        register_with_the_place_of_the_phone(people)
        examine_in_two_windows_at_once(people)
        chart_by_touch_and_by_keyboard(people)
        assert not people.faults, "\n".join(people.faults)


def test_teeth_are_charted_without_scripts(browser: Browser, served: str) -> None:
    with People(browser, served, scripts=False) as people:
        page = on_a_phone(people["teo"])
        page.goto(f"/i/{INCIDENT}/register/?number=PM-0188")
        expect(page.get_by_role("button", name="Take the place from this phone")).to_be_hidden()
        fill_recovery(page)
        act(page, "Register and keep the recovery")
        page = on_a_phone(people["halvar"])
        page.goto(f"{CASE}record/teeth/chart/")
        page.get_by_role("button", name="Tooth 16:").click()
        act(page, "amf amalgam filling")
        act(page, "M mesial")
        page.get_by_label("Tooth", exact=True).select_option("38")
        page.get_by_label("Codes and surfaces").fill("mis")
        act(page, "Put into the chart")
        expect(page.get_by_text("2 teeth are charted.")).to_be_visible()
        act(page, "Undo")
        expect(page.get_by_text("1 tooth is charted.")).to_be_visible()
        act(page, "Record this chart")
        expect(page.get_by_text("Your chart of PM-0188 is recorded.")).to_be_visible()
        assert not people.faults, "\n".join(people.faults)


def fill_recovery(page: Page) -> None:
    page.get_by_label("A whole body").check()
    page.get_by_label("Place in words").fill("Orchard, square E2")
    page.get_by_label("Number of the seal").fill("4533")


def register_with_the_place_of_the_phone(people: People) -> None:
    page = on_a_phone(people["teo"])
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(HERE)
    page.goto(f"/i/{INCIDENT}/remains/")
    page.get_by_role("link", name="Register remains").click()
    people.look("teo", "register")
    page = on_a_phone(page)
    page.get_by_label("Number on the tag").fill("PM-0188")
    act(page, "Take the place from this phone")
    expect(page.get_by_label("Latitude")).to_have_value("48.051600")
    expect(page.get_by_label("Within how many metres")).to_have_value("4")
    fill_recovery(page)
    act(page, "Register and keep the recovery")
    expect(page.get_by_text("PM-0188 is registered.")).to_be_visible()
    people.look("teo", "case")


def examine_in_two_windows_at_once(people: People) -> None:
    first, second = on_a_phone(people["sanna"]), people["mara"]
    for page in (first, second):
        page.goto(f"{CASE}record/external/")
    people.look("sanna", "external")
    for page, state, parts in ((first, "fresh", "complete"), (second, "decomposed", "")):
        page.get_by_role("radio", name=state, exact=True).check()
        page.get_by_label("Which parts are there, or missing").fill(parts)
    second.get_by_label("Injuries and other changes").fill("a burn")
    act(first, "Record this section")
    expect(first.get_by_text("is recorded, as version 1.")).to_be_visible()
    act(second, "Record this section")
    told = second.get_by_role("heading", name=re.compile("recorded this section in the meantime"))
    expect(told).to_be_visible()
    compared = second.get_by_role("region", name="Side by side")
    for words in ("fresh", "decomposed", "complete", "a burn"):
        expect(compared.get_by_text(words, exact=True)).to_be_visible()
    people.look("mara", "meanwhile")
    expect(second.get_by_role("radio", name="decomposed", exact=True)).to_be_checked()
    expect(second.get_by_label("Which parts are there, or missing")).to_have_value("complete")
    act(second, "Record it on top of the other's version")
    expect(second.get_by_text("is recorded, as version 2.")).to_be_visible()
    second.get_by_role("link", name="History: external examination").click()
    expect(second.get_by_role("heading", name="Version 1 and version 2")).to_be_visible()
    people.look("mara", "history")


def chart_by_touch_and_by_keyboard(people: People) -> None:
    page = on_a_phone(people["halvar"])
    page.goto(f"{CASE}record/teeth/chart/")
    page.get_by_role("button", name="Tooth 16:").click()
    expect(page.get_by_role("heading", name="Tooth 16")).to_be_visible()
    act(page, "amf amalgam filling")
    act(page, "M mesial")
    act(page, "O occlusal")
    expect(page.get_by_label("Codes and surfaces")).to_have_value("amf MO")
    size = page.get_by_role("button", name="Tooth 16:").bounding_box()
    assert size is not None
    assert min(size["width"], size["height"]) >= 44
    people.look("halvar", "teeth")
    page = on_a_phone(page)
    tooth = page.locator("#tooth-16")
    tooth.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tooth-15")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#tooth-45")).to_be_focused()
    page.keyboard.type("mis")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tooth 45: missing")).to_be_visible()
    expect(page.locator("#tooth-46")).to_be_focused()
    page.keyboard.type("xyz")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is no code of the system interpol")).to_be_visible()
    page.get_by_label("Codes and surfaces").fill("")
    act(page, "All other permanent teeth are sound")
    expect(page.get_by_text("32 teeth are charted.")).to_be_visible()
    act(page, "Undo")
    expect(page.get_by_text("31 teeth are charted.")).to_be_visible()
    act(page, "Record this chart")
    expect(page.get_by_text("Your chart of PM-0188 is recorded.")).to_be_visible()
    page = on_a_phone(page)
    look = partial(people.look, "halvar")
    walk_through(page, OF_REMAINS, look, beside=("Record of death", "Face: a lead"))

"""The daily paths by keyboard alone: reached by Tab, with the focus seen and in order; also in Arabic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.keyboard import Keyboard
from tests.browser.looking import DESK, HEIGHT, PHONE
from tests.browser.people import shown_code
from tests.browser.stage import INCIDENT

pytestmark = pytest.mark.walk

A_DAY = "05052028"
"""Typed into a date field; day and month are the same, as their order is the browser's."""

HALF_PAST_TEN = "1030A"
"""Behind a day; a browser that counts to 24 takes no notice of the letter."""


def test_a_day_without_a_mouse(browser: Browser, decidable: str) -> None:
    faults: list[str] = []
    with at_a_keyboard(browser, decidable, "teo", faults) as keys:
        registers(keys, "V-0901")
    with at_a_keyboard(browser, decidable, "teo", faults, language="ar") as keys:
        expect(keys.page.locator("html")).to_have_attribute("dir", "rtl")
        registers(keys, "V-0902")
    with at_a_keyboard(browser, decidable, "nadia", faults) as keys:
        begins_a_request(keys)
        records_a_consent(keys)
    with at_a_keyboard(browser, decidable, "mara", faults) as keys:
        looks_after(keys)
        opens_the_menu_of_a_phone(keys)
        proposes(keys)
    for name in ("oyelin", "ilse"):
        with at_a_keyboard(browser, decidable, name, faults) as keys:
            signs(keys)
    assert not faults, "\n".join(faults)


def test_after_the_signatures_without_a_mouse(browser: Browser, told: str) -> None:
    faults: list[str] = []
    with at_a_keyboard(browser, told, "ruth", faults) as keys:
        prepares(keys)
        hears_a_wish(keys)
        takes_a_question(keys)
    with at_a_keyboard(browser, told, "ilse", faults) as keys:
        plans_a_meeting(keys)
        opens_it(keys)
        settles_and_closes(keys)
    assert not faults, "\n".join(faults)


@contextmanager
def at_a_keyboard(
    browser: Browser, address: str, name: str, faults: list[str], language: str = "en-GB"
) -> Iterator[Keyboard]:
    """Somebody who signs in by keyboard, in this language."""
    with browser.new_context(
        base_url=address,
        locale=language,
        reduced_motion="reduce",
        viewport={"width": DESK, "height": HEIGHT},
    ) as context:
        page = context.new_page()
        keys = Keyboard(page, faults)
        page.goto("/")
        keys.write(page.locator("[name=username]"), name)
        keys.write(page.locator("[name=password]"), DEMO_PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#nav")).to_have_count(1)
        yield keys


def follow(keys: Keyboard, page_of: str) -> None:
    """Skip to the content and follow the link to this page of the incident there."""
    keys.past_the_frame()
    keys.use(keys.page.locator(f"main a[href='/i/{INCIDENT}/{page_of}']").first)
    keys.page.wait_for_url(f"**/i/{INCIDENT}/{page_of}")


def open_by(keys: Keyboard, role: Literal["link", "button"], name: str, heading: str) -> None:
    """Skip to the content, use what has this name there, and see the page with this heading."""
    keys.past_the_frame()
    keys.use(keys.page.locator("main").get_by_role(role, name=name).first)
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(heading)


def registers(keys: Keyboard, number: str) -> None:
    """From home to the incident, and remains are registered; no word of the pages is needed."""
    page = keys.page
    follow(keys, "")
    follow(keys, "remains/")
    follow(keys, "register/")
    keys.past_the_frame()
    keys.write(page.locator("[name=number]"), number)
    keys.tick(page.locator("[name=found]").first)
    keys.write(page.locator("[name=place]"), "Orchard, square E4")
    keys.write(page.locator("[name=finder]"), "Recovery team 2")
    keys.write(page.locator("[name=seal]"), "S-1")
    keys.use(page.locator("main form button[type=submit]"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def begins_a_request(keys: Keyboard) -> None:
    page = keys.page
    open_by(keys, "link", "Take a tracing request", "Tracing requests")
    open_by(keys, "button", "Take a tracing request", "Who asks")
    keys.past_the_frame()
    keys.write(page.get_by_label("Name, as they write it"), "Hanna Orlevych")
    keys.write(page.get_by_label("Telephone"), "+380 44 0000000")
    open_by(keys, "button", "Keep and go on", "Who is sought")


def records_a_consent(keys: Keyboard) -> None:
    page = keys.page
    page.goto(f"/i/{INCIDENT}/")
    follow(keys, "sought/")
    open_by(keys, "link", "M1", "F1")
    open_by(keys, "link", "Consent, purpose by purpose", "Consent")
    open_by(keys, "link", "Record the answer: Publication", "Publication")
    keys.past_the_frame()
    keys.tick(page.get_by_label("yes", exact=True))
    keys.write(page.get_by_label("Name of the person who was asked"), "Hanna Orlevych")
    keys.write(page.get_by_label("Language in which the text was read"), "English")
    keys.use(page.get_by_role("button", name="Record the answer"))
    expect(page.get_by_text("Newest answer: yes.")).to_be_visible()


def looks_after(keys: Keyboard) -> None:
    """A case is taken, a reminder set, and the case handed on."""
    page = keys.page
    page.goto(f"/i/{INCIDENT}/remains/V1/")
    follow(keys, "remains/V1/care/")
    keys.past_the_frame()
    keys.use(page.get_by_role("button", name="Look after it"))
    expect(page.get_by_text("You look after it.")).to_be_visible()
    keys.past_the_frame()
    keys.write(page.locator("[name=due_on]").last, A_DAY)
    keys.write(page.locator("[name=words]").first, "Ask for the dental card.")
    keys.use(page.get_by_role("button", name="Set it"))
    expect(page.get_by_role("heading", name="Ask for the dental card.")).to_be_visible()
    keys.past_the_frame()
    keys.write(page.get_by_label("To whom"), "Dr Oyelin")
    keys.use(page.get_by_role("button", name="Hand it on"))
    expect(page.get_by_text("Dr Oyelin Harrow looks after it.")).to_be_visible()


def opens_the_menu_of_a_phone(keys: Keyboard) -> None:
    """Opened by Enter its links come next; Escape gives the focus back to its button."""
    page = keys.page
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    page.goto(f"/i/{INCIDENT}/")
    menu = page.get_by_role("button", name="Menu", exact=True)
    first = page.get_by_role("navigation", name="Main").get_by_role("link").first
    keys.use(menu)
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    keys.use(page.get_by_role("navigation", name="Main").get_by_role("link", name="Runs"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Runs")
    page.set_viewport_size({"width": DESK, "height": HEIGHT})


def proposes(keys: Keyboard) -> None:
    page = keys.page
    open_by(keys, "link", "Run 1", "Who may be whom, pair by pair")
    open_by(keys, "link", "V1 and M1", "May V1 be M1?")
    keys.past_the_frame()
    keys.write(page.get_by_label("Reasons"), "One family only, and every marker fits.")
    keys.use(page.get_by_role("button", name="Propose to the board"))
    expect(page.get_by_text("You proposed it yourself. Two other persons sign.")).to_be_visible()


def signs(keys: Keyboard) -> None:
    page = keys.page
    follow(keys, "board/")
    open_by(keys, "link", "V1", "V1 is proposed to be M1")
    before = page.locator(".signature:not(.waits)").count()
    keys.past_the_frame()
    keys.tick(page.get_by_label("I have read the evidence"))
    keys.write(page.get_by_label("Your password again"), DEMO_PASSWORD)
    keys.write(page.get_by_label("Code of your authenticator app"), shown_code(page))
    keys.use(page.get_by_role("button", name="Sign the identification"))
    expect(page.locator(".signature:not(.waits)")).to_have_count(before + 1)


def prepares(keys: Keyboard) -> None:
    page = keys.page
    follow(keys, "")
    follow(keys, "notices/")
    follow(keys, "notices/1/")
    open_by(keys, "link", "Prepare the visit", "Prepare the visit")
    keys.past_the_frame()
    keys.write(page.get_by_label("Where you meet"), "At her home")
    keys.write(page.get_by_label("Customs"), "Her brother speaks first.")
    keys.use(page.get_by_role("button", name="Keep the preparation"))
    expect(page.get_by_text("Her brother speaks first.")).to_be_visible()


def hears_a_wish(keys: Keyboard) -> None:
    page = keys.page
    open_by(keys, "link", "Record a wish", "Record a wish of the family")
    keys.past_the_frame()
    keys.write(page.get_by_label("What it wishes"), "to be handed over")
    keys.write(page.get_by_label("Who said it"), "Lidiia Orlevych")
    keys.use(page.get_by_role("button", name="Record the wish"))
    expect(page.get_by_text("to be handed over")).to_be_visible()


def takes_a_question(keys: Keyboard) -> None:
    page = keys.page
    open_by(keys, "link", "Take a question down", "Take a question down")
    keys.past_the_frame()
    keys.write(page.get_by_label("What was asked, or promised"), "Where is his ring?")
    keys.write(page.get_by_label("By whom"), "His mother")
    keys.write(page.get_by_label("Who answers"), "Ruth")
    keys.write(page.get_by_label("Answer due on"), A_DAY)
    keys.use(page.get_by_role("button", name="Keep the question"))
    expect(page.get_by_text("Where is his ring?")).to_be_visible()


def plans_a_meeting(keys: Keyboard) -> None:
    page = keys.page
    page.goto(f"/i/{INCIDENT}/meetings/")
    open_by(keys, "link", "Plan a meeting", "Plan a meeting")
    keys.past_the_frame()
    keys.write(page.get_by_label("Day and time"), A_DAY)
    page.keyboard.press("ArrowRight")
    page.keyboard.type(HALF_PAST_TEN)
    keys.write(page.get_by_label("Place"), "Room 4, Ministry of Justice")
    keys.write(page.get_by_label("Chair"), "Ilse")
    keys.use(page.get_by_role("button", name="Plan it"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Meeting of the board")
    keys.past_the_frame()
    keys.write(page.get_by_label("Another matter, in words"), "How the laboratory answers")
    keys.use(page.get_by_role("button", name="Put it on the agenda").last)
    expect(page.get_by_role("link", name="How the laboratory answers")).to_be_visible()


def opens_it(keys: Keyboard) -> None:
    page = keys.page
    keys.past_the_frame()
    keys.use(page.get_by_role("button", name="I am present"))
    expect(page.get_by_role("button", name="I am present")).to_have_count(0)
    keys.past_the_frame()
    keys.write(page.get_by_label("Who", exact=True), "Dr Oyelin")
    keys.use(page.get_by_role("button", name="Enter as present"))
    keys.past_the_frame()
    keys.use(page.get_by_role("button", name="Open it"))
    expect(page.get_by_text("The meeting is open.")).to_be_visible()


def settles_and_closes(keys: Keyboard) -> None:
    page = keys.page
    open_by(keys, "link", "How the laboratory answers", "How the laboratory answers")
    keys.past_the_frame()
    keys.write(page.get_by_label("How it was settled"), "Within a week.")
    keys.use(page.get_by_role("button", name="Settled"))
    open_by(keys, "link", "Meeting of the board", "Meeting of the board")
    keys.past_the_frame()
    keys.use(page.get_by_role("button", name="Close it"))
    expect(page.get_by_text("The minutes are made and signed.")).to_be_visible()

"""A meeting of the board in four browsers: from the proposal to the minutes."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.people import People, shown_code
from tests.browser.stage import INCIDENT

pytestmark = pytest.mark.walk

RUN_MS = 60_000


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_meeting_of_four_persons(browser: Browser, decidable: str, scripts: bool) -> None:
    with People(browser, decidable, scripts=scripts) as people:
        propose(people)
        plan(people)
        come(people)
        talk(people)
        decide(people)
        close(people)
        read_minutes(people)
        assert not people.faults, "\n".join(people.faults)


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def propose(people: People) -> None:
    page = people["mara"]
    pair = f"/i/{INCIDENT}/runs/1/pair/V1/M1/"
    for _ in range(RUN_MS // 500):
        # Until the run is done there is no such page.
        if page.request.get(pair).ok:
            break
        page.wait_for_timeout(500)
    page.goto(pair)
    page.get_by_label("Reasons").fill("One family only, and every marker fits.")
    act(page, "Propose to the board")
    expect(page.get_by_text("You proposed it yourself.").first).to_be_visible()


def plan(people: People) -> None:
    page = people["mara"]
    page.goto(f"/i/{INCIDENT}/meetings/")
    people.look("mara", "none-yet")
    follow(page, "Plan a meeting")
    page.get_by_label("Day and time").fill(datetime.now().strftime("%Y-%m-%dT09:30"))
    page.get_by_label("Place").fill("Room 4, Ministry of Justice")
    page.get_by_label("Chair").select_option(label="Ilse Brandt, Ministry of Justice")
    people.look("mara", "plan")
    act(page, "Plan it")
    page.get_by_label("Case before the board").select_option(index=1)
    page.get_by_role("button", name="Put it on the agenda").first.click()
    page.get_by_label("Another matter, in words").fill("How the laboratory answers")
    page.get_by_role("button", name="Put it on the agenda").last.click()
    expect(page.get_by_role("link", name="How the laboratory answers")).to_be_visible()
    people.look("mara", "agenda")


def come(people: People) -> None:
    for name in ("ilse", "oyelin", "halvar"):
        page = people[name]
        page.goto("/")
        page.get_by_role("link", name="The board meets").first.click()
        act(page, "I am present")
    page = people["ilse"]
    page.get_by_label("Who").select_option(label="Mara Tenev, Missing Persons Office")
    act(page, "Enter as present")
    people.look("ilse", "before-it-opens")
    act(page, "Open it")
    expect(page.get_by_text("The meeting is open.")).to_be_visible()
    people.look("ilse", "open")


def talk(people: People) -> None:
    for name in ("mara", "oyelin", "ilse", "halvar"):
        page = people[name]
        page.goto(f"/i/{INCIDENT}/meetings/1/")
        follow(page, "Go to the first case")
        expect(page.get_by_text("They can decide it.")).to_be_visible()
    page = people["halvar"]
    page.get_by_label("Note for the minutes").fill("The teeth were not compared.")
    act(page, "Write it down")
    expect(page.get_by_text("The teeth were not compared.")).to_be_visible()
    people.look("halvar", "case")


def decide(people: People) -> None:
    for name in ("oyelin", "ilse"):
        page = people[name]
        follow(page, "Sign, refuse or ask on the page of the proposal")
        page.get_by_label("I have read the evidence").check()
        page.get_by_label("Your password again").fill(DEMO_PASSWORD)
        page.get_by_label("Code of your authenticator app").fill(shown_code(page))
        act(page, "Sign the identification")
        expect(page.locator(".signature:not(.waits)").last).to_be_visible()
    page = people["halvar"]
    if people.scripts:
        # Without a hand on it: the page looks again by itself.
        expect(page.locator("#now")).to_contain_text("the identification stands", timeout=15_000)
        expect(page.locator("#agenda")).to_contain_text("the identification stands")
    else:
        follow(page, "Look again")
        expect(page.locator("#now")).to_contain_text("the identification stands")
    people.look("halvar", "decided")


def close(people: People) -> None:
    page = people["ilse"]
    page.goto(f"/i/{INCIDENT}/meetings/1/")
    expect(page.get_by_role("button", name="Close it")).to_be_disabled()
    follow(page, "How the laboratory answers")
    people.look("ilse", "matter")
    page.get_by_label("How it was settled").fill("Within a week.")
    act(page, "Settled")
    follow(page, "Meeting of the board")
    act(page, "Close it")
    expect(page.get_by_text("The minutes are made and signed.")).to_be_visible()
    people.look("ilse", "closed")


def read_minutes(people: People) -> None:
    page = people["halvar"]
    page.goto(f"/i/{INCIDENT}/meetings/1/minutes/")
    page.get_by_label("Addendum").fill("I left at ten.")
    act(page, "Add it to the minutes")
    expect(page.get_by_text("I left at ten.")).to_be_visible()
    people.look("halvar", "minutes")
    answer = page.request.get(f"/i/{INCIDENT}/meetings/1/minutes.pdf?language=uk")
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)
    said = ("V1", "M1", "Ilse Brandt", "Dr Oyelin Harrow", "Within a week.", "I left at ten.")
    assert [words for words in said if words not in text] == []

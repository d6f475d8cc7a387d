"""Who withdraws, or is found alive, is gone from every result at once; what was an error is taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.looking import PHONE
from tests.browser.people import People
from tests.browser.stage import INCIDENT

pytestmark = pytest.mark.walk

AT = f"/i/{INCIDENT}"
RUN_MS = 60_000
DONE, ENDED = "Who may be whom, pair by pair", re.compile("Who may be whom|The run failed")


def on_a_phone(page: Page) -> Page:
    page.set_viewport_size({"width": PHONE, "height": 800})
    return page


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def heading(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("heading", name=name)


def test_who_leaves_is_gone_everywhere(browser: Browser, compared: str) -> None:
    with People(browser, compared, scripts=True) as people:
        first = the_first_run(people["mara"])
        found_alive(people, first)
        second = taken_back(people)
        third = withdrawn_while_a_run_works(people)
        for run in (first, second, third):
            gone(people["mara"], run, remains="V1", person="M1")
        left_out_of_the_next(people)
        assert not people.faults, "\n".join(people.faults)


def the_first_run(page: Page) -> str:
    on_a_phone(page).goto(f"{AT}/runs/")
    page.get_by_role("link", name=re.compile("^Run ")).first.click()
    expect(heading(page, DONE)).to_be_visible(timeout=RUN_MS)
    for person in ("M1", "M2"):
        expect(candidates(page, person)).to_have_count(1)
    return page.url


def candidates(page: Page, person: str) -> Locator:
    listed = page.get_by_role("region", name="Candidates", exact=True).get_by_role("row")
    return listed.filter(has=page.get_by_role("cell").filter(has_text=person))


def start(page: Page) -> None:
    page.goto(f"{AT}/runs/")
    act(page, "Start a run")
    page.wait_for_url(re.compile(r"/runs/\d+/$"))


def family_of(page: Page, person: str) -> Page:
    on_a_phone(page).goto(f"{AT}/sought/")
    follow(page, person)
    return page


def found_alive(people: People, run: str) -> None:
    """F2 came in with a file; its request closes, and no run says anything of M2 any more."""
    page = family_of(people["nadia"], "M2")
    follow(page, "M2 is found alive")
    page.get_by_label("How it became known").fill("She called from a hospital abroad.")
    page.get_by_label("not asked yet").check()
    people.look("nadia", "found-alive")
    act(on_a_phone(page), "Record that this person is alive")
    expect(heading(page, "M2 is found alive")).to_be_visible()
    people.look("nadia", "family-of-somebody-alive")
    follow(on_a_phone(page), "Tracing request")
    expect(page.get_by_text("found alive", exact=True)).to_be_visible()
    gone(people["mara"], run, remains="V2", person="M2")
    expect(heading(people["mara"], "M2 is no longer compared")).to_be_visible()
    people.look("mara", "pair-of-somebody-alive")


def taken_back(people: People) -> str:
    page = family_of(people["nadia"], "M2")
    follow(page, "That was an error")
    page.get_by_label("How it became known").fill("It was a namesake.")
    people.look("nadia", "sought-again")
    act(on_a_phone(page), "Seek this person again")
    expect(heading(page, "M2 is found alive")).to_have_count(0)
    follow(page, "Tracing request")
    expect(page.get_by_text("open", exact=True)).to_be_visible()
    page = on_a_phone(people["mara"])
    start(page)
    expect(heading(page, DONE)).to_be_visible(timeout=RUN_MS)
    expect(candidates(page, "M2")).to_have_count(1)
    return page.url


def withdrawn_while_a_run_works(people: People) -> str:
    """The withdrawal is at hand before the run starts, and comes while it waits, or works."""
    nadia, mara = family_of(people["nadia"], "M1"), on_a_phone(people["mara"])
    follow(nadia, "The family withdraws")
    nadia.get_by_label("Reason").fill("They asked for it.")
    nadia.get_by_label("It is known that this is destroyed for good").check()
    people.look("nadia", "withdraw")
    start(mara)
    act(on_a_phone(nadia), "Record the withdrawal and destroy")
    expect(heading(nadia, "This family has withdrawn")).to_be_visible()
    expect(heading(nadia, "The family and its DNA")).to_have_count(0)
    people.look("nadia", "placeholder")
    follow(on_a_phone(nadia), "Tracing request")
    expect(nadia.get_by_text("withdrawn", exact=True).first).to_be_visible()
    people.look("nadia", "request-withdrawn")
    expect(heading(mara, ENDED)).to_be_visible(timeout=RUN_MS)
    people.look("mara", "run-during-which-a-family-withdrew")
    return mara.url


def gone(page: Page, run: str, *, remains: str, person: str) -> None:
    """Neither list, nor joint view, nor remains, nor the pair itself says anything of the person."""
    on_a_phone(page).goto(run)
    expect(heading(page, ENDED)).to_be_visible()
    expect(candidates(page, person)).to_have_count(0)
    page.goto(f"{AT}/remains/{remains}/")
    expect(page.locator("main").get_by_text(person, exact=True)).to_have_count(0)
    page.goto(run)
    if heading(page, DONE).is_visible():
        page.goto(f"{run}joint/")
        expect(page.locator("main").get_by_text(person, exact=True)).to_have_count(0)
        page.goto(f"{run}pair/{remains}/{person}/")
        expect(heading(page, f"{person} is no longer compared")).to_be_visible()


def left_out_of_the_next(people: People) -> None:
    page = on_a_phone(people["mara"])
    start(page)
    expect(heading(page, DONE)).to_be_visible(timeout=RUN_MS)
    expect(candidates(page, "M2")).to_have_count(1)
    expect(candidates(page, "M1")).to_have_count(0)
    people.look("mara", "run-without-the-family")

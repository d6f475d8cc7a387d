"""An identification that falls: everybody who was told of it is told, and every paper says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hands import act, fill, follow, moment
from tests.browser.people import People
from tests.browser.stage import INCIDENT

pytestmark = pytest.mark.walk

NAME = "Орлевич"
PUT_RIGHT = f"/i/{INCIDENT}/notices/of/1/put-right/"
RECORD = f"/i/{INCIDENT}/deaths/D-0001/"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_an_identification_is_overturned(
    browser: Browser, told: str, antigone: Callable[..., str], tmp_path: Path, scripts: bool
) -> None:
    with People(browser, told, scripts=scripts) as people:
        reopen(people)
        nothing_goes_on(people)
        send_ruth_again(people)
        tell_that_it_fell(people)
        take_back(people)
        drop_the_name(people)
        correct_package(people)
        everybody_knows(people)
        verify_journal(people, antigone, tmp_path)
        assert not people.faults, "\n".join(people.faults)


def reopen(people: People) -> None:
    page = people["ilse"]
    page.goto(f"/i/{INCIDENT}/board/1/")
    follow(page, "Reopen, with a cause")
    told = page.get_by_role("region", name="Who was told that it holds").get_by_role(
        "heading", level=3
    )
    expect(told).to_have_text(["The family F1", "The family", "National Information Bureau"])
    people.look("ilse", "before-it-falls")
    page.locator("main form textarea").fill("Two samples were mixed up in the laboratory.")
    act(page, "Reopen it")
    expect(page.get_by_text("Two samples were mixed up in the laboratory.").first).to_be_visible()
    page.goto(f"/i/{INCIDENT}/board/1/")
    expect(page.get_by_text("With the reopening that ended: nobody may be told")).to_be_visible()
    people.look("ilse", "fallen")


def nothing_goes_on(people: People) -> None:
    """The record is in doubt, the certificate no longer valid, the notice stopped; three are to be told."""
    page = people["mara"]
    page.goto("/")
    people.look("mara", "awaiting")
    page.goto(PUT_RIGHT)
    expect(page.get_by_text("3 who were told do not know it yet.")).to_be_visible()
    people.look("mara", "to-put-right")
    page.goto(RECORD)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("0001")
    expect(heading).not_to_contain_text(NAME)
    people.look("mara", "in-doubt")
    page.goto(f"{RECORD}certificate/")
    expect(page.get_by_text("Not valid any more: the identification fell.")).to_be_visible()
    expect(page.get_by_role("button", name="Issue a certificate")).to_be_disabled()
    people.look("mara", "certificate")
    page.goto(f"{RECORD}handing-over/certificate/family/")
    expect(page.get_by_role("button", name="Record the handing over")).to_be_disabled()
    page = people["ruth"]
    page.goto(f"/i/{INCIDENT}/notices/1/")
    expect(page.get_by_role("heading", name="Stopped NO-02")).to_be_visible()
    people.look("ruth", "stopped")


def send_ruth_again(people: People) -> None:
    page = people["mara"]
    page.goto(PUT_RIGHT)
    follow(page, "Send somebody to tell the family")
    page.get_by_label("Who goes to the family").select_option(index=1)
    page.get_by_label("Planned for").fill(moment(hours=2))
    act(page, "Assign")
    expect(page.get_by_text("Ruth Amsel goes to the family.")).to_be_visible()


def tell_that_it_fell(people: People) -> None:
    page = people["ruth"]
    page.goto("/")
    people.look("ruth", "awaiting-ruth")
    page.goto(f"/i/{INCIDENT}/notices/2/")
    people.look("ruth", "correction")
    page.get_by_role("region", name="Papers").get_by_role("link").first.click()
    page.get_by_label("Office, as it stands on the letter").fill("Office for the Missing, Room 4")
    people.look("ruth", "letter")
    act(page, "Issue it")
    follow(page, "Record that the family was told that it no longer holds")
    page.get_by_label("When", exact=True).fill(moment())
    page.get_by_label("Where", exact=True).fill("At her home")
    page.get_by_label("How it went").select_option("told")
    for said in ("that the mistake is ours", "that the search goes on"):
        page.get_by_label(said).check()
    people.look("ruth", "visit")
    act(page, "Record the visit")
    expect(
        page.get_by_text("Said: that the search goes on; that the mistake is ours")
    ).to_be_visible()
    follow(page, "Record that it was handed over")
    page.get_by_label("Handed over").fill(moment())
    act(page, "Record that it was handed over")
    people.look("ruth", "told")


def take_back(people: People) -> None:
    """Who was given the remains is told by a person, and the remains come back."""
    page = people["mara"]
    page.goto(f"{RECORD}handing-over/")
    people.look("mara", "handed-over-in-error")
    page.get_by_role("link", name="Record that they were told").click()
    fill(
        page,
        {
            "Told on": moment(),
            "Full name of who told it": "Mara Tenev",
            "What was agreed": "The remains come back today.",
        },
    )
    people.look("mara", "recall")
    act(page, "Record that they were told")
    page.get_by_role("link", name="It came back").click()
    page.get_by_label("Came back on").fill(moment())
    page.get_by_label("Why it came back").fill("The identification fell.")
    act(page, "Record that it came back")
    expect(page.get_by_text("Came back: The identification fell.")).to_be_visible()
    people.look("mara", "come-back")


def drop_the_name(people: People) -> None:
    page = people["mara"]
    page.goto(f"{RECORD}particulars/")
    for told in ("Surname", "First names", "Date of birth"):
        page.get_by_label(told, exact=True).fill("")
        page.get_by_label(f"Where it is from: {told}", exact=True).select_option("")
    page.get_by_label("Why it is corrected").fill("The identification was reopened.")
    act(page, "Confirm the particulars")
    expect(page.get_by_text("Not yet identified: the record names nobody.")).to_be_visible()
    expect(page.get_by_text("Version 2, confirmed by Mara Tenev,")).to_be_visible()


def correct_package(people: People) -> None:
    page, second = people["mara"], people["lena"]
    page.goto(f"/i/{INCIDENT}/transmissions/recipients/1/")
    expect(page.get_by_text("1 correction is due.")).to_be_visible()
    follow(page, "Draft a package")
    expect(page.get_by_text("name withdrawn")).to_be_visible()
    people.look("mara", "draft")
    act(page, "Draft the package")
    second.goto(page.url)
    act(second, "Approve: make the package")
    expect(second.get_by_role("heading", level=1)).to_contain_text("0002")
    follow(second, "Take it out")
    second.get_by_label("For whom, and for what").fill("Carried by Lena Marsh.")
    with second.expect_download():
        act(second, "Take it out")
    page.goto(f"/i/{INCIDENT}/transmissions/1/")
    expect(page.get_by_role("heading", name="Corrected by a later package")).to_be_visible()
    people.look("mara", "corrected-package")


def everybody_knows(people: People) -> None:
    page = people["mara"]
    page.goto(PUT_RIGHT)
    expect(page.get_by_text("Everybody who was told knows it.")).to_be_visible()
    expect(page.get_by_role("link", name="Send somebody to tell the family")).to_have_count(0)
    people.look("mara", "put-right")


def verify_journal(people: People, antigone: Callable[..., str], folder: Path) -> None:
    page = people["tomas"]
    page.goto(f"/i/{INCIDENT}/journal/")
    people.look("tomas", "register")
    follow(page, "Verification and export")
    with page.expect_download() as export:
        act(page, "Export the journal")
    file = folder / "journal.jsonl"
    export.value.save_as(file)
    assert ": sound, " in antigone("journal", "verify", str(file))
    assert NAME not in file.read_text()

"""Pictures on a phone: added with place and time, veiled, opened once by somebody with the right."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import PHONE
from tests.browser.people import People, shown_code
from tests.browser.stage import INCIDENT
from tests.web.media import drawn
from tests.web.media.tiff import exif_block

SHOWS = "left forearm, coloured fields"


def on_a_phone(page: Page) -> Page:
    page.set_viewport_size({"width": PHONE, "height": 844})
    return page


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_added_on_a_phone_and_opened_with_a_reason(
    browser: Browser, served: str, tmp_path: Path
) -> None:
    with People(browser, served, scripts=True) as people:
        register(people)
        add_two_with_place(people, tmp_path)
        put_into_the_recovery(people)
        open_one(people)
        add_prints(people, tmp_path)
        assert not people.faults, "\n".join(people.faults)
        a_bad_file_is_named(people["teo"], tmp_path)


def register(people: People) -> None:
    page = on_a_phone(people["teo"])
    page.goto(f"/i/{INCIDENT}/register/?number=PM-0301")
    page.get_by_label("A whole body").check()
    page.get_by_label("Place in words").fill("Orchard, square E2")
    page.get_by_label("Number of the seal").fill("4533")
    act(page, "Register and keep the recovery")


def add_two_with_place(people: People, folder: Path) -> None:
    page = on_a_phone(people["teo"])
    page.goto(f"/i/{INCIDENT}/remains/PM-0301/")
    page.get_by_role("link", name="Pictures and prints").click()
    page.get_by_role("link", name="Add pictures").click()
    people.look("teo", "add-pictures")
    page = on_a_phone(page)
    choose(page, folder, {"one.jpg": drawn.jpeg(exif=exif_block()), "two.png": drawn.png()})
    act(page, "Keep them, sealed")
    expect(page.get_by_text("2 files are kept, sealed and veiled.")).to_be_visible()
    expect(page.get_by_text("The picture says: taken")).to_contain_text("49.5, 36.25 (within 5 m)")
    act(page, "Propose what picture 1 says for the recovery")
    expect(page.get_by_text("Proposed for the recovery", exact=True)).to_be_visible()
    expect(page.get_by_text("Your role does not open these pictures.")).to_be_visible()
    expect(page.get_by_text("Open picture 1 with a reason")).to_have_count(0)
    expect(page.locator("main img")).to_have_count(0)
    people.look("teo", "veils-of-a-recoverer")


def put_into_the_recovery(people: People) -> None:
    page = on_a_phone(people["teo"])
    page.get_by_role("link", name="Record", exact=True).click()
    page.get_by_role("link", name="Correct or add: recovery").click()
    expect(page.get_by_text("A picture says: taken")).to_contain_text("49.5, 36.25 (within 5 m)")
    page.get_by_role("link", name="Put it into the form").click()
    expect(page.get_by_text("In the form below")).to_be_visible()
    expect(page.get_by_label("Latitude")).to_have_value("49.5")
    people.look("teo", "recovery-by-a-picture")
    act(on_a_phone(page), "Record this section")
    expect(page.get_by_text("is recorded, as version 2.")).to_be_visible()


def choose(page: Page, folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    page.get_by_label("Choose pictures").set_input_files([folder / name for name in files])
    page.get_by_label("Kind").select_option("mark")
    page.get_by_label("What they show, in words").fill(SHOWS)


def open_one(people: People) -> None:
    page = on_a_phone(people["sanna"])
    page.goto(f"/i/{INCIDENT}/remains/PM-0301/pictures/")
    page.get_by_text("Open picture 1 with a reason").click()
    page.get_by_role("link", name="Prove it and go on").first.click()
    page.get_by_label("Code of your authenticator app").fill(shown_code(page))
    act(page, "Go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open this one picture")
    nobody_else_opens_it(people, page.url)
    people.look("sanna", "open-a-picture")
    page = on_a_phone(page)
    page.get_by_label("Reason").select_option("description")
    act(page, "Open this one picture")
    picture = page.locator("main img")
    expect(picture).to_have_attribute("alt", SHOWS)
    expect(picture).to_have_js_property("naturalWidth", 96)
    people.look("sanna", "one-picture-open")
    leave_and_come_back(on_a_phone(page))
    people.look("sanna", "veils")


def nobody_else_opens_it(people: People, address: str) -> None:
    """Neither a recoverer, who added it, nor somebody who speaks with families, nor an auditor."""
    for name in ("teo", "nadia", "tomas"):
        answer = people[name].request.get(address)
        assert answer.status in {403, 404}, name
        assert SHOWS not in answer.text()


def leave_and_come_back(page: Page) -> None:
    page.get_by_role("link", name="Veil it").click()
    expect(page.get_by_text(re.compile("Opened once"))).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="It is veiled again")).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)
    page.get_by_role("link", name="PM-0301").first.click()
    page.get_by_text("Open picture 2 with a reason").click()
    expect(page.get_by_role("button", name="Open this one picture")).to_be_visible()


def add_prints(people: People, folder: Path) -> None:
    page = on_a_phone(people["sanna"])
    (folder / "card.nist").write_bytes(drawn.prints())
    page.get_by_role("link", name="Add a file of prints").click()
    page.get_by_label("File of prints").set_input_files(folder / "card.nist")
    page.get_by_label("What it is, in words").fill("two fingers, rolled at the mortuary")
    act(page, "Keep it, sealed")
    expect(page.get_by_role("rowheader", name="left index finger")).to_be_visible()
    people.look("sanna", "prints")


def a_bad_file_is_named(page: Page, folder: Path) -> None:
    """Answered with 422, which the browser reports as a fault: looked at last."""
    page.goto(f"/i/{INCIDENT}/remains/PM-0301/pictures/new/")
    choose(page, folder, {"three.jpg": drawn.jpeg() + b"<html>", "four.jpg": drawn.jpeg()})
    act(page, "Keep them, sealed")
    expect(page.get_by_text("three.jpg was not kept: something else follows")).to_be_visible()
    expect(page.get_by_text("four.jpg is kept, sealed and veiled.")).to_be_visible()
    expect(page.get_by_label("What they show, in words")).to_have_value(SHOWS)

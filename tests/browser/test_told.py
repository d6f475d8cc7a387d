"""From the signatures to a family that knows, in the browsers of everybody who takes part."""

from __future__ import annotations

import io
import re

import pyrage  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.hands import act, day, fill, follow, moment
from tests.browser.people import People
from tests.browser.stage import INCIDENT

pytestmark = pytest.mark.walk

NAME = "Орлевич"
OFFICE = "Office for the Missing, Room 4, Granary House"


def test_from_the_signatures_to_the_family(browser: Browser, signed: str) -> None:
    with People(browser, signed, scripts=True) as people:
        ask_for_more(people)
        release(people)
        name_the_dead(people)
        certify(people)
        read_tags(people)
        nothing_goes_to_a_family_yet(people)
        send_ruth(people)
        prepare(people)
        tell(people)
        hear_wishes(people)
        leave_letter(people)
        bring_home(people)
        send_package(people)
        assert not people.faults, "\n".join(people.faults)


def ask_for_more(people: People) -> None:
    """While a question of the board waits for its answer, nobody releases."""
    asks, answers, releases = (people[name] for name in ("halvar", "oyelin", "ilse"))
    asks.goto(f"/i/{INCIDENT}/board/1/")
    asks.get_by_text("Ask for more before the family is told").click()
    asks.get_by_label("What is asked for").fill("Was the second extraction compared?")
    asks.get_by_label("Of whom").select_option(label="Geneticist")
    act(asks, "Ask for more")
    expect(asks.get_by_text("Until then nobody signs, and nobody releases.").first).to_be_visible()
    releases.goto(f"/i/{INCIDENT}/board/1/")
    expect(releases.get_by_role("button", name="Release: the family may be told")).to_be_disabled()
    people.look("ilse", "asked")
    answers.goto("/")
    follow(answers, "The board asks for more about V1 and M1")
    answers.get_by_label("Answer, or why it is no longer needed").fill("Yes; it is the same.")
    act(answers, "Answer")
    expect(answers.get_by_text("Yes; it is the same.")).to_be_visible()


def release(people: People) -> None:
    page = people["ilse"]
    page.goto(f"/i/{INCIDENT}/board/1/")
    expect(page.get_by_text("Not released yet: the family is not told before.")).to_be_visible()
    act(page, "Release: the family may be told")
    expect(page.get_by_text("The family may be told.")).to_be_visible()
    people.look("ilse", "released")


def name_the_dead(people: People) -> None:
    page = people["mara"]
    page.goto(f"/i/{INCIDENT}/remains/V1/death-record/")
    act(page, "Begin the record")
    for asked in ("Surname", "First names", "Date of birth"):
        page.get_by_label(f"Recorded already: {asked}", exact=True).select_option(index=1)
    cause = "Wounds, illness or cause of death"
    fill(
        page,
        {
            cause: "Could not be determined.",
            "Physician who certified it, full name": "Dr Imani Roskvist",
            "Function of the physician": "Forensic physician",
            "Certified on": "2026-10-09",
        },
    )
    page.get_by_label(f"Where it is from: {cause}", exact=True).select_option("examination")
    people.look("mara", "particulars")
    act(page, "Confirm the particulars")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    people.look("mara", "record")


def certify(people: People) -> None:
    page = people["mara"]
    follow(page, "Certificate")
    act(page, "Issue a certificate")
    expect(page.get_by_text("Valid.")).to_be_visible()
    people.look("mara", "certificate")
    whole, copy = (
        text_of(
            page, page.get_by_role("link", name="English", exact=True).nth(at).get_attribute("href")
        )
        for at in (0, 1)
    )
    assert NAME in whole
    assert "Could not be determined." in whole
    assert NAME in copy
    assert "Could not be determined." not in copy


def read_tags(people: People) -> None:
    for name, said in (("teo", "V1"), ("sanna", "V2"), ("sanna", "V1")):
        page = people[name]
        page.goto(f"/i/{INCIDENT}/deaths/tags/V1/")
        page.get_by_label("Number as you read it from the tag").fill(said)
        act(page, "State what I read")
        said_so = "the right number" if said == "V1" else "another number"
        expect(page.get_by_text(said_so).first).to_be_visible()


def nothing_goes_to_a_family_yet(people: People) -> None:
    """Nobody asked the family what it wishes."""
    page = people["sanna"]
    page.goto(f"/i/{INCIDENT}/deaths/D-0001/handing-over/remains/family/")
    expect(page.get_by_text("Not possible before DE-15 is met.")).to_be_visible()
    expect(page.get_by_role("button", name="Record the handing over")).to_be_disabled()
    people.look("sanna", "before-the-family-was-asked")


def send_ruth(people: People) -> None:
    page = people["mara"]
    page.goto(f"/i/{INCIDENT}/notices/")
    follow(page, "M1")
    page.get_by_label("Who goes to the family").select_option(index=1)
    page.get_by_label("Planned for").fill(moment(hours=2))
    act(page, "Assign")
    expect(page.get_by_text("NO-03").first).to_be_visible()
    people.look("mara", "not-trained")
    page.goto(f"/i/{INCIDENT}/notices/trained/")
    page.get_by_label("Who was trained").select_option(index=1)
    fill(
        page,
        {
            "By whom": "Course of the Red Crescent",
            "Trained on": day(days=-30),
            "Valid until": day(days=300),
        },
    )
    act(page, "Record the training")
    page.goto(f"/i/{INCIDENT}/notices/")
    follow(page, "M1")
    page.get_by_label("Who goes to the family").select_option(index=1)
    page.get_by_label("Planned for").fill(moment(hours=2))
    act(page, "Assign")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)


def prepare(people: People) -> None:
    page = people["ruth"]
    page.goto("/")
    people.look("ruth", "awaiting")
    page.locator("main .cards").get_by_role("link", name=re.compile("M1|N-")).first.click()
    follow(page, "Prepare the visit")
    fill(
        page,
        {
            "Who is told first": "Lidiia Orlevych, his mother",
            "Who is with them": "Her brother, and the priest she chose",
            "Where you meet": "At her home",
            "Language in which you speak": "Ukrainian",
            "Customs": "Her brother speaks first.",
            "Where the remains were found": "At the ford",
            "In whose care they are now, and where": "Mortuary at Granary House",
            "What is kept for the family": "A jacket, a letter, unread",
            "Office, as it stands on the letter": OFFICE,
        },
    )
    people.look("ruth", "prepare")
    act(page, "Keep the preparation")
    expect(page.get_by_text("Her brother speaks first.")).to_be_visible()
    people.look("ruth", "notice")
    with page.expect_download() as sheet:
        act(page, "Print the sheet (PDF)")
    text = words_of(sheet.value.path().read_bytes())
    assert [
        words for words in (NAME, "At her home", "Show or carry pictures.") if words not in text
    ] == []


def tell(people: People) -> None:
    page = people["ruth"]
    follow(page, "Record that the family was told")
    page.get_by_label("When", exact=True).fill(moment())
    page.get_by_label("How it went").select_option("told")
    for words in ("how we know", "what the family chooses"):
        page.get_by_label(words).check()
    page.get_by_label("In words").fill(
        "She asked whether he was alone. She wishes to bring him home."
    )
    people.look("ruth", "visit")
    act(page, "Record the visit")
    expect(page.get_by_text("She asked whether he was alone.")).to_be_visible()


def hear_wishes(people: People) -> None:
    page = people["ruth"]
    follow(page, "Record a wish")
    page.get_by_label("What it wishes").select_option("return:home")
    page.get_by_label("Who said it").fill("Lidiia Orlevych")
    people.look("ruth", "wish")
    act(page, "Record the wish")
    follow(page, "Take a question down")
    page.get_by_label("What was asked, or promised").fill("Where is his ring?")
    page.get_by_label("By whom").fill("His mother")
    page.get_by_label("Who answers").select_option(label="Ruth Amsel, Missing Persons Office")
    page.get_by_label("Answer due on").fill(day(days=7))
    people.look("ruth", "question")
    act(page, "Keep the question")
    expect(page.get_by_text("Where is his ring?")).to_be_visible()


def leave_letter(people: People) -> None:
    page = people["ruth"]
    page.get_by_role("region", name="Papers").get_by_role(
        "link", name=re.compile("etter")
    ).first.click()
    page.get_by_label("Found on").fill("2026-10-05")
    people.look("ruth", "letter")
    act(page, "Issue it")
    text = text_of(
        page,
        page.get_by_role("region", name="Papers").get_by_role("link").first.get_attribute("href"),
    )
    assert [words for words in (NAME, "At the ford", OFFICE) if words not in text] == []
    assert "Could not be determined." not in text
    follow(page, "Record that it was handed over")
    page.get_by_label("Handed over").fill(moment())
    act(page, "Record that it was handed over")
    expect(page.get_by_text("Handed over in person, recorded by Ruth Amsel,")).to_be_visible()
    people.look("ruth", "told")


def bring_home(people: People) -> None:
    page = people["sanna"]
    page.goto(f"/i/{INCIDENT}/deaths/D-0001/handing-over/")
    follow(page, "Remains: The family")
    fill(
        page,
        {
            "Full name of who receives": "Lidiia Orlevych",
            "Function, or relation to the dead person": "Mother",
            "Function of who gives": "Mortuary staff",
            "Where": "Granary House",
        },
    )
    page.get_by_label("I have read what the family wishes, as it stands above.").check()
    people.look("sanna", "hand-over")
    act(page, "Record the handing over")
    expect(page.get_by_text("Received by Lidiia Orlevych, Mother.")).to_be_visible()
    people.look("sanna", "handed-over")


def send_package(people: People) -> None:
    page, own = people["mara"], pyrage.x25519.Identity.generate()
    page.goto(f"/i/{INCIDENT}/transmissions/recipients/new/")
    page.locator("[name=name]").fill("National Information Bureau")
    page.locator("[name=short]").fill("NIB")
    page.locator("[name=kind]").select_option("bureau")
    page.locator("[name=public]").fill(str(own.to_public()))
    act(page, "Enter it")
    second = people["lena"]
    second.goto(f"/i/{INCIDENT}/transmissions/recipients/1/")
    people.look("lena", "key")
    second.get_by_label("Who read it out at the recipient, full name").fill("Lucie Favre")
    act(second, "The fingerprint is the same")
    page.goto(f"/i/{INCIDENT}/transmissions/recipients/1/")
    follow(page, "Draft a package")
    people.look("mara", "draft")
    act(page, "Draft the package")
    expect(page.get_by_role("button", name="Approve: make the package")).to_be_disabled()
    second.goto(page.url)
    follow(second, "D-0001")
    expect(second.get_by_text("So it goes if the package is approved now.")).to_be_visible()
    people.look("lena", "record-of-package")
    second.go_back()
    act(second, "Approve: make the package")
    follow(second, "Take it out")
    second.get_by_label("For whom, and for what").fill("Carried by Mara Tenev on a sealed drive.")
    with second.expect_download() as file:
        act(second, "Take it out")
    sealed = file.value.path().read_bytes()
    assert NAME.encode() not in sealed
    assert NAME.encode() in pyrage.decrypt(sealed, [own])
    second.goto(page.url)
    people.look("lena", "package")


def text_of(page: Page, address: str | None) -> str:
    """The words of a PDF at an address."""
    assert address
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf", answer.status
    return words_of(answer.body())


def words_of(content: bytes) -> str:
    """The words of a PDF, without line breaks."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())

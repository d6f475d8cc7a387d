"""Custody in a browser the size of a phone: a chain with a break, a label printed and read back."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import FLAGS
from tests.browser.looking import PHONE, Look
from tests.browser.people import People
from tests.browser.stage import INCIDENT
from tests.web.custody.drawing import drawn_page
from tools.debian import chromium

AT = f"/i/{INCIDENT}"
RUN_MS = 60_000
SEEN = (640, 480)
FRAMES = 30


def on_a_phone(page: Page) -> Page:
    page.set_viewport_size({"width": PHONE, "height": 800})
    return page


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_chain_with_a_break(browser: Browser, compared_for_all: str) -> None:
    with People(browser, compared_for_all, scripts=True) as people:
        code = take_a_sample(people)
        hand_over(people, code, to="B. Aske-Romero", at="2026-10-09T10:10", seal="4471")
        hand_over(people, code, to="Dr Oyelin Harrow", at="2026-10-09T19:50", seal="4417")
        page = on_a_phone(people["sanna"])
        page.goto(f"{AT}/remains/V1/custody/")
        expect(page.get_by_role("heading", name="The chain is broken here")).to_be_visible()
        people.look("sanna", "custody")
        page.goto(f"{AT}/samples/{code}/")
        people.look("sanna", "sample")
        on_a_phone(page).goto(f"{AT}/remains/V1/")
        broken = "The chain of custody is broken at 1 place"
        expect(page.get_by_role("heading", name=broken)).to_be_visible()
        page = on_a_phone(people["mara"])
        page.goto(f"{AT}/runs/")
        page.get_by_role("link", name=re.compile("^Run ")).first.click()
        candidates = page.get_by_role("heading", name="Who may be whom, pair by pair")
        expect(candidates).to_be_visible(timeout=RUN_MS)
        page.goto(f"{page.url.rstrip('/')}/pair/V1/M1/")
        expect(page.get_by_role("heading", name=broken)).to_be_visible()
        words = page.get_by_text("names seal 4417; it was sealed with 4471")
        expect(words.first).to_be_visible()
        assert not people.faults, "\n".join(people.faults)


def take_a_sample(people: People) -> str:
    page = on_a_phone(people["sanna"])
    page.goto(f"{AT}/remains/V1/custody/")
    page.get_by_role("link", name="Record a sample").click()
    page.get_by_label("What it is").select_option("bone")
    page.get_by_label("Which bone, tooth, object or part").fill("right femur")
    page.get_by_label("Taken on").fill("2026-10-09T09:10")
    page.get_by_label("Function of who took it").fill("mortuary technician")
    page.get_by_label("Where", exact=True).fill("mortuary, table 2")
    page.get_by_label("Number of the seal").fill("4471")
    people.look("sanna", "take-a-sample")
    act(on_a_phone(page), "Record the sample")
    return page.get_by_role("heading", level=1).inner_text().strip()


def hand_over(people: People, code: str, *, to: str, at: str, seal: str) -> None:
    page = on_a_phone(people["sanna"])
    page.goto(f"{AT}/custody/hand-over/")
    page.get_by_label("Number or code").fill(code.lower())
    act(page, "Add to the list")
    page.get_by_label("Seal as found").select_option("intact")
    page.get_by_label("Number as read").fill(seal)
    page.get_by_label("When", exact=True).fill(at)
    page.get_by_label("Full name of who receives").fill(to)
    page.get_by_label("somebody who acts for an office").check()
    page.get_by_label("Function of who receives").fill("driver or geneticist")
    page.get_by_label("Agency of who receives").fill("Civil Protection")
    page.get_by_label("Where", exact=True).fill("mortuary, door 1")
    page.get_by_label("Why", exact=True).fill("To the laboratory")
    if seal == "4417":
        people.look("sanna", "hand-over")
    act(on_a_phone(page), "Enter the hand-over")
    expect(page.get_by_text("1 entry made.")).to_be_visible()


def test_a_label_is_printed_and_read_back(
    browser: Browser, compared_for_all: str, tmp_path: Path
) -> None:
    tag, label = tmp_path / "tag.mjpeg", tmp_path / "label.mjpeg"
    with People(browser, compared_for_all, scripts=True) as people:
        page = people["teo"]
        page.goto(f"{AT}/labels/tags/")
        page.get_by_label("How many").fill("2")
        page.get_by_label("For whom, or what").fill("recovery team 2")
        people.look("teo", "tags")
        act(page, "Reserve the next numbers")
        people.look("teo", "tag-run")
        film_of(page, "Make the PDF of the unused tags", tag)
        page.goto(f"{AT}/labels/?item=V1")
        page.get_by_label("First free label").fill("5")
        people.look("teo", "labels")
        film_of(page, "Make the PDF", label)
        assert not people.faults, "\n".join(people.faults)
    with seeing(browser, tag, compared_for_all) as page:
        look = Look(page)
        page.goto(f"{AT}/scan/")
        look.at("scan", scripts=True)
        act(on_a_phone(page), "Read with the camera")
        page.wait_for_url(re.compile("/register/.*number=PM-0001"))
        page.goto(f"{AT}/custody/hand-over/")
        act(page, "Read with the camera")
        expect(page.get_by_text("register them first")).to_be_visible()
        assert not look.faults, "\n".join(look.faults)
    with seeing(browser, label, compared_for_all) as page:
        look = Look(on_a_phone(page))
        page.goto(f"{AT}/custody/hand-over/")
        act(page, "Read with the camera")
        expect(page.get_by_role("heading", name="1 thing")).to_be_visible()
        expect(page.get_by_text("is on the list already.")).to_be_visible()
        act(page, "Stop the camera")
        look.at("hand-over-scanned", scripts=True)
        assert not look.faults, "\n".join(look.faults)


def film_of(page: Page, button: str, film: Path) -> None:
    """Print, and let a camera see the first page: a second of it, which the browser repeats."""
    with page.expect_download() as printed:
        act(page, button)
    sheet = drawn_page(PdfReader(printed.value.path()).pages[0])
    dark = ImageOps.invert(sheet).getbbox()
    seen = Image.new("RGB", SEEN, (150, 140, 130))
    label = ImageOps.contain(ImageOps.expand(sheet.crop(dark), 40, 255), (360, 360))
    seen.paste(label.convert("RGB"), (130, 60))
    frame = io.BytesIO()
    seen.save(frame, "JPEG", quality=90)
    film.write_bytes(frame.getvalue() * FRAMES)


@contextmanager
def seeing(browser: Browser, film: Path, address: str) -> Iterator[Page]:
    """Teo at a browser whose camera sees a film."""
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    camera = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    other = browser.browser_type.launch(
        executable_path=chromium(), args=[*FLAGS, *sandbox, *camera]
    )
    try:
        with People(other, address, scripts=True) as people:
            yield people["teo"]
    finally:
        other.close()

"""On a phone: a sheet of persons sought is added, its columns corrected, looked at and taken over."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.looking import HEIGHT, PHONE, Look
from tests.browser.stage import INCIDENT

SHEET = """Number;Прізвище;Ім'я;Sex;Data;Remark
AM-1;Орлевич;Давид;ч;28.02.1991;Goalkeeper
AM-2;Біла;Оксана;ж;14.07.1994;
"""
PATIENCE_MS = 60_000


def test_a_sheet_comes_in_on_a_phone(browser: Browser, served: str, tmp_path: Path) -> None:
    context = browser.new_context(
        base_url=served,
        locale="en-GB",
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
        viewport={"width": PHONE, "height": HEIGHT},
    )
    page, file = context.new_page(), tmp_path / "sought.csv"
    file.write_text(SHEET)
    page.goto("/")
    page.get_by_label("Sign-in name").fill("mara")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Awaiting you")
    look = Look(page)
    add(page, look, file)
    choose_columns(page, look)
    look_and_take_over(page, look)
    the_same_again(page, file)
    take_out(page, look)
    assert not look.faults, "\n".join(look.faults)
    context.close()


def seen(page: Page, look: Look, name: str) -> None:
    look.at(name, scripts=True)
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})


def add(page: Page, look: Look, file: Path) -> None:
    page.goto(f"/i/{INCIDENT}/files/")
    page.get_by_role("link", name="Add a file").first.tap()
    seen(page, look, "add")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read and look").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("sought.csv")
    expect(page.get_by_label("Kind of file")).to_have_value("persons")
    seen(page, look, "how")
    page.get_by_role("button", name="Go on to the columns").tap()


def choose_columns(page: Page, look: Look) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is what?")
    held = page.get_by_label("It holds")
    expect(held.nth(1)).to_have_value("surname")
    held.nth(4).select_option("born_on")
    page.get_by_role("button", name="Show the choices for these fields").tap()
    expect(held.nth(4)).to_have_value("born_on")
    page.get_by_text("How the cells of Data are read").tap()
    page.get_by_label("Order of the date").select_option("dmy")
    seen(page, look, "columns")
    page.get_by_role("button", name="Read and look").tap()


def look_and_take_over(page: Page, look: Look) -> None:
    take = page.get_by_role("button", name="Take this file over")
    expect(take).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("2 are new.")).to_be_visible()
    expect(page.get_by_role("cell", name="Давид Орлевич")).to_be_visible()
    seen(page, look, "preview")
    take.tap()
    expect(page.get_by_text("2 rows were taken over.")).to_be_visible(timeout=PATIENCE_MS)
    seen(page, look, "taken-over")


def the_same_again(page: Page, file: Path) -> None:
    page.goto(f"/i/{INCIDENT}/files/add/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read and look").tap()
    expect(page.get_by_text("Nothing was done a second time.")).to_be_visible()


def take_out(page: Page, look: Look) -> None:
    page.goto(f"/i/{INCIDENT}/take-out/")
    seen(page, look, "take-out")
    page.get_by_role("link", name="Persons sought").last.tap()
    page.get_by_label("Purpose").select_option("families")
    page.get_by_label("For whom, and for what").fill("For the national bureau, weekly list")
    seen(page, look, "take-out-persons")
    with page.expect_download() as download:
        page.get_by_role("button", name="Take it out").tap()
    assert download.value.suggested_filename == f"{INCIDENT}-persons.csv"
    assert "AM-2" in download.value.path().read_text()

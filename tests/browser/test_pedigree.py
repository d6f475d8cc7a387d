"""A pedigree of three generations on a phone: by touch, by keyboard, and a step without scripts."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.looking import HEIGHT, PHONE, Look
from tests.browser.stage import INCIDENT
from tests.web.records.conftest import as_file, data_set


def test_three_generations_on_a_phone(browser: Browser, served: str, tmp_path: Path) -> None:
    bring_in(browser, served, tmp_path)
    phone = on_a_phone(browser, served, scripts=True)
    look = Look(phone)
    draw(phone, "M1", father="R1", mother="MX", how="touch")
    look.at("pedigree", scripts=True)
    phone.set_viewport_size({"width": PHONE, "height": HEIGHT})
    draw(phone, "M2", father="FX", mother="R2", how="keyboard")
    assert not look.faults, "\n".join(look.faults)
    without = on_a_phone(browser, served, scripts=False)
    open_pedigree(without, "M2")
    choose(without, "P4", "touch")
    add(without, "Son", "touch", "P15")
    without.get_by_role("button", name="Take back the last step").tap()
    expect(without.locator("a.person")).to_have_count(13)
    phone.context.close()
    without.context.close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def bring_in(browser: Browser, served: str, folder: Path) -> None:
    """Mara imports two families of three: one seeks a son, one a daughter."""
    file = folder / "small.json"
    file.write_bytes(as_file(data_set()))
    context = browser.new_context(base_url=served, locale="en-GB")
    page = context.new_page()
    sign_in(page, "mara")
    page.goto(f"/i/{INCIDENT}/files/add/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read and look").click()
    page.get_by_role("button", name="Import this data set").click()
    expect(page.get_by_text("held back until a legal basis").first).to_be_visible()
    context.close()


def on_a_phone(browser: Browser, served: str, *, scripts: bool) -> Page:
    """Nadia's phone; she is the family liaison officer."""
    context = browser.new_context(
        base_url=served,
        java_script_enabled=scripts,
        has_touch=True,
        locale="en-GB",
        reduced_motion="reduce",
        viewport={"width": PHONE, "height": HEIGHT},
    )
    page = context.new_page()
    sign_in(page, "nadia")
    return page


def open_pedigree(page: Page, sought: str) -> None:
    page.goto(f"/i/{INCIDENT}/sought/")
    page.get_by_role("link", name=sought, exact=True).first.click()
    page.goto(f"{page.url}pedigree/")
    expect(page.locator("#h-chosen")).to_contain_text(sought)


def draw(page: Page, sought: str, *, father: str, mother: str, how: str) -> None:
    """Ten relatives in four generations, then one detail and its taking back."""
    open_pedigree(page, sought)
    add(page, "Sister", how, "P4")
    add(page, "Daughter", how, "P6")
    choose(page, father, how)
    add(page, "Mother and father", how, "P8")
    add(page, "Brother", how, "P9")
    choose(page, mother, how)
    add(page, "Mother and father", how, "P11")
    choose(page, "P9", how)
    add(page, "Son", how, "P13")
    expect(page.locator("a.person")).to_have_count(13)
    for code, what in (
        ("P4", "sister"),
        ("P6", "daughter"),
        ("P7", "grandmother"),
        ("P9", "uncle"),
        ("P13", "cousin"),
    ):
        expect(person(page, code)).to_have_attribute("aria-label", re.compile(what))
    the_grandmother_has_died(page, how)
    page.get_by_role("button", name="Take back the last step").tap()
    expect(page.get_by_label("Life")).to_have_value("unknown")


def the_grandmother_has_died(page: Page, how: str) -> None:
    """Stored at once, and the page does not jump."""
    choose(page, "P7", how)
    page.get_by_label("Life").select_option("dead")
    store = page.get_by_role("button", name="Store for P7")
    store.scroll_into_view_if_needed()
    before = page.evaluate("() => window.scrollY")
    store.tap()
    expect(page.get_by_text("Recorded for P7.")).to_be_attached()
    assert abs(page.evaluate("() => window.scrollY") - before) < HEIGHT / 4
    expect(person(page, "P7")).to_have_attribute("aria-label", re.compile("has died"))


def person(page: Page, code: str) -> Locator:
    return page.locator("a.person", has=page.get_by_text(code, exact=True))


def add(page: Page, name: str, how: str, code: str) -> None:
    """Press one button; the last one added has this code."""
    button = page.get_by_role("button", name=name, exact=True)
    if how == "keyboard":
        button.focus()
        page.keyboard.press("Enter")
    else:
        button.tap()
    expect(page.get_by_role("status").first).to_contain_text(f"{code}.")


def choose(page: Page, code: str, how: str) -> None:
    if how == "keyboard":
        walk_to(page, code)
        page.keyboard.press("Enter")
    else:
        person(page, code).tap()
    expect(page.locator("#h-chosen")).to_contain_text(code)


def walk_to(page: Page, code: str) -> None:
    """With arrow keys: to the top, then along each generation."""
    page.locator("a.person[tabindex='0']").focus()
    along = ["ArrowLeft"] * 6 + ["ArrowRight"] * 7 + ["ArrowDown"]
    for key in ["ArrowUp"] * 3 + along * 4:
        if is_at(page, code):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{code} is not reached with the arrow keys")


def is_at(page: Page, code: str) -> bool:
    said = page.evaluate("() => document.activeElement.getAttribute('aria-label')") or ""
    return bool(re.match(rf"{code}\b", said))

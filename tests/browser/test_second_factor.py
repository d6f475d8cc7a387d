"""A link becomes an account with a second factor; and a passkey proves who somebody is."""

from __future__ import annotations

from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.looking import PHONE, Look
from tests.browser.people import shown_code
from tests.browser.stage import INCIDENT

PASSWORD = "river stone lamp winter"


@pytest.fixture
def named(served: str) -> str:
    """The same pages under a name: passkeys belong to names."""
    return served.replace("127.0.0.1", "localhost")


@pytest.fixture
def desk(browser: Browser, named: str) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=named, reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def phone(browser: Browser, named: str) -> Iterator[BrowserContext]:
    size = {"width": PHONE, "height": 844}
    with browser.new_context(base_url=named, viewport=size, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        yield context


def signed_in(context: BrowserContext, name: str, password: str = DEMO_PASSWORD) -> Page:
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_from_a_link_to_a_second_factor(desk: BrowserContext, phone: BrowserContext) -> None:
    ada = signed_in(desk, "ada")
    look = Look(ada)
    ada.goto(f"/i/{INCIDENT}/people/invite/")
    ada.get_by_label("Full name").fill("Ivo Lund")
    ada.get_by_label("Agency").select_option(label="Court of Audit")
    ada.get_by_label("Role").select_option(label="Auditor")
    look.at("invite", scripts=True)
    press(ada, "Make the link")
    link = ada.locator(".secret").inner_text()
    look.at("invited", scripts=True)

    page = phone.new_page()
    held = Look(page)
    page.goto(link)
    held.at("accept", scripts=True)
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.get_by_label("Sign-in name").fill("ivo")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password once more").fill(PASSWORD)
    press(page, "Make my account")
    page.get_by_label("Your password again").fill(PASSWORD)
    press(page, "Show the secret")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    expect(page.locator("svg.qr")).to_be_visible()
    held.at("authenticator-app", scripts=True)
    page.get_by_label("Code that the app shows now").fill(pyotp.TOTP(secret).now())
    press(page, "Use this app")
    expect(page.get_by_role("heading", name="Write them down now")).to_be_visible()
    assert page.locator(".secret").count() == 10
    held.at("recovery-codes", scripts=True)
    page.get_by_role("link", name="I have written them down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Marel Valley")
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 404
    faults = [fault for fault in (*look.faults, *held.faults) if "404" not in fault]
    assert not faults, "\n".join(faults)


def test_a_passkey_is_made_and_used(desk: BrowserContext) -> None:
    page = signed_in(desk, "ilse")
    look = Look(page)
    with_software_authenticator(desk, page)
    page.goto("/account/passkeys/new/")
    page.get_by_label("Code of your authenticator app").fill(shown_code(page))
    look.at("proof", scripts=True)
    press(page, "Go on")
    page.get_by_label("Name of the passkey").fill("grey key")
    page.get_by_label("Your password again").fill(DEMO_PASSWORD)
    look.at("add-passkey", scripts=True)
    press(page, "Make the passkey")
    expect(page.get_by_role("heading", name="Write them down now")).to_be_visible()
    page.get_by_role("link", name="I have written them down").click()
    expect(page.get_by_role("heading", name="grey key")).to_be_visible()
    look.at("account", scripts=True)

    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("Sign-in name").fill("ilse")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    press(page, "Sign in")
    page.goto("/account/second-factor/?next=/account/")
    press(page, "Use a passkey instead")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.get_by_text("last used")).to_be_visible()
    assert not look.faults, "\n".join(look.faults)


def with_software_authenticator(context: BrowserContext, page: Page) -> None:
    """Chromium's own authenticator, which touches itself."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

"""The first pages, as anybody sees them before signing in and without a role."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.looking import Look
from tests.browser.stage import INCIDENT


def test_a_stranger_signs_in_and_finds_nothing(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, reduced_motion="reduce") as context:
        page = context.new_page()
        look = Look(page)
        page.goto("/")
        expect(page).to_have_title("Sign in · Antigone")
        look.at("stranger-sign-in", scripts=True)
        page.get_by_label("Sign-in name").fill("piet")
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("You have no role in any incident")).to_be_visible()
        look.at("stranger-home", scripts=True)
        assert not look.faults, "\n".join(look.faults)
        answer = page.goto(f"/i/{INCIDENT}/")
        assert answer is not None
        assert answer.status == 404

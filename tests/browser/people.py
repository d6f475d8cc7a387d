"""Persons at their own browsers, each of whom signs in once."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import pytest
from playwright.sync_api import Browser, Page, expect

from antigone.web.site.cast import DEMO_PASSWORD
from tests.browser.looking import DESK, HEIGHT, Look

WITH_AND_WITHOUT_SCRIPTS = [
    pytest.param(True, id="with-scripts"),
    pytest.param(False, id="without-scripts", marks=pytest.mark.walk),
]
"""For tests that go the same way twice; the second time with the long walks."""


class People:
    """`people["mara"]`: the page in front of Mara, who is signed in."""

    def __init__(self, browser: Browser, address: str, *, scripts: bool) -> None:
        self.browser, self.address, self.scripts = browser, address, scripts
        self._looks: dict[str, Look] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for look in self._looks.values():
            look.page.context.close()

    def __getitem__(self, name: str) -> Page:
        if name not in self._looks:
            self._looks[name] = Look(self._sign_in(name))
        return self._looks[name].page

    def _sign_in(self, name: str) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            java_script_enabled=self.scripts,
            locale="en-GB",
            # Colours that glide from light to dark would be looked at half-way.
            reduced_motion="reduce",
            viewport={"width": DESK, "height": HEIGHT},
        )
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Awaiting you")
        return page

    def look(self, name: str, picture: str) -> None:
        """Look closely at what this person sees."""
        self[name]
        self._looks[name].at(picture, scripts=self.scripts)

    @property
    def faults(self) -> list[str]:
        """Everything that was wrong on anybody's pages."""
        return [fault for look in self._looks.values() for fault in look.faults]


def shown_code(page: Page) -> str:
    """What the phone of an invented person would show: the demo writes it beside the field."""
    return page.locator(".demo-code").inner_text()

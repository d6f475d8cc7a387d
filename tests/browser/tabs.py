"""The pages of one case, each under its tab."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

OF_REMAINS = ("Overview", "Record", "Pictures and prints", "Samples and custody")
OF_FAMILY = ("Family", "Tracing request", "Pedigree", "Photographs", "Samples and custody")


def walk_through(
    page: Page, tabs: tuple[str, ...], look: Callable[[str], None], beside: tuple[str, ...] = ()
) -> None:
    """Each page names the case, shows the same tabs, and marks its own.

    Args:
        beside: further tabs, which lead to a record of its own.
    """
    parts = page.get_by_role("navigation", name="Parts of this record")
    case = page.get_by_role("heading", level=1)
    name = case.inner_text()
    for tab in tabs:
        parts.get_by_role("link", name=tab, exact=True).click()
        expect(parts.locator("[aria-current=page]")).to_have_text(tab)
        expect(parts.get_by_role("link")).to_have_text([*tabs, *beside])
        expect(case).to_have_text(name)
        look(f"tab-{tab.lower().replace(' ', '-')}")

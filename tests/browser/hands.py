"""What persons do on a page, in a word or two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from playwright.sync_api import Page


def act(page: Page, name: str) -> None:
    """Press the button of this name."""
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, *names: str) -> None:
    """Follow one link after the other."""
    for name in names:
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Write into fields by their labels."""
    for label, words in answers.items():
        page.get_by_label(label, exact=True).first.fill(words)


def moment(*, hours: int = 0) -> str:
    """Now, or some hours on, as a field for day and time takes it."""
    return (datetime.now() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def day(*, days: int = 0) -> str:
    """Today, or some days on, as a field for a day takes it."""
    return (datetime.now() + timedelta(days=days)).strftime("%Y-%m-%d")

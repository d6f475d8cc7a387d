"""What each page is looked at for: accessible, nothing sideways, quiet, and pictures if asked.

Where ANTIGONE_LOOKED names a folder, every page that is looked at is kept there, narrow and wide, under
the topic of its test: `record-teeth-390.png`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import axe_core_python
from playwright.sync_api import ConsoleMessage, Page

# An act that a rule refuses is answered with 409, what was taken out with 410, and the browser reports
# every such answer.
ANSWERED = ("status of 409", "status of 410")
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
PHONE, DESK, PICTURE = 390, 1440, 1200
# The pages that the README shows.
SHOWN = {"file", "candidates", "joint", "pair", "proposal", "identified", "journal"}
HEIGHT = 900
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
RUN_AXE = "() => axe.run(document, {resultTypes: ['violations']})"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

KEPT: set[str] = set()
"""Names of the pictures kept so far: each is of one page of all tests."""


def topic() -> str:
    """What the test that runs is about: the name of its file without test_."""
    return Path(os.environ["PYTEST_CURRENT_TEST"].split("::")[0]).stem.removeprefix("test_")


@dataclass
class Look:
    """Collects what is wrong on the pages of one person's browser; nothing may be, in the end."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))

    def at(self, name: str, *, scripts: bool) -> None:
        """Look at the page as it stands now, narrow and wide, light and dark."""
        self.page.wait_for_load_state()
        if scripts:
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme)
                for width in (PHONE, DESK):
                    self._examine(f"{name} at {width} px, {scheme}", width)
                    if scheme == "light":
                        self._keep(f"{topic()}-{name}-{width}.png")
        self._picture(name)

    def _examine(self, where: str, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        if (too_wide := self.page.evaluate(SIDEWAYS)) > 0:
            self.faults.append(f"{where}: {too_wide} px sideways")
        self.page.evaluate(AXE)
        for violation in self.page.evaluate(RUN_AXE)["violations"]:
            places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.faults.append(f"{where}: {violation['id']}, {violation['help']}: {places}")

    def _keep(self, file: str) -> None:
        folder = os.environ.get("ANTIGONE_LOOKED")
        if folder and file in KEPT:
            self.faults.append(f"{file} is the picture of two pages: name one of them otherwise")
        elif folder:
            KEPT.add(file)
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / file, full_page=True)

    def _picture(self, name: str) -> None:
        folder = os.environ.get("ANTIGONE_SCREENSHOTS")
        if folder and name in SHOWN:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.set_viewport_size({"width": PICTURE, "height": HEIGHT})
            self.page.screenshot(path=Path(folder) / f"walk-{name}.png", full_page=True)

    def _heard(self, message: ConsoleMessage) -> None:
        expected = any(words in message.text for words in ANSWERED)
        if message.type in {"error", "warning"} and not expected:
            self.faults.append(f"{self.page.url}: {message.text}")

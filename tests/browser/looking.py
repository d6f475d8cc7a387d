"""What each page is looked at for: accessible, nothing sideways, quiet, and a picture if asked."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import axe_core_python
from playwright.sync_api import ConsoleMessage, Page

# An act that a rule refuses is answered with 409, and the browser reports every such answer.
REFUSED = "status of 409"
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
PHONE, DESK, PICTURE = 390, 1440, 1200
# The pages that the README shows.
SHOWN = {"file", "candidates", "joint", "pair", "proposal", "identified", "journal"}
HEIGHT = 900
RUN_AXE = "() => axe.run(document, {resultTypes: ['violations']})"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


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
        if scripts:
            for scheme in ("dark", "light"):
                self.page.emulate_media(color_scheme=scheme)
                for width in (PHONE, DESK):
                    self._examine(f"{name} at {width} px, {scheme}", width)
        self._picture(name)

    def _examine(self, where: str, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        if (too_wide := self.page.evaluate(SIDEWAYS)) > 0:
            self.faults.append(f"{where}: {too_wide} px sideways")
        self.page.evaluate(AXE)
        for violation in self.page.evaluate(RUN_AXE)["violations"]:
            places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.faults.append(f"{where}: {violation['id']}, {violation['help']}: {places}")

    def _picture(self, name: str) -> None:
        folder = os.environ.get("ANTIGONE_SCREENSHOTS")
        if folder and name in SHOWN:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.set_viewport_size({"width": PICTURE, "height": HEIGHT})
            self.page.screenshot(path=Path(folder) / f"walk-{name}.png", full_page=True)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and REFUSED not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

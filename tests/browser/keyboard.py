"""One person's browser without a mouse: reached by Tab, used by keys, and each stop looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page

LONGEST_WAY = 200
"""More stops than any page of these paths has."""

STOP = """(target) => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const style = getComputedStyle(at), ring = parseFloat(style.outlineWidth);
  const x = Math.max(0, Math.min(innerWidth - 1, box.x + box.width / 2));
  const y = Math.max(0, Math.min(innerHeight - 1, box.y + box.height / 2));
  const there = document.elementFromPoint(x, y);
  const close = there && [at, ...(at.labels || [])].some((one) => one.contains(there) || there.contains(one));
  let down = scrollY;  // and a menu that scrolls by itself
  for (let one = at.parentElement; one && one !== document.scrollingElement; one = one.parentElement)
    down += one.scrollTop;
  const name = at.getAttribute("aria-label") || at.innerText || at.name || at.id || "";
  return {
    what: `${at.tagName.toLowerCase()} ${name.trim().slice(0, 50)}`,
    nowhere: at === document.body,
    reached: at === target,
    ringed: style.outlineStyle !== "none" && ring >= 2,
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
    covered: !close,
    part: at.closest("main, nav, header, footer, dialog")?.tagName ?? "",
    rightToLeft: document.documentElement.dir === "rtl",
    top: box.top + down, bottom: box.bottom + down, left: box.left, right: box.right,
  };
}"""


@dataclass
class Keyboard:
    """Presses the keys, and notes each stop whose focus cannot be seen or comes out of order."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def to(self, target: Locator) -> None:
        """Tab until the target has the focus, once around the page at most."""
        before: dict[str, Any] | None = None
        element = target.element_handle()
        for _ in range(LONGEST_WAY):
            self.page.keyboard.press("Tab")
            here = element.evaluate(STOP)
            self._look(here, before)
            if here["reached"]:
                return
            before = here
        raise AssertionError(f"{self.page.url}: Tab does not lead to {target}")

    def use(self, target: Locator) -> None:
        """Go there and press Enter, as one follows a link or presses a button."""
        self.to(target)
        self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        """Go there and press Space, as one ticks a box."""
        self.to(target)
        self.page.keyboard.press("Space")

    def write(self, target: Locator, words: str) -> None:
        """Go there and type."""
        self.to(target)
        self.page.keyboard.type(words)

    def past_the_frame(self) -> None:
        """Over the link that every page begins with, to its content.

        A form that was sent from there comes back there: the address keeps its #main.
        """
        if self.page.url.endswith("#main"):
            return
        skip = self.page.locator(".skip").element_handle()
        self.page.keyboard.press("Tab")
        here = skip.evaluate(STOP)
        self._look(here, None)
        if not here["reached"]:
            self.faults.append(f"{self.page.url}: the first stop does not skip to the content")
        self.page.keyboard.press("Enter")
        if self.page.evaluate("document.activeElement.id") != "main":
            self.faults.append(f"{self.page.url}: the skip link does not lead to the content")

    def _look(self, here: dict[str, Any], before: dict[str, Any] | None) -> None:
        where = f"{self.page.url}: {here['what']}"
        if here["nowhere"]:
            # Past the last stop, where the browser's own begin.
            return
        if not here["ringed"]:
            self.faults.append(f"{where}: no ring around it")
        if not here["seen"] or here["covered"]:
            self.faults.append(f"{where}: has the focus and is not to be seen")
        if before and not before["nowhere"] and _goes_back(here, before):
            self.faults.append(f"{where}: stands before {before['what']}, and comes after it")


def _goes_back(here: dict[str, Any], before: dict[str, Any]) -> bool:
    """Higher up within the same part of the page, and not in a column further on."""
    if here["part"] != before["part"] or here["bottom"] > before["top"] + 1:
        return False
    if here["rightToLeft"]:
        return bool(here["right"] > before["left"] + 1)
    return bool(here["left"] < before["right"] - 1)

"""What is for a family holds words alone: no picture, no drawing, no address of either (NO-01)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SHOWING = frozenset(
    {"applet", "area", "audio", "canvas", "embed", "frame", "iframe", "image", "img", "map"}
    | {"math", "object", "picture", "script", "source", "svg", "track", "video"}
)
"""Elements that show something other than words, or bring something in."""

ADDRESSES = frozenset(
    {"background", "data", "formaction", "href", "longdesc", "poster", "src", "srcset", "usemap"}
)
"""Attributes that name something elsewhere; paper has no use for them."""

SHOWN_BY_STYLE = re.compile(
    r"url\s*\(|image\s*\(|image-set\s*\(|element\s*\(|gradient\s*\(|@import|expression\s*\(", re.I
)
ESCAPED = re.compile(r"\\([0-9a-f]{1,6})\s?|\\(.)", re.I | re.S)
ADDRESS_IN_WORDS = re.compile(r"(?:data|https?|ftp|file|blob)\s*:\s*\S", re.I)
NAMED_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg|mp4|mov|avi)\b", re.I)


class PictureInWords(ValueError):
    """Something that is for a family is not words alone; the message names what was found."""


def insist_on_words_only(html: str) -> None:
    """Go on only if nothing but words is in it, whatever template or text it came from (NO-01).

    Raises:
        PictureInWords: an element that shows or brings something in, an address, a style that draws a
            picture, or the name of a file with a picture.
    """
    found = _Reader()
    found.feed(html)
    found.close()
    if found.faults:
        raise PictureInWords("not words alone: " + "; ".join(found.faults))


class _Reader(HTMLParser):
    """Collects what is not words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.split(":")[-1]
        if name in SHOWING or (name == "link") or (name == "input" and ("type", "image") in attrs):
            self.faults.append(f"<{tag}>")
        self._in_style = name == "style"
        for attribute, value in attrs:
            self._look_at_attribute(attribute.split(":")[-1], value or "")

    def _look_at_attribute(self, attribute: str, value: str) -> None:
        if attribute in ADDRESSES or attribute.startswith("on"):
            self.faults.append(f"{attribute}=")
        elif attribute == "style":
            self._look_at_style(value)
        elif ADDRESS_IN_WORDS.search(value):
            self.faults.append(f"an address in {attribute}=")

    def _look_at_style(self, style: str) -> None:
        plain = ESCAPED.sub(_unescaped, re.sub(r"/\*.*?\*/", "", style, flags=re.S))
        if found := SHOWN_BY_STYLE.search(plain):
            self.faults.append(f"{found.group()} in a style")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._look_at_style(data)
            return
        for pattern in (ADDRESS_IN_WORDS, NAMED_FILE):
            if found := pattern.search(data):
                self.faults.append(found.group())

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("an instruction")


def _unescaped(found: re.Match[str]) -> str:
    """A letter written by its number, or behind a backslash."""
    if found.group(1):
        number = int(found.group(1), 16)
        return chr(number) if 0 < number <= 0x10FFFF else ""
    return found.group(2)

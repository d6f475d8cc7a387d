"""Whether a paper would show a picture: words, tables and drawings of lines are none."""

from __future__ import annotations

from html.parser import HTMLParser

from antigone.web.papers.words_only import SHOWING, SHOWN_BY_STYLE

DRAWN = frozenset({"svg", "math"})
"""What is drawn in lines and letters, and holds no pixels."""

BRINGING = (SHOWING - DRAWN) | {"feimage", "foreignobject", "link"}
"""Elements that bring a picture in."""


def pictures_in(html: str) -> tuple[str, ...]:
    """Everything in a paper that would show a picture, by the name of what does; words never do."""
    found = _Reader()
    found.feed(html)
    found.close()
    return tuple(found.found)


class _Reader(HTMLParser):
    """Collects what shows a picture."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.split(":")[-1]
        if name in BRINGING:
            self.found.append(f"<{tag}>")
        self._in_style = name == "style"
        self.found += [
            f"style of <{tag}>"
            for attribute, value in attrs
            if attribute in ("style", "fill", "mask", "filter", "content")
            and SHOWN_BY_STYLE.search(_without_own_patterns(value or ""))
        ]

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style and SHOWN_BY_STYLE.search(data):
            self.found.append("style sheet")


def _without_own_patterns(style: str) -> str:
    """A drawing names its own hatching as url(#hatch); that stands in the same drawing."""
    return style.replace("url(#", "")

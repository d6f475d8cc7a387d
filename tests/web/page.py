"""What must hold for every page, whatever it shows."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from antigone.web.site.middleware import CONTENT_SECURITY_POLICY


class Page(HTMLParser):
    """The parts of a page which rules are about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all tags of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        """All ids in the page."""
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]


def html_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def check_headers(response: HttpResponseBase) -> None:
    headers = response.headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    # Pages that read labels may ask for the camera, and for nothing else.
    assert {"camera=()", "camera=(self)"}.intersection(headers["Permissions-Policy"].split(", "))
    assert "microphone=()" in headers["Permissions-Policy"]


def check_page(response: HttpResponseBase) -> Page:
    """Headers, language, one heading, nothing inline, ids unique, every control labelled."""
    check_headers(response)
    page = Page(html_of(response))
    root, language = page.all("html")[0], response.headers.get("Content-Language", "en")
    assert (root["lang"], root["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert len(page.all("h1")) == 1
    assert len(page.all("title")) >= 1
    check_nothing_inline(response)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    deeper = [later - earlier for earlier, later in pairwise(levels)]
    assert max(deeper, default=0) <= 1, f"a heading level is left out: {levels}"
    assert len(page.ids) == len(set(page.ids)), sorted(i for i in page.ids if page.ids.count(i) > 1)
    _check_references(page)
    return page


def check_nothing_inline(response: HttpResponseBase) -> None:
    """No inline style and no inline script, in a page or a fragment."""
    page = Page(html_of(response))
    assert not page.all("style")
    assert all("src" in attributes for attributes in page.all("script"))
    for tag, attributes in page.tags:
        inline = {name for name in attributes if name == "style" or name.startswith("on")}
        assert not inline, (tag, attributes)


def _check_references(page: Page) -> None:
    ids = set(page.ids)
    for tag, attributes in page.tags:
        for name in ("aria-labelledby", "aria-describedby", "for", "popovertarget"):
            for target in (attributes.get(name) or "").split():
                assert target in ids, (tag, name, target)
        if tag == "use":
            assert str(attributes["href"]).removeprefix("#") in ids, attributes
    for tag in ("input", "select", "textarea"):
        for control in page.all(tag):
            if control.get("type") not in {"hidden", "submit", "checkbox", "radio"}:
                labels = [label for label in page.all("label") if label.get("for") == control["id"]]
                assert labels or control.get("aria-label"), control

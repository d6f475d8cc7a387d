"""Following the links of pages, as somebody with patience would."""

from __future__ import annotations

import html
import re
from collections import Counter

from django.test import Client
from django.urls import Resolver404, resolve

START = ("/", "/i/marel-valley/")
LINK = re.compile(r'(?:href|action|src|hx-get)="(/[^"#]*)')


def crawled(client: Client, *more: str, of_a_kind: int = 2) -> dict[str, str]:
    """By address the pages that links lead to; of one kind only so many."""
    waiting, kinds, pages = [*more, *reversed(START)], Counter[str](), {}
    while waiting:
        url = waiting.pop()
        kind = _kind(url)
        if url in pages or kinds[kind] >= of_a_kind:
            continue
        kinds[kind] += 1
        answer = client.get(url)
        assert answer.status_code < 500, url
        is_page = "html" in answer.headers.get("Content-Type", "")
        pages[url] = answer.content.decode() if is_page and answer.status_code == 200 else ""
        links = (html.unescape(link) for link in LINK.findall(pages[url]))
        waiting += [link for link in links if not link.startswith("/static/")]
    return pages


def _kind(url: str) -> str:
    try:
        return resolve(url.partition("?")[0]).view_name
    except Resolver404:
        return ""

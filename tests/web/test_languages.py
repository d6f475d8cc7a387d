"""Every page in other languages: it renders, and says nothing that no translator was asked for.

The second test translates every sentence into a language that does not exist: all its letters are
replaced. What is still English on a page then came there without gettext.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real
from django.utils.translation.trans_real import DjangoTranslation

from antigone.web.accounts.models import Agency, User
from antigone.web.incidents.roles import Role
from antigone.web.matching.models import Run
from antigone.web.records.models import ImportedFile
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast, browser_of
from tests.web.page import check_page, html_of
from tests.web.samples import SAMPLES, World, who_may

__all__ = ["attest", "data", "done", "imported", "work"]

pytestmark = pytest.mark.once

LEFT_TO_RIGHT = [code for code, _name in settings.LANGUAGES if code not in {"en", "ar"}]
KEPT = re.compile(r"%\(\w+\)\w|%\w|\{[^{}]*\}|<[^<>]*>|&\w+;")
WORDS = re.compile(r"[A-Za-z][a-z’']+(?:,? (?:[a-z][a-z’']*|[A-Z][a-z’']*|DNA)){2,}")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "use", "path", "circle", "rect"})
NOT_SPOKEN = frozenset({"code", "script", "style"})
SAID_ALOUD = frozenset({"alt", "aria-label", "aria-description", "placeholder", "title"})


class Invented(DjangoTranslation):
    """Translates whatever it is given, letter by letter."""

    def gettext(self, message: str) -> str:
        """The sentence without an English letter."""
        sentence = message.rpartition("\x04")[2]
        shown, at = [], 0
        for kept in KEPT.finditer(sentence):
            shown += [_without_letters(sentence[at : kept.start()]), kept[0]]
            at = kept.end()
        return "".join((*shown, _without_letters(sentence[at:])))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Likewise."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def _without_letters(text: str) -> str:
    return re.sub("[A-Za-z]", "ب", text)


class Spoken(HTMLParser):
    """What a reader sees or hears of a page, piece by piece."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, tag in NOT_SPOKEN or ("lang", "en") in attrs))
        self.pieces += [value for name, value in attrs if name in SAID_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(left_out for _tag, left_out in self._open):
            self.pieces.append(data)


def english(html: str, data: re.Pattern[str]) -> Iterator[str]:
    """Runs of three English words or more that are no data."""
    for piece in Spoken(html).pieces:
        yield from WORDS.findall(data.sub("…", piece))


def pages(world: World) -> Iterator[tuple[str, str, User]]:
    """Each address with somebody who may read it."""
    for view, sample in SAMPLES.items():
        url = reverse(view, kwargs={"incident": world.cast.incident.slug} | sample(world))
        for person in who_may(world):
            yield view, url, person


def read(client: Client, url: str, language: str) -> HttpResponseBase | None:
    """A page in a language; None where it is none."""
    answer = client.get(url, headers={"accept-language": language})
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer if is_page and answer.status_code == 200 else None


def test_every_page_speaks_arabic_and_each_language_by_turns(
    cast: Cast, done: Run, imported: ImportedFile
) -> None:
    world = World(cast=cast, run=done, file=imported)
    clients: dict[int, Client] = {}
    seen: set[str] = set()
    for view, url, person in pages(world):
        if view in seen:
            continue
        client = clients.setdefault(person.pk, browser_of(person, second_factor=True))
        for language in ("ar", LEFT_TO_RIGHT[len(seen) % len(LEFT_TO_RIGHT)]):
            answer = read(client, url, language)
            if answer is None:
                break
            assert answer.headers["Content-Language"] == language, url
            if "<html" in html_of(answer):
                check_page(answer)
            seen.add(view)
    assert len(seen) > 60


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arabic, without a catalogue."""
    known = vars(trans_real)["_translations"]
    monkeypatch.setitem(known, "ar", Invented("ar"))


BROUGHT = (
    "Bureau of Marel",
    "Cemetery of Marel",
    "Could not be determined",
    "Currents and places",
    "Dr Imani Roskvist",
    "Forensic physician",
    "Fresh, the face is whole",
    "Halvar was there too",
    "He went to fetch water",
    "How the laboratory answers",
    "Jo Marek, Marel",
    "Jo Marek, Registrar",
    "Orchard, square E",
    "Romero, driver, Civil Protection",
    "Sanna Feld, Marel",
    "Two families have a son of this age",
    "the face, from the front",
    "Where is his ring",
    "Within a week",
    "at the door",
    "mortuary technician",
    "to the laboratory",
)
"""What the samples wrote: reasons, functions and the like stay in the language of their writers."""


KEEPS_WORDS = frozenset({"register:journal", "register:person", "register:case"})
"""The journal shows what was written into it."""


def _data() -> list[str]:
    """Whatever may stand on a page in English."""
    people = User.objects.select_related("agency")
    names = [person.full_name for person in people]
    agencies = list(Agency.objects.values_list("name", flat=True))
    roles = [str(label) for label in Role.labels]
    return sorted({*BROUGHT, *names, *agencies, *roles}, key=len, reverse=True)


def test_no_page_says_what_no_translator_saw(
    cast: Cast, done: Run, imported: ImportedFile, invented: None
) -> None:
    world = World(cast=cast, run=done, file=imported)
    clients: dict[int, Client] = {}
    seen: set[str] = set()
    found: dict[str, set[str]] = {}
    brought = re.compile("|".join(map(re.escape, _data())))
    for view, url, person in pages(world):
        if view in seen | KEEPS_WORDS:
            continue
        client = clients.setdefault(person.pk, browser_of(person, second_factor=True))
        answer = read(client, url, "ar")
        if answer is None:
            continue
        seen.add(view)
        for words in english(html_of(answer), brought):
            found.setdefault(words, set()).add(view)
    assert not found, "\n".join(
        f"{words!r}: {', '.join(sorted(on))}" for words, on in found.items()
    )

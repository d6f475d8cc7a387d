"""The core's sentences on pages: in the reader's language, also when they were stored in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

import pytest
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.trans_real import DjangoTranslation

from antigone.policy.findings import Finding
from antigone.web.sentences import finding_in_words, translated, translated_error
from antigone.web.site.templatetags.antigone import each_said
from antigone.web.site.templatetags.antigone import said as said_filter
from antigone.words import (
    Said,
    both,
    counted,
    in_a_row,
    moment,
    said,
    said_json,
    said_of_json,
    told,
    word,
)


class Small(DjangoTranslation):
    """A catalogue of a few sentences."""

    KNOWN: ClassVar[dict[str, str]] = {
        "{remains} is {person}": "{person}: {remains}",
        "nobody of those sought": "жоден",
        "{first}, {rest}": "{first}; {rest}",
        "hip prosthesis": "протез",
        "It was read.": "Прочитано.",
    }

    def gettext(self, message: str) -> str:
        """As known."""
        return self.KNOWN.get(message) or str(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Three forms."""
        return ("{number} маркер", "{number} маркери", "{number} маркерів")[
            0 if n % 10 == 1 else 1 if n % 10 < 5 else 2
        ]


@pytest.fixture(params=["uk", "ar"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    code: str = request.param
    monkeypatch.setitem(vars(trans_real)["_translations"], code, Small(code))
    with translation.override(code):
        yield code


NESTED = said("{remains} is {person}", remains="PM-1", person=said("nobody of those sought"))


def plain(text: str) -> str:
    """Without the marks that keep a value's own direction."""
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_sentence_is_english_and_knows_its_parts(language: str) -> None:
    assert NESTED == "PM-1 is nobody of those sought"
    assert plain(translated(NESTED)) == "жоден: PM-1"
    assert translated("PM-1 is M1") == "PM-1 is M1"


def test_codes_keep_their_direction_where_the_page_runs_from_the_right(language: str) -> None:
    assert ("\u2068PM-1\u2069" in translated(NESTED)) == (language == "ar")


def test_numbers_take_the_forms_of_the_language(language: str) -> None:
    found = [translated(counted("{number} marker", "{number} markers", n)) for n in (1, 3, 7)]
    assert found == ["1 маркер", "3 маркери", "7 маркерів"]


def test_lists_are_joined_as_the_language_joins_them(language: str) -> None:
    row = in_a_row(["a", word("hip_prosthesis"), "c"])
    assert row == "a, hip prosthesis, c"
    assert plain(translated(row)) == "a; протез; c"
    assert in_a_row([]) == ""
    assert in_a_row(["a"]) == "a"
    assert both(["a", "b"]) == "a and b"


@pytest.mark.parametrize(
    "sentence", [NESTED, in_a_row(["a", "b"]), counted("{number} x", "{number} y", 3)]
)
def test_what_was_stored_comes_back_with_its_parts(sentence: str) -> None:
    kept = json.loads(json.dumps(said_json({"because": [sentence, "plain"], "rows": [[0.5, 1.0]]})))
    assert kept["rows"] == [[0.5, 1.0]]
    read, other = map(said_of_json, kept["because"])
    assert (read, other) == (sentence, "plain")
    assert isinstance(read, Said)
    assert isinstance(sentence, Said)
    assert (read.template, read.singular, read.number) == (
        sentence.template,
        sentence.singular,
        sentence.number,
    )


def test_pages_show_stored_sentences_old_and_new(language: str) -> None:
    assert plain(said_filter(said_json(NESTED))) == "жоден: PM-1"
    assert said_filter("It was read.") == "Прочитано."
    assert said_filter("PM-1 is M1") == "PM-1 is M1"
    assert each_said([said("It was read.")]) == ["Прочитано."]


def test_an_error_says_its_sentence(language: str) -> None:
    assert plain(translated_error(ValueError(NESTED))) == "жоден: PM-1"
    assert translated_error(ValueError("plain", 3)) == "('plain', 3)"
    assert told(KeyError("x")) == "'x'"


def test_a_finding_says_its_values(language: str) -> None:
    finding = Finding(
        "ID-08", "title", False, "{remains} is {person}", {"remains": "V1", "person": NESTED}
    )
    assert plain(finding_in_words(finding)) == "жоден: PM-1: V1"


def test_a_moment_is_written_as_the_language_writes_it(language: str) -> None:
    at = moment(datetime(2026, 10, 5, 16, 5))
    assert at == "5 October 2026, 16:05"
    assert "October" not in translated(at)
    assert "16:05" in translated(at)
    assert said_json(at) == at


def test_words_of_others_with_braces_break_nothing() -> None:
    assert translated(said("{name} waits.", name="{x} %s")) == "{x} %s waits."
    assert word("{x}") == "{x}"

"""What somebody typed into the search box: words, the beginning of a word, phrases in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from antigone.evidence.records import Carried, MarkKind, Region, State
from antigone.web.records.findable import LEAST_BEGINNING, begins, coded_word
from antigone.web.records.folding import chunks, folded, pieces
from antigone.web.records.record_words import KINDS, MOTIFS, in_words

LONGEST = 200
MOST_TERMS = 8

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»|„([^“]*)“')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be there.

    Args:
        words: folded; of a phrase those that follow one another.
        parts: letters and numbers of a phrase, in their order; empty where it is no phrase.
    """

    words: tuple[str, ...]
    parts: tuple[str, ...] = ()

    def conditions(self, *, exactly: bool = False) -> Iterator[Q]:
        """Each of them a condition on `FindableWord`: a word that begins so, or is exactly so."""
        for word in self.words:
            yield (
                Q(word=word)
                if exactly
                else begins(word) | Q(word__in=sorted(coded(word, translation.get_language())))
            )

    def is_in(self, text: str) -> bool:
        """Whether a text has the phrase, or a word that begins so."""
        if not self.parts:
            return any(_agrees(chunk[0], self.words) for chunk in chunks(text))
        own = [part for chunk in chunks(text) for part in pieces(chunk[0])]
        length = len(self.parts)
        return any(
            tuple(own[at : at + length]) == self.parts for at in range(len(own) - length + 1)
        )


@dataclass(frozen=True, slots=True)
class Query:
    """All that was typed.

    Args:
        text: as typed.
        terms: each of which must be there.
    """

    text: str
    terms: tuple[Term, ...]

    @property
    def phrases(self) -> tuple[Term, ...]:
        """Those in quotation marks."""
        return tuple(term for term in self.terms if term.parts)

    def marked(self, text: str) -> SafeString:
        """A text with the words marked that were looked for."""
        words = [word for term in self.terms for word in term.words]
        out, last = [], 0
        for chunk in chunks(text):
            if _agrees(chunk[0], words):
                out += [escape(text[last : chunk.start()]), "<mark>", escape(chunk[0]), "</mark>"]
                last = chunk.end()
        return mark_safe("".join([*out, escape(text[last:])]))  # noqa: S308 - escaped piece by piece

    def touches(self, text: str) -> bool:
        """Whether a text has any of the words."""
        words = [word for term in self.terms for word in term.words]
        return any(_agrees(chunk[0], words) for chunk in chunks(text))


def read_query(text: str) -> Query:
    """What was typed, taken apart; of a long text the beginning counts."""
    text = text.replace("\x00", "").strip()[:LONGEST]
    quoted = ["".join(part or "" for part in found.groups()) for found in _QUOTED.finditer(text)]
    terms = [_phrase(phrase) for phrase in quoted]
    terms += [Term((folded(chunk[0]),)) for chunk in chunks(_QUOTED.sub(" ", text))]
    return Query(text, tuple(dict.fromkeys(t for t in terms if any(t.words)))[:MOST_TERMS])


def _phrase(text: str) -> Term:
    found = [chunk[0] for chunk in chunks(text)]
    parts = tuple(part for chunk in found for part in pieces(chunk))
    return Term(tuple(folded(chunk) for chunk in found), parts)


def _agrees(chunk: str, words: Sequence[str]) -> bool:
    """Whether a word of a text, or a part of it, begins as one that was looked for."""
    parts = pieces(chunk)
    own = {folded(chunk), *parts, *(part.lstrip("0") for part in parts)}
    return any(
        one.startswith(word) if len(word) >= LEAST_BEGINNING else one == word
        for one in own
        for word in words
    )


@lru_cache(maxsize=4096)
def coded(word: str, language: str | None) -> frozenset[str]:
    """The codes of records that are called so, in the language of the page or in English."""
    if len(word) < LEAST_BEGINNING:
        return frozenset()
    labels = _labels(language) + _labels("en")
    return frozenset(
        coded_word(code)
        for code, label in labels
        if any(_agrees(chunk[0], (word,)) for chunk in chunks(label))
    )


@lru_cache(maxsize=16)
def _labels(language: str | None) -> tuple[tuple[str, str], ...]:
    with translation.override(language or settings.LANGUAGE_CODE):
        found = [(code, str(label)) for words in (KINDS, MOTIFS) for code, label in words.items()]
        for codes in (MarkKind, Region, State, Carried):
            found += [(code.value, in_words(code)) for code in codes]
    return tuple(found)

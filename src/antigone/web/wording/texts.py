"""The texts that are read or sent to families, in every language of the pages.

A module listed in the setting FAMILY_TEXTS defines `family_texts() -> list[FamilyText]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from antigone.policy.wording import WRITTEN_IN


@dataclass(frozen=True)
class FamilyText:
    """A text, by its English words.

    Args:
        key: with its version; part of addresses.
        title: what it is, in the language of the page.
        english: as the makers wrote it, and as the catalogues know it.
    """

    key: str
    title: str | Promise
    english: str

    def words(self, language: str) -> str:
        """As it is in a language; in English where nobody translated it."""
        with translation.override(language):
            return gettext(self.english)

    def is_translated(self, language: str) -> bool:
        """Whether there are words of this language."""
        return language == WRITTEN_IN or self.words(language) != self.english

    def fingerprint(self, language: str) -> str:
        """Of its words; another word is another text."""
        return sha256(self.words(language).encode()).hexdigest()


def family_texts() -> Iterator[FamilyText]:
    """All of them, in the order of the apps."""
    for path in settings.FAMILY_TEXTS:
        yield from import_module(path).family_texts()


def text_named(key: str) -> FamilyText | None:
    """The text of this key."""
    return next((text for text in family_texts() if text.key == key), None)

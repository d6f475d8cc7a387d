"""Catalogues as files: `django.po` for translators, `django.mo` for the pages."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.messages.extraction import Found, Key
from tools.messages.languages import Language

WIDTH = 100
BRACES = re.compile(r"\{\w+(![rs])?(:[^{}]*)?\}")


@dataclass(frozen=True)
class Entry:
    """A sentence and what a translator made of it: one form, or as many as the language counts with.

    The files that say it are known where the source was read; a catalogue does not list them, for
    with them it would be half as long again.
    """

    key: Key
    forms: tuple[str, ...]
    fuzzy: bool = False
    files: tuple[str, ...] = ()

    @property
    def braces(self) -> bool:
        """Whether values are put into its {places}, and not into %(places)s."""
        return bool(BRACES.search(self.key.singular))

    @property
    def is_complete(self) -> bool:
        """Whether every form is there and none is a guess."""
        return all(self.forms) and not self.fuzzy

    @property
    def short_name(self) -> str:
        """A name for lists; it stays while the sentence stays."""
        parts = (self.key.context, self.key.singular, self.key.plural)
        return sha256("\0".join(parts).encode()).hexdigest()[:8]


class _Quiet(Catalog):
    """Without dates, names and versions: a file that changes only where a sentence does."""

    def __init__(self, language: Language) -> None:
        super().__init__(locale=language.code, header_comment=_header(language), fuzzy=False)
        self.language = language

    @property
    def num_plurals(self) -> int:
        return len(self.language.forms)

    @property  # type: ignore[misc]
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "Antigone"),
            ("Language", self.language.code),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", f"nplurals={self.num_plurals}; plural={self.language.plural};"),
        ]


def entries(found: Iterable[Found], known: Iterable[Entry], language: Language) -> list[Entry]:
    """The sentences of the source, each with what is known of its translation."""
    forms = {entry.key: entry for entry in known}
    places: dict[Key, list[str]] = {}
    for key, file in _once_each(found):
        places.setdefault(key, []).append(file)
    return [
        Entry(
            key,
            forms[key].forms if key in forms else blank(key, language),
            key in forms and forms[key].fuzzy,
            tuple(sorted(set(files))),
        )
        for key, files in places.items()
    ]


def _once_each(found: Iterable[Found]) -> Iterator[tuple[Key, str]]:
    """With the plural wherever one is known: for gettext both are one sentence."""
    found = list(found)
    counted = {one.key.without_plural: one.key for one in found if one.key.plural}
    for one in found:
        yield counted.get(one.key.without_plural, one.key), one.file


def blank(key: Key, language: Language) -> tuple[str, ...]:
    """No translation yet."""
    return ("",) * (len(language.forms) if key.plural else 1)


def read(language: Language) -> list[Entry]:
    """What the catalogue holds; nothing if there is none yet."""
    if not language.catalogue.exists():
        return []
    with language.catalogue.open("rb") as file:
        catalogue = read_po(file, locale=language.code, ignore_obsolete=True, abort_invalid=True)
    return [_entry(message, language) for message in catalogue if message.id]


def _entry(message: Message, language: Language) -> Entry:
    ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
    key = Key(message.context or "", str(ids[0]), str(ids[1]) if len(ids) > 1 else "")
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    forms = tuple(str(string or "") for string in strings)
    if key.plural and not any(forms):
        forms = blank(key, language)
    return Entry(key, forms, "fuzzy" in message.flags)


def as_po(held: Iterable[Entry], language: Language) -> bytes:
    """The catalogue for translators."""
    written = BytesIO()
    write_po(written, _catalogue(held, language), width=WIDTH)
    return written.getvalue()


def as_mo(held: Iterable[Entry], language: Language) -> bytes:
    """The catalogue for the pages; what is not finished stays out, so that they show English."""
    written = BytesIO()
    write_mo(written, _catalogue((one for one in held if one.is_complete), language))
    return written.getvalue()


def _catalogue(held: Iterable[Entry], language: Language) -> Catalog:
    catalogue = _Quiet(language)
    for entry in held:
        key = entry.key
        message = Message(
            (key.singular, key.plural) if key.plural else key.singular,
            entry.forms if key.plural else entry.forms[0],
            context=key.context or None,
        )
        # What Babel guesses from the letters, we know.
        message.flags -= {"python-format", "python-brace-format"}
        message.flags |= {"python-brace-format"} if entry.braces else set()
        message.flags |= {"fuzzy"} if entry.fuzzy else set()
        catalogue[message.id] = message
    return catalogue


def _header(language: Language) -> str:
    return (
        f"# The pages of Antigone, {language.code}. How to correct a sentence: docs/languages.md."
    )


@contextmanager
def locked(language: Language) -> Iterator[None]:
    """Only one program at a time reads and writes this catalogue."""
    folder = language.catalogue.parent
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def replace(path: Path, content: bytes) -> bool:
    """Write a file in one go; whether it changed."""
    if path.exists() and path.read_bytes() == content:
        return False
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    new.replace(path)
    return True

"""python -m tools.messages update | compile | check | todo LANGUAGE [--part K/N] | fill LANGUAGE FILE."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.messages import files, translating
from tools.messages.extraction import Found, Unreadable, sentences
from tools.messages.faults import faults
from tools.messages.languages import COMPLETE, LANGUAGES, Language
from tools.steps import say


def update() -> int:
    """Bring every catalogue to what the source says now; translations stay where sentences stay."""
    found = sentences()
    for language in LANGUAGES.values():
        with files.locked(language):
            held = files.entries(found, files.read(language), language)
            files.replace(language.catalogue, files.as_po(held, language))
        say(f"{language.code}: {len(held)} sentences, {_undone(held)} not translated")
    return 0


def compile_catalogues() -> int:
    """Make what the pages read."""
    for language in LANGUAGES.values():
        with files.locked(language):
            files.replace(language.compiled, files.as_mo(files.read(language), language))
    return 0


def check() -> int:
    """Say what is wrong with the catalogues; 1 if anything is."""
    found = sentences()
    wrong = [fault for language in LANGUAGES.values() for fault in _wrong(language, found)]
    for fault in wrong:
        say(fault)
    return 1 if wrong else 0


def _wrong(language: Language, found: Sequence[Found]) -> list[str]:
    held = files.read(language)
    expected = files.entries(found, held, language)
    known, spoken = {entry.key for entry in held}, {entry.key for entry in expected}
    wrong = [
        f"{language.code}: not in the catalogue (run `python -m tools.messages update`): {key.singular!r}"
        for key in (entry.key for entry in expected)
        if key not in known
    ]
    wrong += [
        f"{language.code}: nothing says this any more (run `update`): {entry.key.singular!r}"
        for entry in held
        if entry.key not in spoken
    ]
    for entry in held:
        wrong += [
            f"{language.code}: {fault}: {entry.key.singular!r}" for fault in faults(entry, language)
        ]
        if entry.fuzzy:
            wrong.append(f"{language.code}: marked as fuzzy: {entry.key.singular!r}")
        elif language.code in COMPLETE and not any(entry.forms):
            wrong.append(f"{language.code}: not translated: {entry.key.singular!r}")
    if not wrong and files.as_po(expected, language) != _content(language.catalogue):
        wrong.append(f"{language.code}: the order has changed (run `update`)")
    if files.as_mo(held, language) != _content(language.compiled):
        wrong.append(f"{language.code}: django.mo is not what django.po says (run `compile`)")
    return wrong


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _undone(held: Sequence[files.Entry]) -> int:
    return sum(not entry.is_complete for entry in held)


def to_do(language: Language, part: str) -> int:
    """Print what is not translated yet, or one share of it."""
    which, _, parts = part.partition("/")
    with files.locked(language):
        held = files.entries(sentences(), files.read(language), language)
    for line in translating.to_do(translating.part_of(held, int(which), int(parts)), language):
        sys.stdout.write(line + "\n")
    return 0


def fill(language: Language, file: Path) -> int:
    """Take translations from a file; 1 if some were refused."""
    result = translating.fill(language, file.read_text(encoding="utf-8").splitlines())
    for refusal in result.refused:
        say(refusal)
    undone = _undone(result.held)
    say(f"{language.code}: {result.taken} taken, {len(result.refused)} refused, {undone} to do")
    return 1 if result.refused else 0


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    for name in ("update", "compile", "check"):
        acts.add_parser(name)
    listing = acts.add_parser("todo")
    listing.add_argument("language", choices=LANGUAGES)
    listing.add_argument("--part", default="1/1", help="K/N: the K-th of N shares")
    filling = acts.add_parser("fill")
    filling.add_argument("language", choices=LANGUAGES)
    filling.add_argument("file", type=Path)
    given = parser.parse_args()
    try:
        if given.act == "todo":
            return to_do(LANGUAGES[given.language], given.part)
        if given.act == "fill":
            return fill(LANGUAGES[given.language], given.file)
        return {"update": update, "compile": compile_catalogues, "check": check}[given.act]()
    except Unreadable as fault:
        say(str(fault))
        return 1


if __name__ == "__main__":
    sys.exit(main())

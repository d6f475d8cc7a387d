"""For translators: what is still to do, and the way in for what they have done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tools.messages import files
from tools.messages.extraction import Key
from tools.messages.faults import faults
from tools.messages.files import Entry
from tools.messages.languages import Language


def part_of(held: list[Entry], part: int, parts: int) -> list[Entry]:
    """A share of a catalogue; the same share, however much of it is done."""
    size, rest = divmod(len(held), parts)
    begin = (part - 1) * size + min(part - 1, rest)
    return held[begin : begin + size + (part <= rest)]


def to_do(held: Iterable[Entry], language: Language) -> Iterator[str]:
    """A line of JSON for each sentence that is not translated yet."""
    for entry in held:
        if entry.is_complete and not faults(entry, language):
            continue
        line: dict[str, object] = {"n": entry.short_name, "id": entry.key.singular}
        if entry.key.plural:
            line |= {"plural": entry.key.plural, "forms": list(language.forms)}
        if entry.key.context:
            line["ctx"] = entry.key.context
        line["where"] = " ".join(entry.files[:2])
        yield json.dumps(line, ensure_ascii=False)


@dataclass(frozen=True)
class Filled:
    """The catalogue with what was taken, how many sentences that were, and what was refused, why."""

    held: list[Entry]
    taken: int
    refused: list[str]


def filled(held: list[Entry], lines: Iterable[str], language: Language) -> Filled:
    """Put translations into a catalogue: lines of JSON with `n`, or `id` and `ctx`, and `str`."""
    at = {entry.key: index for index, entry in enumerate(held)}
    result, refused, taken = list(held), [], 0
    by_name = {entry.short_name: entry.key for entry in held}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            key, forms = _read(line, by_name, at)
            entry = replace(result[at[key]], forms=forms, fuzzy=False)
            if found := faults(entry, language):
                raise ValueError("; ".join(found))
            if not all(forms):
                raise ValueError("it is empty")
        except ValueError as fault:
            refused.append(f"line {number}: {fault}: {line.strip()[:160]}")
            continue
        result[at[key]] = entry
        taken += 1
    return Filled(result, taken, refused)


def _read(line: str, by_name: dict[str, Key], known: dict[Key, int]) -> tuple[Key, tuple[str, ...]]:
    try:
        given = json.loads(line)
    except json.JSONDecodeError as broken:
        raise ValueError(f"no JSON ({broken.msg})") from None
    if not isinstance(given, dict) or "str" not in given:
        raise ValueError("needs `str`, and `n` or `id`")
    forms = given["str"] if isinstance(given["str"], list) else [given["str"]]
    if not all(isinstance(form, str) for form in forms):
        raise ValueError("`str` is a text or a list of texts")
    return _key(given, by_name, known), tuple(forms)


def _key(given: dict[str, object], by_name: dict[str, Key], known: dict[Key, int]) -> Key:
    named = by_name.get(str(given.get("n", "")))
    if "id" not in given:
        if named is None:
            raise ValueError("no sentence has this `n`")
        return named
    context, singular = str(given.get("ctx") or ""), str(given["id"])
    if named is not None and named.singular == singular:
        return named
    found = [key for key in known if (key.context, key.singular) == (context, singular)]
    if not found:
        raise ValueError("no sentence has this `id` and `ctx`")
    return found[0]


def fill(language: Language, lines: Iterable[str]) -> Filled:
    """Put translations into the catalogue on disk."""
    lines = list(lines)
    with files.locked(language):
        result = filled(files.read(language), lines, language)
        files.replace(language.catalogue, files.as_po(result.held, language))
    return result

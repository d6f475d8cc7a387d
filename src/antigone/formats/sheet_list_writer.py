"""Lists of a record as cells, so that reading them gives the same list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from antigone.evidence.records import (
    FoundItem,
    Implant,
    Mark,
    MedicalFinding,
    OwnedItem,
    PersonName,
    Region,
)
from antigone.formats.sheet_parts import quoted
from antigone.formats.sheet_words import meaning


def marks_text(marks: Sequence[Mark] | None) -> str:
    """Marks; empty where nobody looked for them, "none" where none were seen."""
    return _listed_or_none(None if marks is None else [_mark(mark) for mark in marks])


def medical_text(findings: Sequence[MedicalFinding] | None) -> str:
    """Medical findings; empty where nobody asked, "none" where there are none."""
    return _listed_or_none(
        None
        if findings is None
        else [_parts(_kind(one.kind, "medical"), _region(one.region)) for one in findings]
    )


def implants_text(implants: Iterable[Implant]) -> str:
    """Implants with region, maker and serial number."""
    return "; ".join(
        _parts(
            _kind(one.kind, "implant"),
            _region(one.region),
            *_each("maker", [one.maker] if one.maker else []),
            *_each("no", [one.serial] if one.serial else []),
        )
        for one in implants
    )


def items_text(items: Iterable[OwnedItem | FoundItem]) -> str:
    """Items with their numbers and features; those found also with names and how they lay."""
    return "; ".join(_item(item) for item in items)


def names_text(names: Iterable[PersonName]) -> str:
    """Names with their kind, all three parts of each."""
    return "; ".join(
        f"{name.kind}: {', '.join(map(quoted, (name.family, name.given, name.patronymic)))}"
        for name in names
    )


def _listed_or_none(entries: list[str] | None) -> str:
    if entries is None:
        return ""
    return "; ".join(entries) or "none"


def _mark(mark: Mark) -> str:
    text = quoted(mark.text) if mark.text else ""
    return _parts(mark.kind.value, _region(mark.region), mark.motif and _motif(mark.motif), text)


def _motif(motif: str) -> str:
    # "other" alone could be anything.
    return "other motif" if motif == "other" else motif


def _item(item: OwnedItem | FoundItem) -> str:
    found = item if isinstance(item, FoundItem) else None
    return _parts(
        _kind(item.kind, "item"),
        *_each("no", item.numbers),
        *_each("name", found.names if found else ()),
        *map(quoted, item.features),
        found.carried.value if found else "",
    )


def _kind(kind: str, group: str) -> str:
    """A code that the words know as it is; any other behind #."""
    return kind if meaning(group, kind) == kind else f"#{kind}"


def _region(region: Region | None) -> str:
    return region.value.replace("_", " ") if region else ""


def _each(word: str, values: Iterable[str]) -> list[str]:
    return [f"{word} {quoted(value)}" for value in values]


def _parts(*parts: str) -> str:
    return ", ".join(part for part in parts if part)

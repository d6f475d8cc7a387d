"""Marks, implants, findings, items and other names as they stand in cells that hold a list.

What is understood exactly goes into the record; every entry of which anything is left over stays as words
beside it. Nothing is guessed, and nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from antigone.evidence.records import (
    Carried,
    FoundItem,
    Implant,
    Mark,
    MarkKind,
    MedicalFinding,
    OwnedItem,
    PersonName,
    Region,
)
from antigone.formats.cursor import NAME_CHARACTERS
from antigone.formats.record_parts_json import MOST_WORDS
from antigone.formats.sheet_parts import Entry, Part, entries_of
from antigone.formats.sheet_words import meaning, plain, says_none, words

Value_co = TypeVar("Value_co", covariant=True)

_CODE = re.compile(r"#[a-z][a-z0-9_]{0,59}")
_NUMBER_WORDS = frozenset(
    map(plain, ("no", "nr", "n°", "№", "number", "num", "номер", "numéro", "número", "رقم", "imei"))
) | {"s n", "sn", "serial", "serial no", "серійний номер", "серийный номер", "serie", "ser"}
_NAME_WORDS = frozenset(map(plain, ("name", "імʼя", "имя", "nom", "nombre", "اسم")))
_MAKER_WORDS = frozenset(
    map(plain, ("maker", "manufacturer", "виробник", "производитель", "fabricant", "fabricante"))
)
_PREPOSITIONS = frozenset(
    map(
        plain,
        (
            *("on", "the", "a", "of", "at", "in", "from", "на", "в", "у", "із", "с", "de", "du"),
            *("le", "la", "les", "sur", "à", "en", "el", "los", "las", "del", "على", "في"),
        ),
    )
)
_LONGEST_KIND = 4
"""Words of the longest kind that is looked for within a part."""


@dataclass(frozen=True)
class Read(Generic[Value_co]):
    """What was understood of a cell, and the entries that are to stay as words.

    Args:
        values: for the record.
        words: entries of which anything was not understood, as written.
        none: the cell says that there is none.
    """

    values: tuple[Value_co, ...] = ()
    words: tuple[str, ...] = ()
    none: bool = False


@dataclass
class _Left:
    """Parts of an entry that were not understood."""

    parts: list[Part] = field(default_factory=list)


def _read(
    text: str, separator: str, value: Callable[[Entry, _Left], Value_co | None]
) -> Read[Value_co]:
    if says_none(text):
        return Read(none=True)
    values, left_over = [], []
    for entry in entries_of(text, separator):
        left = _Left()
        found = value(entry, left)
        if found is not None:
            values.append(found)
        if found is None or left.parts:
            left_over.append(_as_written(entry))
    return Read(tuple(values), tuple(left_over))


def _as_written(entry: Entry) -> str:
    return ", ".join(part.whole for part in entry)


def read_marks(text: str, separator: str = "", kind: MarkKind | None = None) -> Read[Mark]:
    """Marks of the body: kind, region, motif, and in quotation marks the letters in it.

    Args:
        text: of a cell.
        separator: between entries; see `entries_of`.
        kind: of all marks of the column; None: each entry says it.

    >>> read_marks('tattoo, left arm, plant, "Мама"; scar on the neck').values[1]
    Mark(kind=<MarkKind.SCAR: 'scar'>, region=<Region.NECK: 'neck'>, motif='', text='')
    """
    return _read(text, separator, lambda entry, left: _mark(entry, left, kind))


def _mark(entry: Entry, left: _Left, kind: MarkKind | None) -> Mark | None:
    groups = ("mark_kind", "region", "motif")
    found: dict[str, str] = {} if kind is None else {"mark_kind": kind.value}
    text = ""
    for part in entry:
        if part.quoted and not part.before and _fits(part.text) and not text:
            text = part.text.strip()
        elif not part.quoted and _understood(part.text, groups, found):
            continue
        else:
            left.parts.append(part)
    if "mark_kind" not in found:
        return None
    of = MarkKind(found["mark_kind"])
    motif = found.get("motif", "")
    if motif and of is not MarkKind.TATTOO:
        left.parts.append(Part(motif))
        motif = ""
    return Mark(of, _region(found), motif, text)


def _region(found: Mapping[str, str]) -> Region | None:
    return Region(found["region"]) if "region" in found else None


def _understood(text: str, groups: tuple[str, ...], found: dict[str, str]) -> bool:
    """Put what a part means under its group; False where it means nothing, or two things at once."""
    meant = _phrase(plain(text).split(), groups)
    if not meant or any(found.get(group, code) != code for group, code in meant.items()):
        return False
    found.update(meant)
    return True


def _phrase(written: list[str], groups: tuple[str, ...]) -> dict[str, str]:
    """By group what a few words mean, as "scar on the neck": all of them are used, or nothing is."""
    while written and written[0] in _PREPOSITIONS:
        written = written[1:]
    text = " ".join(written)
    for group in groups:
        if text in words(group):
            return {group: words(group)[text]}
    for at in range(1, min(len(written), 2 * _LONGEST_KIND)):
        head = " ".join(written[:at])
        for group in groups:
            if head in words(group):
                rest = tuple(other for other in groups if other != group)
                tail = _phrase(written[at:], rest)
                if tail:
                    return {group: words(group)[head]} | tail
    return {}


def read_implants(text: str, separator: str = "") -> Read[Implant]:
    """Implants: kind, region, `maker "..."`, `no "..."`.

    >>> read_implants('hip prosthesis, right leg, maker "Zimmer", no "SN-4471"').values[0].serial
    'SN-4471'
    """
    return _read(text, separator, _implant)


def _implant(entry: Entry, left: _Left) -> Implant | None:
    kind = _kind(entry[0], "implant")
    found: dict[str, str] = {}
    maker = serial = ""
    for part in entry[1:]:
        named = _named(part)
        if named[0] in _MAKER_WORDS and _fits(named[1]) and not maker:
            maker = named[1]
        elif named[0] in _NUMBER_WORDS and _fits(named[1]) and not serial:
            serial = named[1]
        elif part.quoted or not _understood(part.text, ("region",), found):
            left.parts.append(part)
    if not kind and not entry[0].quoted:
        meant = _phrase(plain(entry[0].text).split(), ("implant", "region"))
        kind = meant.get("implant", "")
        if "region" in meant and found.setdefault("region", meant["region"]) != meant["region"]:
            left.parts.append(entry[0])
    return Implant(kind, _region(found), maker, serial) if kind else None


def read_medical(text: str, separator: str = "") -> Read[MedicalFinding]:
    """Fractures, operations, missing organs: kind and region.

    >>> read_medical("fracture, left arm; appendectomy 2010").words
    ('appendectomy 2010',)
    """
    return _read(text, separator, _finding)


def _finding(entry: Entry, left: _Left) -> MedicalFinding | None:
    kind = _kind(entry[0], "medical")
    found: dict[str, str] = {"medical": kind} if kind else {}
    for part in entry[1:] if kind else entry:
        if part.quoted or not _understood(part.text, ("medical", "region"), found):
            left.parts.append(part)
    return MedicalFinding(found["medical"], _region(found)) if "medical" in found else None


def read_owned_items(text: str, separator: str = "") -> Read[OwnedItem]:
    """Items of a person: kind, `no "..."`, and features.

    >>> read_owned_items('чёрная куртка; wedding ring: gold, no "17"').values
    (OwnedItem(kind='jacket', numbers=(), features=('чёрная',)), OwnedItem(kind='wedding_ring', numbers=('17',), features=('gold',)))
    """  # noqa: E501 - the value as Python writes it
    return _read(text, separator, _owned)


def read_found_items(
    text: str, separator: str = "", carried: Carried | None = None
) -> Read[FoundItem]:
    """Items found: as of a person, `name "..."`, and how they lay.

    Args:
        text: of a cell.
        separator: between entries; see `entries_of`.
        carried: how those lay that do not say it; None: they stay words, for worn is not the same as
            loose.
    """
    return _read(text, separator, lambda entry, left: _found(entry, left, carried))


def _owned(entry: Entry, left: _Left) -> OwnedItem | None:
    item = _item(entry, left, carries=False)
    return OwnedItem(item.kind, tuple(item.numbers), tuple(item.features)) if item else None


def _found(entry: Entry, left: _Left, carried: Carried | None) -> FoundItem | None:
    item = _item(entry, left, carries=True)
    way = item.carried or carried if item else None
    if item is None or way is None:
        return None
    return FoundItem(item.kind, way, tuple(item.numbers), tuple(item.names), tuple(item.features))


@dataclass
class _Item:
    kind: str
    carried: Carried | None = None
    numbers: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)


def _item(entry: Entry, left: _Left, *, carries: bool) -> _Item | None:
    kind, feature = _kind(entry[0], "item"), ""
    if not kind and not entry[0].quoted:
        kind, feature = _kind_within(entry[0].text)
    if not kind:
        return None
    item = _Item(kind, features=[feature] if feature else [])
    for part in entry[1:]:
        named = _named(part)
        way = meaning("carried", part.text) if carries and not part.quoted else None
        if named[0] in _NUMBER_WORDS and _fits(named[1]):
            item.numbers.append(named[1])
        elif named[0] in _NAME_WORDS and carries and _fits(named[1]):
            item.names.append(named[1])
        elif way and item.carried is None:
            item.carried = Carried(way)
        elif _fits(_feature(part)):
            item.features.append(_feature(part))
        else:
            left.parts.append(part)
    if max(map(len, (item.numbers, item.names, item.features))) > MOST_WORDS:
        return None
    return item


def _feature(part: Part) -> str:
    return (part.text if part.quoted and not part.before else part.whole).lower().strip()


def _kind(part: Part, group: str) -> str:
    """The code of a kind, by a word of the list or as #code; empty where it is none."""
    if part.quoted:
        return ""
    if _CODE.fullmatch(part.text):
        return part.text[1:]
    return meaning(group, part.text) or ""


def _kind_within(text: str) -> tuple[str, str]:
    """The kind with which a phrase ends or begins, and the rest of it, as "black jacket"."""
    written = text.split()
    for size in range(min(_LONGEST_KIND, len(written) - 1), 0, -1):
        for kind, rest in ((written[-size:], written[:-size]), (written[:size], written[size:])):
            code = meaning("item", " ".join(kind))
            said = " ".join(rest).lower()
            if code and _fits(said) and not any(map(says_none, rest)):
                return code, said
    return "", ""


def _named(part: Part) -> tuple[str, str]:
    """The word before a value and the value, as in `no "17"` and in "no 17"."""
    if part.quoted:
        return plain(part.before), part.text.strip()
    first, _, rest = part.text.partition(" ")
    if not rest and first[:1] == "№":
        first, rest = "№", first[1:]
    return plain(first), rest.strip()


def _fits(text: str) -> bool:
    return bool(text.strip()) and len(text) <= NAME_CHARACTERS


def read_other_names(text: str, separator: str = "") -> Read[PersonName]:
    """Other names: `kind: family, given, patronymic`, of which only the first part is needed.

    >>> read_other_names("Сокіл; birth: Петренко, Олена").values[1].family
    'Петренко'
    """
    return _read(text, separator, _name)


def _name(entry: Entry, left: _Left) -> PersonName | None:
    kind, parts = "alias", entry
    if len(entry) > 1 and not entry[0].quoted and meaning("name_kind", entry[0].text):
        kind, parts = meaning("name_kind", entry[0].text) or kind, entry[1:]
    named = [part.text.strip() for part in parts]
    if len(named) > 3 or not any(named) or any(len(name) > NAME_CHARACTERS for name in named):
        return None
    if any(part.before for part in parts):
        return None
    family, given, patronymic = (*named, "", "")[:3]
    return PersonName(family, given, patronymic, kind)

"""What the heading of a column means, in six languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from antigone.evidence.inscriptions import one_apart
from antigone.formats.sheet_fields import RecordKind, SheetField, fields_of
from antigone.formats.sheet_values import LengthUnit
from antigone.formats.sheet_words import headings_by_field, plain
from antigone.words import Said, said

LEAST_LETTERS = 5
"""Shorter headings are not looked for with a slip of the pen: id and in mean nothing the same."""

BRACKETS = re.compile(r"[(\[{（][^)\]}）]*[)\]}）]")
UNIT_WORDS: dict[str, LengthUnit] = {
    "cm": LengthUnit.CM,
    "см": LengthUnit.CM,
    "سم": LengthUnit.CM,
    "m": LengthUnit.M,
    "м": LengthUnit.M,
    "metres": LengthUnit.M,
    "meters": LengthUnit.M,
    "in": LengthUnit.INCH,
    "inches": LengthUnit.INCH,
    "ft": LengthUnit.FOOT,
    "feet": LengthUnit.FOOT,
    "ft in": LengthUnit.FOOT,
}


@dataclass(frozen=True)
class Candidate:
    """A field that a column could hold; of two, the one of more weight is proposed."""

    field: SheetField
    weight: float
    reason: Said


@lru_cache(maxsize=4_096)
def by_heading(heading: str, kind: RecordKind) -> tuple[Candidate, ...]:
    """Fields by what the heading says, in the order in which people are shown them."""
    names = tuple(dict.fromkeys(n for n in (plain(heading), _without_unit(heading)) if n))
    known = [(f, _headings(f.code, kind)) for f in fields_of(kind).values()]
    means = {field.code for field, listed in known if any(name in listed for name in names)}
    found = []
    for field, listed in known:
        if field.code in means:
            reason = said("The heading means: {field}.", field=field.label)
            found.append(Candidate(field, 1.0, reason))
        elif within := _longest_within(names, listed):
            share = len(within.split()) / max(len(name.split()) for name in names)
            reason = said("The heading contains “{words}”.", words=listed[within])
            found.append(Candidate(field, 0.55 + 0.3 * share, reason))
        elif not means and (alike := _one_slip_from(names, listed)):
            reason = said("The heading is one letter away from “{words}”.", words=listed[alike])
            found.append(Candidate(field, 0.7, reason))
    return tuple(found)


def _without_unit(heading: str) -> str:
    """A heading as compared, without what stands in brackets and without a unit at its end."""
    words = plain(BRACKETS.sub(" ", heading)).split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in UNIT_WORDS else words)


@lru_cache(maxsize=200)
def _headings(code: str, kind: RecordKind) -> Mapping[str, str]:
    """By heading as compared, those by which a field is known."""
    field, table = fields_of(kind)[code], headings_by_field()
    return {
        plain(field.label): str(field.label),
        plain(BRACKETS.sub(" ", field.label)): str(field.label),
        plain(field.code): str(field.label),
        **table.get(f"both.{field.code}", {}),
        **table.get(f"{kind.value}.{field.code}", {}),
    }


def _longest_within(names: Sequence[str], listed: Mapping[str, str]) -> str:
    """The longest known heading whose words all stand next to each other in the heading."""
    found = [
        known
        for known in listed
        if len(known) >= LEAST_LETTERS - 1
        and any(f" {known} " in f" {name} " and known != name for name in names)
    ]
    return max(found, key=len, default="")


def _one_slip_from(names: Sequence[str], listed: Mapping[str, str]) -> str:
    """A known heading that is the heading but for one letter."""
    return next(
        (
            known
            for known in listed
            for name in names
            if min(len(known), len(name)) >= LEAST_LETTERS and one_apart(known, name)
        ),
        "",
    )

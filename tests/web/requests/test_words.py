"""What the forms offer is what a record can hold and the core compares."""

from __future__ import annotations

import re

from antigone.evidence.tables import load_tables
from antigone.evidence.trait_tables import TRAITS
from antigone.web.requests.parts import PARTS
from antigone.web.requests.words import (
    DOCUMENTS,
    IMPLANTS,
    ITEMS,
    MEDICAL,
    RECORD_STATES,
    STILL_OWED,
    TRAIT_VALUES,
)

CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


def test_colours_are_those_of_the_tables() -> None:
    by_line = load_tables().traits.by_line
    for line in TRAITS:
        assert tuple(TRAIT_VALUES[line.value]) == by_line[line].values


def test_kinds_are_codes_and_each_has_words() -> None:
    for words in (MEDICAL, IMPLANTS, ITEMS, DOCUMENTS):
        assert all(CODE.fullmatch(code) and str(word) for code, word in words.items())
    assert STILL_OWED - {""} <= set(RECORD_STATES)


def test_names_of_lists_and_fields_differ() -> None:
    for part in PARTS.values():
        names = [*part.form.base_fields, *(rows.name for rows in part.rows)]
        assert len(names) == len(set(names)), part.key

"""Every act of the program has words, and a group."""

from __future__ import annotations

import re

import pytest

from antigone.web.register.words import ACTS, Group, act_of, codes_of
from antigone.web.requests.pedigree_models import PedigreeAct
from tests.web.register.acts_of_source import ANY, acts

MADE_OF_PARTS = {
    "*.*": {
        f"{what}.{how}"
        for what in ("picture", "prints")
        for how in ("moved", "retracted", "taken_back")
    },
    "*.reopened": {"identification.reopened", "exclusion.reopened"},
    "pedigree.*": {f"pedigree.{kind}" for kind in PedigreeAct.Kind.values},
}
"""Codes that are put together when the program runs, and what they can be."""


def test_every_act_of_the_source_has_words() -> None:
    found = acts()
    whole = {code for code in found if ANY not in code}
    parts = {code: found[code] for code in found if ANY in code}
    assert parts.keys() == MADE_OF_PARTS.keys(), "say above what this can be"
    known = whole.union(*MADE_OF_PARTS.values())
    without = {code: found.get(code, "") for code in known - ACTS.keys()}
    assert without == {}, "give it words in register/words.py"


def test_no_words_stand_for_an_act_that_nobody_does() -> None:
    known = {code for code in acts() if ANY not in code}.union(*MADE_OF_PARTS.values())
    assert sorted(ACTS.keys() - known) == []


@pytest.mark.parametrize("code", ["picture.opened", "names.searched", "register.read"])
def test_what_was_seen_is_a_group_of_its_own(code: str) -> None:
    assert code in codes_of(Group.SAW)


def test_words_are_no_codes_and_say_one_thing_each() -> None:
    words = [str(act.words) for act in ACTS.values()]
    assert len(set(words)) == len(words)
    assert not [one for one in words if re.search(r"[_.]|match|victim", one)]


def test_an_act_without_words_stands_as_its_code() -> None:
    assert act_of("nobody.knows") == act_of("nobody.knows")
    assert act_of("nobody.knows").group == Group.OTHER
    assert act_of("nobody.knows").words == "nobody.knows"

"""Editing a pedigree: any acts in any order leave a pedigree that the core accepts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.genetics.pedigree import PedigreeError, Sex
from antigone.web.figures.pedigree_layout import lay_out
from antigone.web.requests import pedigree_draft as edit
from antigone.web.requests.pedigree_draft import Draft, EditRefused, Member, Through

ONE = Draft((Member("P1", sex=Sex.MALE),))

Act = Callable[[Draft], Draft]


def _acts(codes: st.SearchStrategy[str]) -> st.SearchStrategy[Act]:
    sexes = st.sampled_from(Sex)
    partner = st.none() | codes
    return st.one_of(
        st.builds(lambda c: lambda d: edit.add_parents(d, c), codes),
        st.builds(lambda c, s: lambda d: edit.add_sibling(d, c, s), codes, sexes),
        st.builds(
            lambda c, s, t: lambda d: edit.add_half_sibling(d, c, s, t),
            codes,
            sexes,
            st.sampled_from(Through),
        ),
        st.builds(lambda c, s, p: lambda d: edit.add_child(d, c, s, p), codes, sexes, partner),
        st.builds(lambda c, p: lambda d: edit.add_partner(d, c, p), codes, partner),
        st.builds(lambda s: lambda d: edit.add_person(d, s), sexes),
        st.builds(lambda c, f, m: lambda d: edit.tie(d, c, f, m), codes, codes, codes),
        st.builds(
            lambda c, s: lambda d: edit.describe(d, c, s, "dead", "no"), codes, st.sampled_from(Sex)
        ),
        st.builds(lambda c: lambda d: edit.remove(d, c), codes),
    )


CODES = st.integers(1, 9).map(lambda n: f"P{n}")


@given(st.lists(_acts(CODES), max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_acts_leave_a_valid_pedigree_that_can_be_drawn(acts: list[Act]) -> None:
    draft = ONE
    for act in acts:
        before = draft
        try:
            draft = act(draft)
        except (EditRefused, PedigreeError):
            draft = before
        assert draft.used >= before.used
        assert all(p in draft.by_code for couple in draft.couples for p in couple)
        for member in draft.members:
            assert (member.father is None) == (member.mother is None), "both parents or none"
    layout = lay_out(draft.pedigree, _couples(draft))
    assert set(layout.at) == set(draft.by_code)
    places = list(layout.at.values())
    assert len(places) == len(set(places))


def _couples(draft: Draft) -> tuple[tuple[str, str], ...]:
    return tuple(tuple(sorted(couple)) for couple in draft.couples)  # type: ignore[misc]


@given(st.lists(_acts(CODES), max_size=8), CODES)
@settings(max_examples=100, deadline=None)
def test_who_was_added_can_be_removed_and_nobody_else_changes(acts: list[Act], code: str) -> None:
    draft = ONE
    for act in acts:
        try:
            draft = act(draft)
        except (EditRefused, PedigreeError):
            continue
    try:
        less = edit.remove(draft, code)
    except EditRefused:
        return
    gone = set(draft.by_code) - set(less.by_code)
    assert code in gone
    assert len(gone) <= 2
    for kept in less.members:
        old = draft.by_code[kept.code]
        assert kept == old or ({old.father, old.mother} <= gone and not kept.father)


def test_a_half_sister_has_a_parent_of_her_own() -> None:
    draft = edit.add_half_sibling(ONE, "P1", Sex.FEMALE, Through.MOTHER)
    sister = draft.members[-1]
    assert sister.mother == draft.by_code["P1"].mother
    assert sister.father not in (None, draft.by_code["P1"].father)


def test_a_sister_is_added_with_the_parents() -> None:
    draft = edit.add_sibling(ONE, "P1", Sex.FEMALE)
    assert [m.code for m in draft.members] == ["P1", "P2", "P3", "P4"]
    assert draft.by_code["P4"] == Member("P4", "P3", "P2", Sex.FEMALE)


def test_a_child_needs_to_know_who_is_the_mother() -> None:
    nobody = Draft((Member("P1"),))
    with pytest.raises(EditRefused, match="man or a woman"):
        edit.add_child(nobody, "P1", Sex.MALE)
    known = edit.add_child(edit.describe(nobody, "P1", Sex.FEMALE, "alive", "yes"), "P1", Sex.MALE)
    assert known.members[-1].mother == "P1"


def test_a_child_of_a_couple_keeps_both() -> None:
    draft = edit.add_child(edit.add_partner(ONE, "P1"), "P1", Sex.UNKNOWN, "P2")
    assert draft.members[-1] == Member("P3", "P1", "P2")
    assert draft.partners_of("P1") == ("P2",)


def test_two_brothers_have_no_child_in_the_words_of_the_core() -> None:
    draft = edit.add_sibling(ONE, "P1", Sex.MALE)
    with pytest.raises(PedigreeError, match="the mother of 'P5', 'P4', is recorded as male"):
        edit.add_child(draft, "P1", Sex.UNKNOWN, "P4")


def test_nobody_is_their_own_grandfather() -> None:
    draft = edit.add_child(ONE, "P1", Sex.MALE)
    with pytest.raises(PedigreeError, match="own ancestor"):
        edit.tie(draft, "P1", "P3", "P2")


def test_a_father_stays_a_man() -> None:
    draft = edit.add_child(ONE, "P1", Sex.MALE)
    with pytest.raises(PedigreeError, match="recorded as female"):
        edit.describe(draft, "P1", Sex.FEMALE, "dead", "no")


def test_who_has_parents_gets_no_others() -> None:
    draft = edit.add_parents(ONE, "P1")
    with pytest.raises(EditRefused):
        edit.add_parents(draft, "P1")
    with pytest.raises(EditRefused):
        edit.tie(draft, "P1", "P3", "P2")


def test_one_parent_of_a_file_is_completed() -> None:
    single = Draft((Member("F", sex=Sex.MALE), Member("C", father="F")))
    assert edit.add_parents(single, "C").by_code["C"].mother == "P3"


def test_a_couple_is_one_once_and_never_alone() -> None:
    couple = edit.add_partner(ONE, "P1")
    for partner in ("P1", "P2"):
        with pytest.raises(EditRefused, match="a couple already"):
            edit.add_partner(couple, "P1", partner)


def test_who_holds_others_to_the_family_stays() -> None:
    draft = edit.add_parents(edit.add_sibling(ONE, "P1", Sex.MALE), "P2")
    with pytest.raises(EditRefused, match="would lose their tie"):
        edit.remove(draft, "P2")


def test_parents_added_by_mistake_go_together() -> None:
    less = edit.remove(edit.add_parents(ONE, "P1"), "P2")
    assert less.members == ONE.members
    assert edit.add_parents(less, "P1").by_code["P1"].mother == "P4", "codes are never used again"


def test_a_person_gone_meanwhile_is_named() -> None:
    with pytest.raises(EditRefused, match="P9 is not in this pedigree"):
        edit.add_parents(ONE, "P9")

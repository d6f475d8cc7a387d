"""An enquirer placed by a relation is called by that relation again, and shares what it says."""

from __future__ import annotations

import pytest

from antigone.genetics.pedigree import Sex
from antigone.web.records.models import Family, Person
from antigone.web.requests.pedigree_draft import Draft, EditRefused, Member
from antigone.web.requests.pedigree_from_relation import (
    STEPS,
    Relation,
    pedigree_from_relation,
    relation_groups,
    save_placed,
)
from antigone.web.requests.pedigree_relations import (
    closeness,
    relatedness,
    relation_word,
    side_word,
    tie_between,
)
from antigone.web.requests.pedigree_store import draft_of
from antigone.web.sealing.keys import new_key
from antigone.web.sealing.models import Key
from tests.web.conftest import Cast

SHARES = {
    "mother": 0.5,
    "father": 0.5,
    "sister": 0.5,
    "brother": 0.5,
    "daughter": 0.5,
    "son": 0.5,
    "half": 0.25,
    "grandmother": 0.25,
    "grandfather": 0.25,
    "granddaughter": 0.25,
    "grandson": 0.25,
    "aunt": 0.25,
    "uncle": 0.25,
    "niece": 0.25,
    "nephew": 0.25,
    "cousin": 0.125,
    "wife": 0.0,
    "husband": 0.0,
    "not": 0.0,
}


@pytest.mark.parametrize("relation", Relation)
def test_the_relation_is_read_back_from_the_pedigree(relation: Relation) -> None:
    placed = pedigree_from_relation(relation, sought_sex=Sex.MALE)
    draft, word = placed.draft, relation.value.split("_")[0]
    assert relatedness(draft.pedigree, placed.enquirer, placed.sought) == SHARES[word]
    assert draft.by_code[placed.enquirer].vital == "alive"
    read = relation_word(draft, placed.enquirer, placed.sought)
    if word in ("wife", "husband"):
        assert read == "partner"
    elif word != "not":
        assert read.startswith(word)
    side = side_word(draft, placed.enquirer, placed.sought)
    for parent in ("mother", "father"):
        by = f"{parent[:-2]}ernal" if relation.value.endswith("ernal") else f"by_{parent}s"
        if by in relation.value:
            assert side == f"{parent}’s side"


def test_nobody_is_there_who_is_not_needed() -> None:
    def count(relation: Relation) -> int:
        placed = pedigree_from_relation(relation, sought_sex=Sex.FEMALE)
        return len(placed.draft.members)

    assert count(Relation.MOTHER) == 3
    assert count(Relation.SISTER) == 4
    assert count(Relation.HUSBAND) == 2
    assert count(Relation.GRANDMOTHER_MATERNAL) == 5
    assert count(Relation.AUNT_PATERNAL) == 6
    assert count(Relation.COUSIN_BY_MOTHERS_SISTER) == 8


def test_a_grandchild_needs_the_sex_of_the_person_sought() -> None:
    with pytest.raises(EditRefused, match="man or a woman"):
        pedigree_from_relation(Relation.GRANDSON_BY_SON, sought_sex=Sex.UNKNOWN)


def test_the_form_offers_each_relation_once() -> None:
    offered = [value for _title, group in relation_groups() for value, _words in group]
    assert offered == [relation.value for relation in Relation]
    assert set(STEPS) == set(Relation)


@pytest.mark.parametrize("relation", [Relation.COUSIN_BY_FATHERS_BROTHER, Relation.WIFE])
def test_what_is_stored_is_what_was_placed(cast: Cast, relation: Relation) -> None:
    placed = pedigree_from_relation(relation, sought_sex=Sex.MALE, enquirer_sex=Sex.FEMALE)
    key = new_key(Key.Purpose.FAMILY)
    family = Family.objects.create(incident=cast.incident, name="TR-1", key=key)
    rows = save_placed(family, placed)
    assert draft_of(family).members == placed.draft.members
    assert draft_of(family).couples == placed.draft.couples
    assert rows["P1"] == Person.objects.get(family=family, code="P1")


def test_the_other_parent_of_a_child_helps() -> None:
    placed = pedigree_from_relation(Relation.SON, sought_sex=Sex.MALE)
    found = closeness(placed.draft, "P2", ("P1",))
    assert (found.share, found.through, found.sought) == (0.0, "P3", "P1")
    assert found.helps
    assert not closeness(Draft((Member("A"), Member("B"))), "A", ("B",)).helps


def test_half_brothers_are_not_full_ones() -> None:
    placed = pedigree_from_relation(Relation.HALF_BROTHER_MATERNAL, sought_sex=Sex.MALE)
    tie = tie_between(placed.draft.pedigree, "P1", placed.enquirer)
    assert tie is not None
    assert (tie.up, tie.down, tie.full, tie.side) == (1, 1, False, "mother")

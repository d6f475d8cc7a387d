from __future__ import annotations

import pytest

from antigone.genetics.pedigree import Pedigree, PedigreeError, Person, Sex, pedigree_of


def test_parents_come_first_whatever_the_order() -> None:
    pedigree = pedigree_of(
        [
            ("C", "F", "M", "F"),
            ("F", "G", None, "M"),
            ("M", None, None, "F"),
            ("G", None, None, "M"),
        ]
    )
    order = [p.id for p in pedigree.parents_first]
    assert order.index("G") < order.index("F") < order.index("C")
    assert pedigree.ids == ("C", "F", "M", "G")


def test_sex_follows_from_being_a_parent() -> None:
    pedigree = pedigree_of([("C", "F", "M", "U"), ("F", None, None, "U"), ("M", None, None, "U")])
    assert [pedigree.sex_of(i) for i in "CFM"] == [Sex.UNKNOWN, Sex.MALE, Sex.FEMALE]


def test_unknown_sex_agrees_with_both() -> None:
    assert Sex.UNKNOWN.consistent_with(Sex.MALE)
    assert Sex.FEMALE.consistent_with(Sex.UNKNOWN)
    assert not Sex.FEMALE.consistent_with(Sex.MALE)


def test_incest_and_several_marriages_are_pedigrees() -> None:
    rows = [
        ("F", None, None, "M"),
        ("D", "F", None, "F"),
        ("S", "F", "D", "M"),
        ("X", "S", "D", "U"),
    ]
    assert [p.id for p in pedigree_of(rows).parents_first] == ["F", "D", "S", "X"]


@pytest.mark.parametrize(
    ("rows", "words", "person"),
    [
        ([("A", None, None, "M"), ("A", None, None, "F")], "occurs twice", "A"),
        ([("A", "Z", None, "M")], "father of 'A', 'Z', is not in the pedigree", "A"),
        ([("A", None, "Z", "M")], "mother of 'A', 'Z', is not in the pedigree", "A"),
        ([("F", None, None, "F"), ("A", "F", None, "M")], "recorded as female", "A"),
        ([("M", None, None, "M"), ("A", None, "M", "M")], "recorded as male", "A"),
        (
            [("P", None, None, "U"), ("A", "P", None, "U"), ("B", None, "P", "U")],
            "as a mother and as a father",
            "P",
        ),
        ([("P", None, None, "U"), ("A", "P", "P", "U")], "as a mother and as a father", "P"),
        ([("A", "B", None, "M"), ("B", "A", None, "M")], "their own ancestor", "A"),
        ([("A", "A", None, "M")], "their own ancestor", "A"),
    ],
)
def test_refuses(
    rows: list[tuple[str, str | None, str | None, str]], words: str, person: str
) -> None:
    with pytest.raises(PedigreeError, match=words) as refusal:
        pedigree_of(rows)
    assert refusal.value.person == person


def test_persons_know_whether_they_are_founders() -> None:
    assert Person("A").is_founder
    assert not Pedigree((Person("F"), Person("A", father="F"))).by_id["A"].is_founder

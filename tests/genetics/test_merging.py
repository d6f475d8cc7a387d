"""Two pedigrees made one: what follows, what is refused, and that cutting one in two is undone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.genetics.merging import Merged, MergeRefused, Relatives, merge, one_profile
from antigone.genetics.pedigree import Pedigree, Person, Sex, pedigree_of

TRIO = [("F", None, None, "M"), ("M", None, None, "F"), ("C", "F", "M", "M")]


Rows = Sequence[tuple[str, str | None, str | None, str]]


def second(person: str) -> str:
    return f"2: {person}"


def merged(
    one: Rows,
    two: Rows,
    *same: tuple[str, str],
) -> Merged:
    return merge(Relatives(pedigree_of(one)), Relatives(pedigree_of(two)), same, second)


def test_parents_follow_their_child() -> None:
    grand = [("GF", None, None, "M"), ("f", "GF", None, "M"), ("m", None, None, "F")]
    found = merged(TRIO, [*grand, ("c", "f", "m", "U"), ("s", "f", "m", "F")], ("C", "c"))
    assert found.renamed == {"GF": "2: GF", "f": "F", "m": "M", "c": "C", "s": "2: s"}
    assert found.relatives.pedigree.persons == (
        Person("F", "2: GF", None, Sex.MALE),
        Person("M", None, None, Sex.FEMALE),
        Person("C", "F", "M", Sex.MALE),
        Person("2: GF", None, None, Sex.MALE),
        Person("2: s", "F", "M", Sex.FEMALE),
    )


def test_sisters_and_children_stay_apart_unless_they_are_named() -> None:
    other = [("f", None, None, "M"), ("c", "f", None, "M"), ("d", "c", None, "F")]
    own = [*TRIO, ("D", "C", None, "F")]
    assert "2: d" in merged(own, other, ("C", "c")).relatives.pedigree.by_id
    assert merged(own, other, ("D", "d")).renamed == {"f": "F", "c": "C", "d": "D"}


@pytest.mark.parametrize(
    ("two", "same", "words"),
    [
        (TRIO, [("C", "X")], "not in the pedigree"),
        (TRIO, [("X", "C")], "not in the pedigree"),
        ([("c", None, None, "F")], [("C", "c")], "different sexes"),
        (TRIO, [("C", "C"), ("C", "F")], "two persons"),
        (TRIO, [("C", "C"), ("F", "C")], "two persons"),
        # The father of one is said to be somebody else than the father of the other.
        ([*TRIO, ("G", None, None, "M")], [("C", "C"), ("F", "G")], "two persons"),
        ([("x", None, None, "M"), ("y", "x", None, "M")], [("C", "x"), ("F", "y")], "own ancestor"),
    ],
)
def test_contradictions_are_refused_in_words(
    two: Rows, same: list[tuple[str, str]], words: str
) -> None:
    with pytest.raises(MergeRefused, match=words):
        merged(TRIO, two, *same)


def test_a_father_and_a_mother_are_not_one_person() -> None:
    unknown = [("f", None, None, "U"), ("c", "f", None, "U")]
    with pytest.raises(MergeRefused, match="different sexes"):
        merged(TRIO, unknown, ("M", "f"))


def test_an_id_that_is_taken_is_refused() -> None:
    one, two = Relatives(pedigree_of(TRIO)), Relatives(pedigree_of(TRIO))
    with pytest.raises(MergeRefused, match="different persons"):
        merge(one, two, [("M", "M")])


def test_profiles_of_one_person_are_put_together() -> None:
    one = Relatives(pedigree_of(TRIO), {"M": {"L1": ("8", "9"), "L2": ("8", None)}})
    two = Relatives(
        pedigree_of([("m", None, None, "F"), ("c", None, "m", "M"), ("d", None, "m", "M")]),
        {"m": {"L1": ("9", "8"), "L2": ("10", "8"), "L3": ("8", "8")}, "d": {"L1": ("9", "9")}},
    )
    found = merge(one, two, [("C", "c")], second).relatives.profiles
    assert found["M"] == {"L1": ("8", "9"), "L2": ("10", "8"), "L3": ("8", "8")}
    assert found["2: d"] == {"L1": ("9", "9")}


@pytest.mark.parametrize("other", [("8", "10"), ("10", None), ("8", "8")])
def test_two_different_profiles_are_refused_without_an_allele(other: tuple[str, str]) -> None:
    with pytest.raises(MergeRefused) as refused:
        one_profile({"L1": ("8", "9"), "L2": ("8", "9")}, {"L1": other, "L2": ("8", "9")}, "M")
    assert "at L1" in str(refused.value)
    assert "10" not in str(refused.value)


@st.composite
def families(draw: st.DrawFn) -> Pedigree:
    """Persons p0, p1, …; the parents of each, where there are any, stand before."""
    persons: list[Person] = []
    for number in range(draw(st.integers(1, 9))):
        men = [p.id for p in persons if p.sex is Sex.MALE]
        women = [p.id for p in persons if p.sex is Sex.FEMALE]
        father = draw(st.sampled_from([None, *men]))
        mother = draw(st.sampled_from([None, *women]))
        sex = draw(st.sampled_from([Sex.MALE, Sex.FEMALE]))
        persons.append(Person(f"p{number}", father, mother, sex))
    return Pedigree(tuple(persons))


def relatives(pedigree: Pedigree) -> Relatives:
    return Relatives(pedigree, {p.id: {"L1": (p.id, "9")} for p in pedigree.persons})


def part(pedigree: Pedigree, kept: set[str]) -> Pedigree:
    """Some persons of a pedigree; a parent who is left out is not known."""
    return Pedigree(
        tuple(
            Person(
                p.id,
                p.father if p.father in kept else None,
                p.mother if p.mother in kept else None,
                p.sex,
            )
            for p in pedigree.persons
            if p.id in kept
        )
    )


@given(families())
def test_a_family_merged_with_itself_is_itself(pedigree: Pedigree) -> None:
    own = relatives(pedigree)
    found = merge(own, own, [(p, p) for p in pedigree.ids])
    assert found.relatives == own
    assert all(old == new for old, new in found.renamed.items())


@given(families(), st.data())
def test_what_is_cut_in_two_is_merged_again(pedigree: Pedigree, data: st.DataObject) -> None:
    """Two parts that hold each person, and each child with the parents, once at least."""
    one = {p for p in pedigree.ids if data.draw(st.booleans())}
    two = set(pedigree.ids) - one
    for own in (one, two):
        for person in [pedigree.by_id[p] for p in own]:
            own |= {parent for parent in (person.father, person.mother) if parent}
    found = merge(
        relatives(part(pedigree, one)),
        relatives(part(pedigree, two)),
        [(p, p) for p in sorted(one & two)],
    )
    assert {p.id: p for p in found.relatives.pedigree.persons} == dict(pedigree.by_id)
    assert found.relatives.profiles == relatives(pedigree).profiles


@given(families(), families(), st.data())
def test_order_does_not_matter(one: Pedigree, two: Pedigree, data: st.DataObject) -> None:
    """Merged either way round, the same persons are one, or both are refused."""
    pair = data.draw(st.sampled_from(one.ids)), data.draw(st.sampled_from(two.ids))

    def attempt(a: Pedigree, b: Pedigree, same: tuple[str, str]) -> Merged | None:
        try:
            return merge(Relatives(a), Relatives(b), [same], second)
        except MergeRefused:
            return None

    forth, back = attempt(one, two, pair), attempt(two, one, (pair[1], pair[0]))
    assert (forth is None) == (back is None)
    if forth is not None and back is not None:
        same = {(n, o) for o, n in forth.renamed.items() if n in one.by_id}
        assert same == {(o, n) for o, n in back.renamed.items() if n in two.by_id}
        assert len(forth.relatives.pedigree.persons) == len(back.relatives.pedigree.persons)

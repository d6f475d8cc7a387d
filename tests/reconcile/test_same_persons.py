"""Two families that seek one person are compared as one family."""

from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.evidence.records import AmRecord, PersonName, PmRecord, ToothOpinion, Verdict
from antigone.genetics.markers import Marker
from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.pairwise import pairwise_log10_lr
from antigone.reconcile.same_persons import (
    Join,
    JoinedFamilies,
    RefusedJoin,
    one_person_each,
    one_record,
)

MARKERS = tuple(Marker(f"L{k}", ("8", "9", "10", "11"), (0.1, 0.2, 0.3, 0.4)) for k in range(1, 4))
FATHER = {"L1": ("8", "9"), "L2": ("8", "8"), "L3": ("10", "11")}
MOTHER = {"L1": ("10", "9"), "L2": ("9", "11"), "L3": ("8", "11")}
CHILD = {"L1": ("8", "10"), "L2": ("8", "11"), "L3": ("10", "8")}


def fathers(**changes: object) -> Family:
    """A father seeks M1, and M2 who is M1's sister."""
    rows = [("R", None, None, "M"), ("X", None, None, "F")]
    children = [("M1", "R", "X", "M"), ("M2", "R", "X", "F")]
    family = Family("F1", pedigree_of([*rows, *children]), ("M1", "M2"), {"R": FATHER})
    return replace(family, **changes)  # type: ignore[arg-type]


def mothers(**changes: object) -> Family:
    """A mother seeks M7, her son."""
    rows = [("R", None, None, "F"), ("M7", None, "R", "U"), ("S", None, "R", "F")]
    family = Family("F2", pedigree_of(rows), ("M7",), {"R": MOTHER})
    return replace(family, **changes)  # type: ignore[arg-type]


def incident(*families: Family, **changes: object) -> DviIncident:
    found = DviIncident(MARKERS, (Remains("V1", Sex.MALE, CHILD),), families)
    return replace(found, **changes)  # type: ignore[arg-type]


SAME = [Join("M1", "M7")]


def test_the_person_has_the_relatives_of_both() -> None:
    one = one_person_each(incident(fathers(), mothers()), SAME)
    (family,) = one.incident.families
    assert one.numbers == {"M1": ("M1", "M7")}
    assert (family.name, family.missing) == ("F1", ("M1", "M2"))
    assert one.groups == (JoinedFamilies(("F1", "F2"), ("M1", "M2")),)
    # The mother of M7 is the mother of M1, whom the first family did not type.
    assert family.profiles == {"R": FATHER, "X": MOTHER}
    assert [p.id for p in family.pedigree.persons] == ["R", "X", "M1", "M2", "F2: S"]


def test_the_ratio_is_that_of_a_family_with_both_parents() -> None:
    one = one_person_each(incident(fathers(), mothers()), SAME).incident
    trio = fathers(profiles={"R": FATHER, "X": MOTHER})

    def of_m1(dvi: DviIncident) -> float | None:
        return pairwise_log10_lr(dvi).log10_lr[0][0]

    assert of_m1(one) == pytest.approx(of_m1(incident(trio)))


def test_nothing_is_joined_with_what_may_not_be_compared() -> None:
    alone = incident(fathers())
    found = one_person_each(alone, SAME)
    assert (found.incident, found.numbers) == (alone, {})


def test_a_contradiction_leaves_both_by_themselves_and_is_told() -> None:
    other = mothers(pedigree=pedigree_of([("R", None, None, "F"), ("M7", None, "R", "F")]))
    found = one_person_each(incident(fathers(), other), SAME)
    assert [family.name for family in found.incident.families] == ["F1", "F2"]
    (refused,) = found.refused
    assert refused.join == SAME[0]
    assert "different sexes" in refused.reason


def test_two_persons_of_one_family_are_not_one() -> None:
    joins = [Join("M1", "M7"), Join("M2", "M8")]
    twice = mothers(
        missing=("M7", "M8"),
        pedigree=pedigree_of(
            [("R", None, None, "F"), ("M7", None, "R", "U"), ("M8", None, "R", "U")]
        ),
    )
    together = one_person_each(incident(fathers(), twice), joins)
    assert together.numbers == {"M1": ("M1", "M7"), "M2": ("M2", "M8")}
    brothers = fathers(
        pedigree=pedigree_of([("M1", None, None, "U"), ("M2", None, None, "U")]), profiles={}
    )
    wrong = [Join("M1", "M7"), Join("M2", "M7")]
    found = one_person_each(incident(brothers, mothers()), wrong)
    assert not found.numbers
    assert [refused.join for refused in found.refused] == wrong


def test_a_join_within_a_family_is_refused_and_the_others_hold() -> None:
    wrong = Join("M1", "M2")
    found = one_person_each(incident(fathers(), mothers()), [wrong, *SAME])
    assert [refused.join for refused in found.refused] == [wrong]
    assert found.numbers == {"M1": ("M1", "M7")}
    assert isinstance(found.refused[0], RefusedJoin)


def test_three_families_become_one_in_any_order() -> None:
    third = Family("F3", pedigree_of([("M9", None, None, "M"), ("D", "M9", None, "F")]), ("M9",))
    for joins in (
        [Join("M1", "M7"), Join("M7", "M9")],
        [Join("M7", "M9"), Join("M1", "M7")],
        [Join("M1", "M9"), Join("M1", "M7")],
    ):
        one = one_person_each(incident(fathers(), mothers(), third), joins)
        (family,) = one.incident.families
        assert set(one.numbers["M1"]) == {"M1", "M7", "M9"}
        (kept,) = one_person_each(incident(fathers(), mothers(), third), joins, ["M9"]).numbers
        assert kept == "M9"
        assert len(family.pedigree.persons) == 6


def test_other_persons_who_are_the_same_are_named() -> None:
    """The mother gave DNA in both families; by name, for in the first she is no parent of M1."""
    apart = fathers(
        pedigree=pedigree_of([("M1", None, None, "M"), ("A", None, None, "F")]),
        missing=("M1",),
        profiles={"A": MOTHER},
    )
    (family,) = one_person_each(
        incident(apart, mothers()), [Join("M1", "M7", (("A", "R"),))]
    ).incident.families
    assert family.pedigree.by_id["M1"].mother == "A"
    assert family.profiles == {"A": MOTHER}


def test_numbers_follow_everywhere() -> None:
    opinion = ToothOpinion("M7", 16, Verdict.EXPLAINED, "Renewed.", "Dr H")
    remains = Remains("V1", Sex.MALE, CHILD, record=PmRecord(tooth_opinions=(opinion,)))
    before = incident(
        fathers(),
        mothers(),
        remains=(remains,),
        pairings={"V1": ("M7", "M1", None)},
        order_of_missing=("M1", "M7", "M2"),
    )
    after = one_person_each(before, SAME).incident
    assert after.pairings == {"V1": ("M1", None)}
    assert after.missing == ("M1", "M2")
    assert after.remains[0].record == PmRecord(tooth_opinions=(replace(opinion, missing="M1"),))


def test_the_second_record_fills_what_the_first_does_not_tell() -> None:
    first = AmRecord(age_years=30, names=(PersonName("Орлевич"),), marks=())
    second = AmRecord(sex=Sex.MALE, age_years=31, names=(PersonName("Orlevych"),), medical=())
    assert one_record(first, second) == AmRecord(
        sex=Sex.MALE,
        age_years=30,
        names=(PersonName("Орлевич"), PersonName("Orlevych")),
        marks=(),
        medical=(),
    )

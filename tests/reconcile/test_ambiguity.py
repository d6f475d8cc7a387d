from __future__ import annotations

from antigone.reconcile.ambiguity import Ambiguity, ambiguities
from antigone.reconcile.joint import reconcile
from antigone.reconcile.results import Assignment, JointPosterior
from tests.reconcile.test_joint import two_brothers


def test_two_brothers_cannot_be_told_apart_by_their_father() -> None:
    joint = reconcile(two_brothers()).joint
    assert joint is not None
    found = ambiguities(joint)
    assert [str(a) for a in found] == ["V1, V2 are S1, S2 in either order"]


def joint_of(
    rows: dict[str, dict[str | None, float]], best: dict[str, str | None]
) -> JointPosterior:
    return JointPosterior((Assignment(best, 1.0, 0.5),), rows)


def test_one_of_two() -> None:
    joint = joint_of({"V1": {"A": 0.5, "B": 0.5, None: 0.0}}, {"V1": "A"})
    assert ambiguities(joint) == (Ambiguity(("V1",), ("A", "B"), 1.0),)
    assert str(ambiguities(joint)[0]) == "V1 is one of A, B"


def test_persons_who_differ_are_not_a_group() -> None:
    assert ambiguities(joint_of({"V1": {"A": 0.6, "B": 0.4, None: 0.0}}, {"V1": "A"})) == ()


def test_a_group_that_is_probably_somebody_else_is_not_named() -> None:
    assert ambiguities(joint_of({"V1": {"A": 0.2, "B": 0.2, None: 0.6}}, {"V1": "A"})) == ()


def test_in_words() -> None:
    assert (
        str(Ambiguity(("V1", "V2", "V3"), ("A", "B", "C"), 1.0))
        == "V1, V2, V3 are A, B, C in any order"
    )
    assert (
        str(Ambiguity(("V1", "V2"), ("A", "B", "C"), 1.0))
        == "V1, V2 are 2 of A, B, C, in any order"
    )

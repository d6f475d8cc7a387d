from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.likelihood_ratio import Line
from antigone.evidence.mark_tables import MOTIFS
from antigone.evidence.marks import MarkPopulation, mark_lr, mark_population, marks_log10
from antigone.evidence.records import AmRecord, Mark, MarkKind, PmRecord, Region, State
from antigone.evidence.tables import load_tables

TABLES = load_tables().marks
DEFAULT = mark_population([], TABLES)
SURE = mark_population([], replace(TABLES, presence=replace(TABLES.presence, mix_up=1e-300)))
ARM = Mark(MarkKind.TATTOO, Region.LEFT_ARM)
OTHER_ARM = replace(ARM, region=Region.RIGHT_ARM)
SCAR = Mark(MarkKind.SCAR, Region.HEAD)
FINGER = Mark(MarkKind.MISSING, Region.RIGHT_HAND)

marks = st.lists(
    st.builds(
        Mark,
        st.sampled_from(MarkKind),
        st.none() | st.sampled_from(Region),
        st.sampled_from(["", "flag", "Animal", "dragon"]),
        st.sampled_from(["", "ВДВ", "mama"]),
    ),
    max_size=3,
).map(tuple)


def lr(
    seen: tuple[Mark, ...],
    told: tuple[Mark, ...],
    of: MarkPopulation = DEFAULT,
    state: State = State.FRESH,
) -> float:
    found = mark_lr(PmRecord(state=state, marks=seen), AmRecord(marks=told), of)
    assert found is not None
    assert found.line is Line.MARKS
    return found.log10_lr


def test_a_tattoo_that_agrees_by_hand() -> None:
    # A pair of arms with frequency f each and the packaged rates, as in test_presence_site.
    tattoo = TABLES.presence.kinds["tattoo"]
    of_arms = SURE.presence.weights["tattoo"][list(State).index(State.FRESH), 4]
    f = 0.25 * 0.23
    keep, visible = 1 - tattoo.forgotten - tattoo.other_side, 0.95
    # Nearly all of it: one arm bears one, it is told rightly and seen.
    leading = f * (1 - f) * keep * visible
    alone = (f * (1 - f) * (keep + tattoo.other_side)) * (f * (1 - f) * visible)
    assert of_arms[2, 2].sum() == pytest.approx(leading / alone, rel=0.1)
    both = lr((ARM,), (ARM,), SURE) - lr((), (), SURE)
    assert both == pytest.approx(np.log10(of_arms[2, 2].sum() / of_arms[0, 0].sum()), rel=1e-9)


def test_side_state_and_absence_weigh_in_order() -> None:
    agreeing = [lr((ARM,), (ARM,), state=state) for state in State]
    assert agreeing == sorted(agreeing, reverse=True)
    assert lr((ARM,), (ARM,)) > lr((ARM,), (OTHER_ARM,)) > 0.3
    assert lr((), (ARM,)) < -0.5
    assert lr((ARM,), ()) < -0.3
    assert lr((), (ARM,)) < lr((), (ARM,), state=State.DECOMPOSED) < 0.0
    assert lr((SCAR,), (ARM,)) < -1.0


def test_a_skeleton_shows_missing_parts_and_hardly_any_skin() -> None:
    bare, known = lr((), (), state=State.SKELETAL), lr((), (ARM,), state=State.SKELETAL)
    assert known == pytest.approx(bare, abs=0.01)
    assert lr((FINGER,), (FINGER,), state=State.SKELETAL) > 1.5
    assert lr((), (FINGER,), state=State.SKELETAL) < -0.3


def test_motif_and_letters() -> None:
    flag, animal = replace(ARM, motif="flag"), replace(ARM, motif=" Animal ")
    unknown = replace(ARM, motif="dragon")
    assert lr((flag,), (flag,)) > lr((flag,), (ARM,)) > lr((flag,), (animal,)) > 0.5
    assert lr((flag,), (unknown,)) == lr((flag,), (ARM,))
    unit, lower = replace(flag, text="ВДВ"), replace(animal, text="bдb")
    assert lr((unit,), (lower,)) == lr((unit,), (replace(unit, motif=""),))
    assert lr((unit,), (lower,)) > lr((flag,), (flag,))
    other = replace(unit, text="MAMA")
    assert lr((unit,), (ARM,)) - 1.0 < lr((unit,), (other,)) < lr((unit,), (ARM,))
    # Equal letters weigh by the least share at most.
    assert lr((unit,), (unit,)) <= lr((ARM,), (ARM,)) + np.log10(0.2 + 0.8 / TABLES.text_share)


def test_common_marks_weigh_less() -> None:
    many = mark_population([AmRecord(marks=(ARM,))] * 60 + [AmRecord(marks=())] * 40, TABLES)
    assert lr((ARM,), (ARM,), many) < lr((ARM,), (ARM,)) - 0.3
    assert many.presence.persons == 100
    asked = mark_population([AmRecord(), AmRecord(marks=())], TABLES)
    assert asked.presence.persons == 1


def test_among_other_persons_the_mean_over_one_pair_of_arms_is_one() -> None:
    # All that arms may show, each tattoo with any motif; every other site shows nothing.
    words = ["", *MOTIFS]
    arms = [
        tuple(
            Mark(MarkKind.TATTOO, region, motif)
            for region, motif in ((Region.RIGHT_ARM, right), (Region.LEFT_ARM, left))
            if motif
        )
        for right in words
        for left in words
    ]
    f, b = 0.25 * 0.23, TABLES.presence.seen_absent
    shown = f * 0.95 + b * f * (1 - f * 0.95)
    of_word = np.array([1 - shown, *(shown * SURE.motifs.shares[motif] for motif in MOTIFS)])
    chances = np.outer(of_word, of_word).ravel()
    flag = replace(ARM, motif="flag")
    told: list[AmRecord | None] = [
        AmRecord(marks=own)
        for own in ((), (ARM,), (flag,), (flag, replace(OTHER_ARM, motif="plant")))
    ]
    values = marks_log10([PmRecord(marks=own) for own in arms], told, SURE)
    of_arms = SURE.presence.weights["tattoo"][list(State).index(State.FRESH), 4, 0, 0].sum()
    rest = 10.0 ** lr((), (), SURE) / of_arms
    assert chances @ 10.0**values / rest == pytest.approx(np.ones(len(told)), rel=1e-9)


def test_marks_that_were_not_asked_for_are_not_compared() -> None:
    assert mark_lr(PmRecord(), AmRecord(marks=()), DEFAULT) is None
    assert mark_lr(PmRecord(marks=()), AmRecord(), DEFAULT) is None
    assert 0.0 < lr((), ()) < 0.6


def test_no_contradiction_excludes() -> None:
    everywhere = tuple(Mark(kind, region) for kind in MarkKind for region in Region)
    assert lr((), everywhere) >= -2.0
    assert np.isfinite(lr(everywhere, everywhere))


def test_the_words_of_a_pair() -> None:
    unit = replace(ARM, motif="flag", text="ВДВ")
    found = mark_lr(PmRecord(marks=(unit,)), AmRecord(marks=()), DEFAULT)
    assert found is not None
    assert found.compared == 'seen: tattoo (left arm, flag, "ВДВ"); told: no marks'


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.none() | st.builds(PmRecord, state=st.sampled_from(State), marks=st.none() | marks),
        max_size=4,
    ),
    st.lists(st.none() | st.builds(AmRecord, marks=st.none() | marks), max_size=4),
)
def test_all_pairs_equal_pair_by_pair(pm: list[PmRecord | None], am: list[AmRecord | None]) -> None:
    values = marks_log10(pm, am, DEFAULT)
    assert values.shape == (len(pm), len(am))
    for i, remains in enumerate(pm):
        for j, missing in enumerate(am):
            found = mark_lr(remains, missing, DEFAULT) if remains and missing else None
            expected = found.log10_lr if found else 0.0
            assert values[i, j] == pytest.approx(expected, rel=1e-9, abs=1e-12)

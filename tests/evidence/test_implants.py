from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.implants import (
    ImplantPopulation,
    implant_lr,
    implant_population,
    implants_log10,
)
from antigone.evidence.likelihood_ratio import Line
from antigone.evidence.records import AmRecord, Implant, PmRecord, Region, State
from antigone.evidence.tables import load_tables

TABLES = load_tables().implants
DEFAULT = implant_population([], TABLES)
KNEE = Implant("knee_prosthesis", Region.LEFT_LEG)
PACER = Implant("pacemaker", Region.FRONT, "Acme", "AB-12345")

implants = st.lists(
    st.builds(
        Implant,
        st.sampled_from(["plate", "Knee prosthesis", "gadget"]),
        st.sampled_from([None, Region.LEFT_LEG, Region.RIGHT_LEG]),
        st.sampled_from(["", "Acme", "Other"]),
        st.sampled_from(["", "AB12345", "AB12346", "XY98765"]),
    ),
    max_size=3,
).map(tuple)


def lr(
    seen: tuple[Implant, ...],
    told: tuple[Implant, ...],
    of: ImplantPopulation = DEFAULT,
    state: State = State.FRESH,
) -> float:
    found = implant_lr(PmRecord(state=state, implants=seen), AmRecord(implants=told), of)
    assert found is not None
    assert found.line is Line.IMPLANTS
    return found.log10_lr


def test_an_equal_serial_number_is_a_near_certain_link() -> None:
    expected = np.log10(0.005 + 0.995 * 0.95 / 1e-6)
    assert lr((PACER,), (PACER,)) == pytest.approx(expected, rel=1e-12)
    # The number alone speaks: kind, place and maker add nothing.
    elsewhere = Implant("plate", Region.HEAD, "Other", "ав12345")
    assert lr((elsewhere,), (PACER,)) == pytest.approx(expected, rel=1e-12)


def test_other_numbers_of_one_place_speak_against_however_rare_the_kind() -> None:
    other = replace(PACER, serial="XY-98765")
    expected = np.log10(0.005 + 0.995 * 0.02 / (1 - 1e-6 - 1e-4))
    assert lr((other,), (PACER,)) == pytest.approx(expected, rel=1e-12)
    gadget = Implant("gadget", Region.NECK, serial="XY-98765")
    assert lr((gadget,), (replace(gadget, serial="AB-12345"),)) == pytest.approx(expected)
    assert lr((other,), (PACER,)) > np.log10(0.005)


def test_one_misread_character_is_allowed() -> None:
    misread = replace(PACER, serial="AB-12845")
    assert lr((misread,), (PACER,)) == pytest.approx(np.log10(0.005 + 0.995 * 300.0))


def test_without_a_number_kind_region_and_maker_speak() -> None:
    bare = replace(PACER, serial="", maker="")
    assert 2.0 < lr((bare,), (bare,)) < 2.5
    made, other = replace(bare, maker="ACME "), replace(bare, maker="Other")
    assert lr((made,), (made,)) == pytest.approx(
        lr((bare,), (bare,)) + np.log10(0.3 + 0.7 / 0.2), abs=0.02
    )
    assert lr((bare,), (bare,)) - 0.6 < lr((made,), (other,)) < lr((bare,), (bare,))
    assert lr((made,), (PACER,)) == lr((made,), (made,))
    mirrored = replace(KNEE, region=Region.RIGHT_LEG)
    assert lr((KNEE,), (KNEE,)) > lr((mirrored,), (KNEE,)) > 0.3


def test_absence_on_either_side_is_weak() -> None:
    plate = Implant("plate", Region.LEFT_LEG)
    assert -0.5 < lr((), (plate,)) < 0.0
    assert -0.6 < lr((plate,), ()) < 0.0
    assert implant_lr(PmRecord(), AmRecord(), DEFAULT) is None


def test_those_count_who_were_asked() -> None:
    asked = [AmRecord(implants=(KNEE,)), AmRecord(marks=()), AmRecord(medical=()), AmRecord()]
    of = implant_population(asked, TABLES)
    assert of.presence.persons == 3
    many = implant_population([AmRecord(implants=(KNEE,))] * 100, TABLES)
    assert lr((KNEE,), (KNEE,), many) < 0.7


def test_the_words_of_a_pair() -> None:
    found = implant_lr(PmRecord(implants=(PACER,)), AmRecord(implants=(PACER,)), DEFAULT)
    assert found is not None
    assert found.compared == (
        "found: pacemaker (front, Acme, no. AB-12345); told: pacemaker (front, Acme, no. AB-12345); "
        "a serial number is equal"
    )


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.none() | st.builds(PmRecord, implants=implants), max_size=4),
    st.lists(st.none() | st.builds(AmRecord, implants=implants), max_size=4),
)
def test_all_pairs_equal_pair_by_pair(pm: list[PmRecord | None], am: list[AmRecord | None]) -> None:
    values = implants_log10(pm, am, DEFAULT)
    assert values.shape == (len(pm), len(am))
    for i, remains in enumerate(pm):
        for j, missing in enumerate(am):
            found = implant_lr(remains, missing, DEFAULT) if remains and missing else None
            expected = found.log10_lr if found else 0.0
            assert values[i, j] == pytest.approx(expected, rel=1e-9, abs=1e-12)

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.likelihood_ratio import Line
from antigone.evidence.medical import medical_log10, medical_lr, medical_population
from antigone.evidence.presence_population import PresencePopulation
from antigone.evidence.records import AmRecord, MedicalFinding, PmRecord, Region, State
from antigone.evidence.tables import load_tables

TABLES = load_tables().medical
DEFAULT = medical_population([], TABLES)
FOREARM = MedicalFinding("fracture", Region.LEFT_ARM)
APPENDIX = MedicalFinding("appendectomy", Region.FRONT)
HEART = MedicalFinding("heart_surgery", Region.FRONT)

findings = st.lists(
    st.builds(
        MedicalFinding,
        st.sampled_from(["fracture", "Fracture ", "appendectomy", "gout"]),
        st.none() | st.sampled_from(Region),
    ),
    max_size=3,
).map(tuple)


def lr(
    seen: tuple[MedicalFinding, ...],
    told: tuple[MedicalFinding, ...],
    of: PresencePopulation = DEFAULT,
    state: State = State.FRESH,
) -> float:
    found = medical_lr(PmRecord(state=state, medical=seen), AmRecord(medical=told), of)
    assert found is not None
    assert found.line is Line.MEDICAL
    return found.log10_lr


def test_a_fracture_shows_in_bones_and_an_appendix_scar_in_skin() -> None:
    bare = lr((), (), state=State.SKELETAL)
    overlooked = lr((), (FOREARM,)) - lr((), ())
    assert lr((), (FOREARM,), state=State.SKELETAL) - bare < overlooked < -0.1
    assert lr((FOREARM,), (FOREARM,), state=State.SKELETAL) > 0.5
    assert lr((), (APPENDIX,), state=State.SKELETAL) == pytest.approx(bare, abs=1e-12)
    assert lr((), (APPENDIX,)) < -0.5
    assert lr((APPENDIX,), (APPENDIX,)) > 0.7


def test_a_rare_finding_that_families_remember_says_more() -> None:
    assert lr((HEART,), (HEART,)) > lr((APPENDIX,), (APPENDIX,)) > lr((FOREARM,), (FOREARM,)) > 0.3
    assert lr((HEART,), ()) < lr((FOREARM,), ()) < 0.0


def test_the_place_of_an_operation_need_not_be_told() -> None:
    nowhere = MedicalFinding("appendectomy")
    assert lr((APPENDIX,), (nowhere,)) == pytest.approx(lr((APPENDIX,), (APPENDIX,)), abs=0.25)


def test_unknown_kinds_have_the_default_frequency() -> None:
    gout = MedicalFinding("Gout", Region.LEFT_FOOT)
    assert lr((gout,), (MedicalFinding("gout", Region.LEFT_FOOT),)) > 1.0
    assert lr((gout,), ()) < 0.1
    many = medical_population([AmRecord(medical=(gout,))] * 200, TABLES)
    assert lr((gout,), (gout,), many) < 0.6


def test_what_was_not_asked_for_is_not_compared() -> None:
    assert medical_lr(PmRecord(), AmRecord(medical=()), DEFAULT) is None
    assert medical_lr(PmRecord(medical=()), AmRecord(), DEFAULT) is None
    assert lr((), tuple(MedicalFinding(kind, Region.FRONT) for kind in TABLES.kinds)) >= -2.0
    assert medical_population([AmRecord(), AmRecord(medical=())], TABLES).persons == 1


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.none() | st.builds(PmRecord, state=st.sampled_from(State), medical=st.none() | findings),
        max_size=4,
    ),
    st.lists(st.none() | st.builds(AmRecord, medical=st.none() | findings), max_size=4),
)
def test_all_pairs_equal_pair_by_pair(pm: list[PmRecord | None], am: list[AmRecord | None]) -> None:
    values = medical_log10(pm, am, DEFAULT)
    assert values.shape == (len(pm), len(am))
    for i, remains in enumerate(pm):
        for j, missing in enumerate(am):
            found = medical_lr(remains, missing, DEFAULT) if remains and missing else None
            expected = found.log10_lr if found else 0.0
            assert values[i, j] == pytest.approx(expected, rel=1e-9, abs=1e-12)

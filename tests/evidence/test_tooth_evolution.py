from __future__ import annotations

from itertools import product

import pytest

from antigone.evidence.records import ChartSource, CodeSystem, ToothChart, ToothOpinion, Verdict
from antigone.evidence.teeth import compare_teeth
from antigone.evidence.tooth_codes import Coarse, finding
from antigone.evidence.tooth_evolution import Reason, evolution, verdict_of

S, E, X = Verdict.CONSISTENT, Verdict.EXPLAINED, Verdict.UNEXPLAINABLE


def reason(am: str, pm: str, am_tooth: int = 16, pm_tooth: int = 0) -> Reason:
    later = pm_tooth or am_tooth
    system = CodeSystem.INTERPOL
    return evolution(finding(am_tooth, am, system), finding(later, pm, system), later)


FORWARD = ("sou", "car", "amf", "mpc", "mam")


@pytest.mark.parametrize(("before", "after"), list(product(range(5), range(5))))
def test_forward_is_possible_and_back_is_not(before: int, after: int) -> None:
    verdict = verdict_of(reason(FORWARD[before], FORWARD[after]))
    if before == after:
        assert verdict is S
    elif before < after:
        assert verdict is E
    elif (FORWARD[before], FORWARD[after]) in {("car", "sou"), ("amf", "car"), ("mpc", "car")}:
        assert verdict is E  # caries that is not charted; a filling or crown that is lost
    else:
        assert verdict is X


@pytest.mark.parametrize(
    ("am", "pm", "expected"),
    [
        ("amf O", "amf MO", Reason.GREW),
        ("amf MO", "amf O", Reason.SURFACE_GONE),
        ("amf MO", "amf OD", Reason.SURFACE_GONE),
        ("amf OM", "cof MO", Reason.SAME),
        ("amf MO", "amf", Reason.SAME_UNSPECIFIED),
        ("cof MO", "cof O", Reason.OVERLOOKED),
        ("cof O", "sou", Reason.OVERLOOKED),
        ("amf O", "sou", Reason.FILLING_GONE),
        ("mpc", "amf O", Reason.CROWN_GONE),
        ("rrx", "sou", Reason.DAMAGE_GONE),
        ("car", "sou", Reason.CARIES_UNSEEN),
        ("mam", "mpm", Reason.CAME_BACK),
        ("mam", "une", Reason.UNERUPTED_AS_MISSING),
        ("sou", "une", Reason.RETREATED),
        ("une", "sou", Reason.ERUPTED),
        ("mpc", "mpm", Reason.STOOD),
        ("mam pon", "mam", Reason.SAME),
        ("mis", "mam", Reason.SAME),
        ("non", "mam", Reason.NOT_CHARTED_AM),
        ("mam", "non", Reason.NOT_CHARTED_PM),
    ],
)
def test_reasons(am: str, pm: str, expected: Reason) -> None:
    assert reason(am, pm) is expected


def test_no_information_never_speaks() -> None:
    for code in ("sou", "car", "amf O", "mpc", "mam", "une", "mpm", "non"):
        assert verdict_of(reason(code, "non")) is None
        assert verdict_of(reason("non", code)) is None


def test_a_wisdom_tooth_taken_for_missing_may_erupt() -> None:
    assert reason("mam", "sou", 38) is Reason.WISDOM
    assert reason("mam", "sou", 37) is Reason.CAME_BACK


def test_milk_teeth_give_way_and_do_not_come_back() -> None:
    assert reason("amf O", "sou", 55, 15) is Reason.SHED
    assert reason("sou", "sou", 15, 55) is Reason.MILK_CAME_BACK
    assert reason("une", "sou", 15, 55) is Reason.MILK_STANDS
    assert reason("sou", "amf O", 55, 55) is Reason.TREATED


def test_of_several_readings_the_mildest_counts() -> None:
    # "mis" may mean that the tooth fell out after death: then it stood in life.
    assert verdict_of(reason("mam", "mis")) is S
    system = CodeSystem.NCIC
    v, x = finding(18, "V", system), finding(18, "X", system)
    assert verdict_of(evolution(x, v, 37)) is not X  # X may mean "never developed", V unerupted


def test_an_odontologist_overrules_with_a_reason() -> None:
    am = ToothChart(CodeSystem.INTERPOL, ChartSource.NOTES, {46: "mpc", 11: "sou", 21: "sou"})
    pm = ToothChart(CodeSystem.WINID, ChartSource.ONE_EXAMINER, {46: "V", 11: "V", 31: "V"})
    opinion = ToothOpinion("M1", 46, E, "the crown was planned, never made", "Dr. A")
    plain, overruled = compare_teeth(pm, am), compare_teeth(pm, am, (opinion,))
    assert [t.tooth for t in plain.teeth] == [11, 21, 31, 46]
    assert [t.verdict for t in plain.teeth] == [S, None, None, X]
    last = overruled.teeth[-1]
    assert (last.am_codes, last.pm_codes) == ("mpc", "V")
    assert (last.am_coarse, last.pm_coarse) == (Coarse.CROWNED, Coarse.SOUND)
    assert (last.verdict, last.reason, last.overruled_by) == (E, opinion.reason, "Dr. A")
    assert overruled.teeth[:-1] == plain.teeth[:-1]
    assert (plain.count(X), overruled.count(X)) == (1, 0)

"""The editor of a chart: one tooth's entry as buttons change it, and the draft that travels in the form."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.records import ChartSource, CodeSystem, ToothChart
from antigone.evidence.tooth_codes import SURFACES, finding
from antigone.web.records.teeth_form import TeethEditor, following
from antigone.web.records.tooth_entry import (
    ALL_TEETH,
    codes_of,
    surfaces_in,
    toggled_code,
    toggled_surface,
)

INTERPOL, NCIC, WINID = CodeSystem.INTERPOL, CodeSystem.NCIC, CodeSystem.WINID


@pytest.mark.parametrize(
    ("system", "entry", "code", "after"),
    [
        (INTERPOL, "", "amf", "amf"),
        (INTERPOL, "sou", "amf", "amf"),
        (INTERPOL, "amf MO", "rct", "amf MO rct"),
        (INTERPOL, "amf MO rct", "amf", "rct"),
        (INTERPOL, "amf MO", "sou", "sou"),
        (INTERPOL, "amf", "zzz", "amf"),
        (NCIC, "MOD", "R", "MODR"),
        (NCIC, "MODC", "X", "X"),
        (NCIC, "X", "C", "C"),
        (NCIC, "ALL", "C", "C"),
        (WINID, "MOD", "S", "MOD-S"),
        (WINID, "X", "P", "X-P"),
        (WINID, "X-P", "P", "X"),
        (WINID, "MOD-S", "V", "V-S"),
        (WINID, "V", "R", "R"),
    ],
)
def test_a_code_is_put_in_and_taken_out(
    system: CodeSystem, entry: str, code: str, after: str
) -> None:
    assert toggled_code(entry, code, system) == after


@pytest.mark.parametrize(
    ("system", "tooth", "entry", "surface", "after"),
    [
        (INTERPOL, 16, "amf", "O", "amf O"),
        (INTERPOL, 11, "amf", "O", "amf I"),
        (INTERPOL, 16, "amf MO", "O", "amf M"),
        (INTERPOL, 16, "amf M", "M", "amf"),
        (INTERPOL, 16, "car O cof", "D", "car O cof D"),
        (INTERPOL, 16, "sou", "M", "M"),
        (NCIC, 16, "MOC", "D", "MODC"),
        (NCIC, 16, "X", "M", "M"),
        (WINID, 16, "M-S", "V", "MF-S"),
        (WINID, 16, "J", "L", "L"),
    ],
)
def test_a_surface_is_put_in_and_taken_out(
    system: CodeSystem, tooth: int, entry: str, surface: str, after: str
) -> None:
    assert toggled_surface(entry, surface, tooth, system) == after


@given(st.data())
def test_whatever_is_pressed_the_entry_is_one_of_the_system(data: st.DataObject) -> None:
    system = data.draw(st.sampled_from(CodeSystem))
    tooth, entry = data.draw(st.sampled_from(ALL_TEETH)), ""
    for _ in range(data.draw(st.integers(1, 8))):
        if data.draw(st.booleans()):
            entry = toggled_code(entry, data.draw(st.sampled_from(list(codes_of(system)))), system)
        else:
            surface = data.draw(st.sampled_from(SURFACES))
            before = surface in surfaces_in(system, entry)
            entry = toggled_surface(entry, surface, tooth, system)
            assert (surface in surfaces_in(system, entry)) is not before or system is INTERPOL
        finding(tooth, entry, system)


def test_one_charts_along_the_upper_jaw_and_back_along_the_lower() -> None:
    tooth, way = 18, [18]
    while (after := following(tooth)) != tooth:
        tooth = after
        way.append(tooth)
    assert way == [*range(18, 10, -1), *range(21, 29), *range(38, 30, -1), *range(41, 49)]


# The draft ---------------------------------------------------------------------------------------


def editor(**posted: str) -> TeethEditor:
    asked = QueryDict(mutable=True)
    asked.update({"chart-system": "interpol", "shown": "18", "draft": "", "past": ""} | posted)
    return TeethEditor(asked, sources=(ChartSource.NOTES, ChartSource.IMAGE))


def test_a_chart_is_begun_with_what_there_is() -> None:
    chart = ToothChart(WINID, ChartSource.IMAGE, {16: "MO-S", 55: "U"})
    begun = TeethEditor(None, chart=chart, sources=tuple(ChartSource))
    assert (begun.draft, begun.with_milk, begun.stepped) == ({16: "MO-S", 55: "U"}, True, False)
    assert [len(row.teeth) for row in begun.rows] == [8, 8, 5, 5, 5, 5, 8, 8]
    assert begun.form.initial["source"] == "image"


def test_typing_goes_to_the_tooth_and_on() -> None:
    after = editor(step="set", codes="amf mod".replace("mod", "MOD"))
    assert (after.draft, after.tooth) == ({18: "amf MOD"}, 17)
    chosen = editor(step="set", tooth="36", codes="mis")
    assert (chosen.draft, chosen.tooth) == ({36: "mis"}, 35)
    only_chosen = editor(step="set", draft="18:sou", tooth="36", codes="sou")
    assert (only_chosen.draft, only_chosen.tooth) == ({18: "sou"}, 36)


def test_what_was_typed_is_kept_whatever_is_pressed() -> None:
    after = editor(step="pick-11", codes="car")
    assert (after.draft, after.tooth) == ({18: "car"}, 11)
    saved = editor(codes="car", **{"chart-source": "notes"})
    assert not saved.stepped
    assert saved.is_valid()
    assert saved.chart() == ToothChart(INTERPOL, ChartSource.NOTES, {18: "car"})


def test_a_code_that_the_system_does_not_have_changes_nothing() -> None:
    after = editor(step="pick-11", codes="xyz")
    assert (after.draft, after.tooth, after.codes) == ({}, 18, "xyz")
    assert "no code of the system" in after.error
    assert not after.is_valid()


def test_touching_codes_and_surfaces() -> None:
    after = editor(step="code-amf", shown="16")
    assert after.draft == {16: "amf"}
    assert [key.code for key in after.code_buttons if key.pressed] == ["amf"]
    more = editor(step="surface-M", shown="16", draft="16:amf")
    assert more.draft == {16: "amf M"}
    assert [letter for letter, _, pressed in more.surface_buttons if pressed] == ["M"]


def test_every_step_is_undone() -> None:
    draft, past = "", ""
    for step in ("code-amf", "surface-M", "rest", "clear"):
        one = editor(step=step, shown="16", draft=draft, past=past)
        draft, past = one.draft_text, one.past_text
    steps = len(one.past)
    assert steps == 2 + 31 + 1
    for _ in range(steps):
        one = editor(step="undo", shown="16", draft=draft, past=past)
        draft, past = one.draft_text, one.past_text
    assert (one.draft, one.past, one.tooth) == ({}, [], 16)


def test_milk_teeth() -> None:
    after = editor(step="other", shown="15")
    assert (after.tooth, after.with_milk) == (55, True)
    assert editor(step="other", shown="55").tooth == 15
    assert editor(shown="18").other_tooth is None
    rest = editor(step="rest", draft="55:car")
    assert 15 not in rest.draft
    assert editor(step="milk").with_milk
    assert not editor(step="milk", milk="on").with_milk
    assert editor(step="milk", milk="on", draft="55:car").with_milk


def test_a_system_is_not_changed_under_a_chart() -> None:
    changed = editor(step="pick-11", draft="16:amf", **{"chart-system": "ncic"})
    assert "A chart is written in one system of codes." in changed.error
    fresh = editor(step="rest", **{"chart-system": "winid"})
    assert set(fresh.draft.values()) == {"V"}


@pytest.mark.parametrize(
    "draft", ["99:amf", "16", ":", "1e1:amf", "16:" + "amf " * 60, "x" * 10_000, "²²:sou"]
)
def test_a_draft_that_somebody_made_up_is_told_or_left_out(draft: str) -> None:
    made_up = editor(draft=draft, **{"chart-source": "notes"})
    assert made_up.error or not made_up.draft
    assert made_up.rows


def test_the_chart_is_written_as_records_write_it() -> None:
    one = editor(draft="16:amf MOD", **{"chart-source": "image", "chart-charted_on": "2026-10-09"})
    assert one.is_valid()
    assert one.json() == {
        "system": "interpol",
        "source": "image",
        "charted_on": "2026-10-09",
        "teeth": {"16": "amf MOD"},
    }

"""Tooth charts on the pages: drawn, with a key of what occurs and a row for each tooth."""

from __future__ import annotations

from xml.etree import ElementTree

from django.template.loader import render_to_string

from antigone.evidence.records import (
    ChartSource,
    CodeSystem,
    ToothChart,
    ToothOpinion,
    Verdict,
)
from antigone.evidence.tooth_codes import INTERPOL_CODES
from antigone.evidence.tooth_comparison import POSITIONS
from antigone.web.records.dental import teeth_compared, teeth_shown


def chart(teeth: dict[int, str], system: CodeSystem = CodeSystem.INTERPOL) -> ToothChart:
    return ToothChart(system, ChartSource.ONE_EXAMINER, teeth)


def labels(figure: ElementTree.Element) -> list[str]:
    return [str(svg.get("aria-label")) for svg in figure.iter("svg")]


def titles(figure: ElementTree.Element) -> list[str]:
    return [str(title.text) for title in figure.iter("title")]


def test_a_chart_has_a_key_of_what_occurs_and_a_row_for_each_tooth() -> None:
    shown = teeth_shown(chart({16: "amf MOD", 55: "car", 11: "mam"}), "V1")
    assert [entry.words for entry in shown.key] == [
        "carious",
        "metal filling",
        "missing",
        "no information",
    ]
    assert [(row.tooth, row.codes) for row in shown.rows] == [
        (11, "mam"),
        (16, "amf MOD"),
        (55, "car"),
    ]
    assert "charted by one examiner" in shown.source


def test_every_code_finds_its_symbol_in_the_key() -> None:
    for codes in INTERPOL_CODES:
        full = dict.fromkeys(POSITIONS, codes)
        (entry,) = teeth_shown(chart(full), "V1").key
        assert entry.words


def test_two_charts_mark_what_is_possible_and_what_is_not() -> None:
    am = chart({16: "amf O", 17: "sou", 18: "une", 26: "fmc", 36: "sou"})
    pm = chart({16: "amf MO", 17: "sou", 26: "sou", 46: "car"})
    compared = teeth_compared(am, pm)
    assert (compared.consistent, compared.possible, compared.unexplainable) == (1, 1, 1)
    verdicts = {row.tooth: row.verdict for row in compared.rows}
    assert verdicts == {
        16: "possible",
        17: "consistent",
        18: "no information",
        26: "unexplainable",
        36: "no information",
        46: "no information",
    }
    figure = ElementTree.fromstring(compared.drawing)
    assert labels(figure)[0].endswith("upper right: 16 possible")
    assert labels(figure)[1].endswith("upper left: 26 unexplainable")
    assert any(
        "Tooth 26. Person sought: crowned. Remains: sound. Unexplainable: A crown" in title
        for title in titles(figure)
    )
    assert [entry.words for entry in compared.verdict_key] == [
        "consistent",
        "possible",
        "unexplainable",
        "no information",
    ]


def test_an_odontologists_opinion_stands_in_place_of_the_programs() -> None:
    opinion = ToothOpinion("M1", 26, Verdict.EXPLAINED, "The crown came loose.", "Dr Harrow")
    compared = teeth_compared(chart({26: "fmc"}), chart({26: "sou"}), (opinion,))
    (row,) = compared.rows
    assert (row.verdict, row.reason) == ("possible", "The crown came loose.")
    assert row.overruled_by == "Dr Harrow"
    assert "ringed" in compared.verdict_key[-1].words


def test_a_milk_tooth_is_compared_in_the_place_of_its_successor() -> None:
    compared = teeth_compared(chart({55: "amf O"}), chart({15: "sou"}))
    (row,) = compared.rows
    assert (row.tooth, row.verdict) == (15, "possible")
    assert any("milk tooth" in title for title in titles(ElementTree.fromstring(compared.drawing)))


def test_the_comparison_is_told_in_words_too() -> None:
    opinion = ToothOpinion("M1", 26, Verdict.EXPLAINED, "It came <loose>.", "Dr Harrow")
    compared = teeth_compared(
        chart({16: "sou", 26: "fmc"}), chart({16: "sou", 26: "sou"}), (opinion,)
    )
    page = render_to_string("records/_teeth_compared.html", {"teeth": compared})
    for words in (
        "1 tooth is consistent,",
        "1 may have changed,",
        "0 are unexplainable.",
        "It came &lt;loose&gt;.",
        "Opinion of Dr Harrow.",
        '<td class="ltr">fmc</td>',
    ):
        assert words in page, words

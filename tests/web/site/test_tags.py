from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from antigone.units import verbal_support
from antigone.web.site.templatetags.antigone import VERBAL_WORDS


def shown(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def test_numbers_of_records_do_not_break() -> None:
    assert shown("{{ n|no }}", n="PM-0147") == '<span class="no">PM-0147</span>'
    assert "&lt;b&gt;" in shown("{{ n|no }}", n="<b>")


def test_likelihood_ratios() -> None:
    assert shown("{{ v|signed }}", v=-0.381) == "−0.38"
    assert shown("{{ v|signed:1 }}", v=6.56) == "+6.6"
    assert shown("{{ v|signed }}", v=-math.inf) == "−∞"
    assert shown("{{ v|signed }}", v=None) == "–"
    assert shown("{{ v|in_words }}", v=6.56) == "extremely strong support for"
    assert shown("{{ v|in_words }}", v=None) == "not compared"


def test_every_word_of_the_scale_can_be_translated() -> None:
    values = [math.nan, -math.inf, 0.0, *(s * v for v in (0.5, 2, 3, 4, 6, 9) for s in (1, -1))]
    assert {verbal_support(v) for v in values} <= set(VERBAL_WORDS)


def test_probabilities_never_round_to_certainty() -> None:
    assert shown("{{ p|probability }}", p=0.99999) == "&gt;\N{NO-BREAK SPACE}0.9999"
    assert shown("{{ p|probability }}", p=None) == "–"


def test_dates() -> None:
    assert shown("{{ d|day }}", d=date(2026, 11, 4)) == "4\N{NO-BREAK SPACE}November 2026"
    moment = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
    expected = (
        '<time datetime="2026-11-24T14:02:00+00:00">24\N{NO-BREAK SPACE}November 2026, 14:02</time>'
    )
    assert shown("{% when d %}", d=moment) == expected
    assert shown("{% when d %}", d=None) == ""


def test_glyph_and_state() -> None:
    assert 'aria-hidden="true"' in shown('{% glyph "care" %}')
    assert 'role="img" aria-label="custody &lt;gap&gt;"' in shown(
        '{% glyph "broken" "broken" label %}', label="custody <gap>"
    )
    chip = shown('{% chip "check" "signed" tone="done" boxed=True %}')
    assert chip.startswith('<span class="chip done boxed">')
    assert chip.endswith("signed</span>")


@pytest.mark.parametrize(("side", "word"), [("pm", "Remains"), ("am", "Person sought")])
def test_sides_are_named(side: str, word: str) -> None:
    assert f'title="{word}"' in shown(f'{{% side "{side}" %}}')


def test_bars_share_the_axis_of_their_table() -> None:
    source = "{% axis_for v as a %}{% evidence_axis a %}{% evidence_bar v.0 a %}"
    drawn = shown(source, v=[0.4, -0.3, None])
    assert drawn.count("<svg") == 2
    assert "−0.5" in drawn

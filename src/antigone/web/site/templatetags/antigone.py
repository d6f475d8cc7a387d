"""Tags and filters of every template: glyphs, states, numbers, dates, bars."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.template.defaultfilters import stringfilter
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from antigone.units import VERBAL_SCALE, verbal_support
from antigone.web.figures import bars, numbers
from antigone.web.incidents import roles
from antigone.web.sentences import isolated, translated
from antigone.words import Said, said_of_json

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"

# The words of `units.verbal_support`, for the translators.
VERBAL_WORDS = (
    gettext_noop("cannot be computed"),
    gettext_noop("excluded"),
    gettext_noop("says nothing"),
    gettext_noop("weak support for"),
    gettext_noop("moderate support for"),
    gettext_noop("moderately strong support for"),
    gettext_noop("strong support for"),
    gettext_noop("very strong support for"),
    gettext_noop("extremely strong support for"),
    gettext_noop("weak support against"),
    gettext_noop("moderate support against"),
    gettext_noop("moderately strong support against"),
    gettext_noop("strong support against"),
    gettext_noop("very strong support against"),
    gettext_noop("extremely strong support against"),
)


@register.simple_tag
def roles_with(*permissions: str) -> str:
    """The roles that carry these permissions: `{% roles_with "see_remains" as who %}`."""
    return ", ".join(roles.roles_with(map(roles.Permission, permissions)))


@register.simple_tag
def glyph(name: str, tone: str = "", label: str = "") -> SafeString:
    """A glyph of `site/_defs.html`. Without a label it is hidden: a word stands next to it."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else HIDDEN
    classes = f"glyph {tone}".strip()
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" {}><use href="#g-{}"/></svg>', classes, spoken, name
    )


HIDDEN = mark_safe('aria-hidden="true"')


@register.simple_tag
def chip(name: str, text: str, tone: str = "", boxed: bool = False) -> SafeString:
    """A state: glyph, then word. Tones: care, broken, done."""
    classes = " ".join(word for word in ("chip", tone, "boxed" if boxed else "") if word)
    return format_html('<span class="{}">{}{}</span>', classes, glyph(name), text)


@register.simple_tag
def side(which: str) -> SafeString:
    """The side of a comparison: `pm` (remains) or `am` (person sought)."""
    names = {"pm": _("Remains"), "am": _("Person sought")}
    return format_html(
        '<span class="side {}"><abbr title="{}">{}</abbr></span>',
        which,
        names[which],
        which.upper(),
    )


@register.filter
@stringfilter
def no(value: str) -> SafeString:
    """A number of a record: never broken at its hyphen, never turned round."""
    return format_html('<span class="no">{}</span>', value)


@register.filter
def said(text: object) -> str:
    """A sentence of the core, also as JSON or an older result keeps it, in the page's language."""
    sentence = text if isinstance(text, str) else said_of_json(text)
    return translated(sentence) if isinstance(sentence, Said) else _(sentence)


@register.filter
def each_said(texts: Iterable[str]) -> list[str]:
    """Sentences of the core likewise, to be joined: `{{ reasons|each_said|join:"; " }}`."""
    return [translated(text) for text in texts]


@register.filter
def signed(value: float | None, digits: int = 2) -> str:
    """A log10 LR with its sign and a true minus; a dash where there is none."""
    return "–" if value is None else isolated(numbers.signed(value, digits))


@register.filter
def in_words(value: float | None) -> str:
    """A log10 LR on the verbal scale; the scale's name is in `{% verbal_scale %}`."""
    return _("not compared") if value is None else _(verbal_support(value))


@register.filter
def probability(value: float | None, digits: int = 4) -> str:
    """A probability that never rounds to certainty."""
    return "–" if value is None else isolated(numbers.probability(value, digits))


@register.filter
def scientific(value: float) -> str:
    """A small number such as 1.3 × 10⁻⁵, rounded up."""
    return isolated(numbers.scientific(value))


@register.simple_tag
def verbal_scale() -> str:
    """The name of the verbal scale in use."""
    return VERBAL_SCALE


@register.filter
def day(value: date | None) -> str:
    """A day as 24 November 2026, not broken behind the number."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, "DATE_FORMAT").replace(" ", NO_BREAK, 1)


@register.simple_tag
def when(value: date | None) -> SafeString:
    """A moment as 24 November 2026, 14:02, readable by machines too."""
    if value is None:
        return SafeString("")
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))
    local = timezone.localtime(value)
    clock = formats.date_format(local, "TIME_FORMAT")
    return format_html('<time datetime="{}">{}, {}</time>', value.isoformat(), day(value), clock)


@register.simple_tag
def axis_for(values: list[float | None]) -> bars.Axis:
    """One axis for all bars of a table: `{% axis_for values as axis %}`."""
    return bars.axis_for(v for v in values if v is not None)


@register.simple_tag
def evidence_bar(
    value: float | None, axis: bars.Axis = bars.ALL_EVIDENCE, kind: str = "line"
) -> SafeString:
    """The bar of one line; kinds: line, total, beside."""
    shown = math.nan if value is None else value
    return mark_safe(bars.bar(shown, axis, bars.Kind(kind)))  # noqa: S308 - drawn from numbers


@register.simple_tag
def evidence_axis(axis: bars.Axis = bars.ALL_EVIDENCE) -> SafeString:
    """The head of the column of bars."""
    labels = bars.axis_labels(axis, against=_("against"), in_favour=_("for"))
    return mark_safe(labels)  # noqa: S308 - the function escapes its words

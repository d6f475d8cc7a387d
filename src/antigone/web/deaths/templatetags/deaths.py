"""Days as they are known, in words."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import stringfilter

from antigone.web.deaths.days import day_in_words

register = template.Library()


@register.filter
@stringfilter
def known_day(iso: str) -> str:
    """A year, a month or a day in words: `{{ grave.day|known_day }}`."""
    return day_in_words(iso)

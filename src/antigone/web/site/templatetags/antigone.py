"""Tags and filters of every template: glyphs, states, numbers and dates."""

from __future__ import annotations

from django import template

register = template.Library()

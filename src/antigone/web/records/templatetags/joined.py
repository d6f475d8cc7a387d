"""With which other numbers a person sought was joined."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import MissingPerson

register = template.Library()


@register.simple_tag
def joined_with(missing_person: MissingPerson) -> SafeString:
    """`{% joined_with missing_person %}`: the other numbers, in words; nothing where there are none."""
    number = missing_person.number
    others = sorted(same_numbers(missing_person.incident).get(number, frozenset()) - {number})
    if not others:
        return SafeString("")
    listed = format_html_join(", ", '<span class="no">{}</span>', ((other,) for other in others))
    return format_html('<span class="small">{} {}</span>', _("joined with"), listed)

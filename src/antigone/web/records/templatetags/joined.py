"""With which other numbers a person sought was joined."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from antigone.web.records.doors import missing_in_sight
from antigone.web.records.joined_persons import same_numbers
from antigone.web.records.models import MissingPerson

register = template.Library()


@register.simple_tag(takes_context=True)
def joined_with(context: Context, missing_person: MissingPerson) -> SafeString:
    """`{% joined_with missing_person %}`: the other numbers that the reader may know of, in words."""
    number = missing_person.number
    same = same_numbers(missing_person.incident).get(number, frozenset()) - {number}
    if not same:
        return SafeString("")
    seen = missing_in_sight(context["request"].user, missing_person.incident)
    others = sorted(seen.filter(number__in=same).values_list("number", flat=True))
    if not others:
        return SafeString("")
    listed = format_html_join(", ", '<span class="no">{}</span>', ((other,) for other in others))
    return format_html('<span class="small">{} {}</span>', _("joined with"), listed)

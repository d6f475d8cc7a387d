"""How far a record of remains is, for the page of the case and for that of a file."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.translation import gettext

from antigone.policy.findings import Finding
from antigone.web.examination.models import Section
from antigone.web.examination.sections import Content, Line, lines
from antigone.web.examination.standing import Standing
from antigone.web.examination.standing import standing_of as _standing_of
from antigone.web.records.models import DeathConfirmation, ImportedFile, RecoveryEvent, Remains

register = template.Library()


@register.simple_tag(takes_context=True)
def standing_of(context: Context, remains: Remains) -> Standing:
    """What is recorded of these remains, what is missing, and who owes it."""
    return _standing_of(remains, context["request"].user)


@register.simple_tag
def stated_of_file(file: ImportedFile) -> list[DeathConfirmation]:
    """Who confirmed death for all remains of a file, taken back as well."""
    rows = DeathConfirmation.objects.filter(source_file=file)
    return list(rows.select_related("recorded_by", "taken_back_by").order_by("-pk"))


@register.simple_tag
def recovery_of_file(file: ImportedFile) -> RecoveryEvent | None:
    """The recovery that is stated for all remains of a file."""
    return RecoveryEvent.objects.filter(source_file=file, replaced_by__isnull=True).first()


@register.simple_tag
def lines_of(section: str, content: Content) -> list[Line]:
    """What a content says, line by line."""
    return lines(Section(section), content)


@register.filter
def in_their_words(finding: Finding) -> str:
    """What a rule found, in the reader's language."""
    return gettext(finding.template).format(**finding.values)

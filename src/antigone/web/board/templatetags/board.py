"""Tags of the board's pages, and the one that the page of a pair needs."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.translation import gettext

from antigone.policy.findings import Finding
from antigone.web.board.pair import PairActions, pair_actions

register = template.Library()


@register.simple_tag(takes_context=True)
def actions_of_pair(context: Context) -> PairActions:
    """The state of the pair whose `run`, `remains` and `missing_person` stand in the context."""
    return pair_actions(
        context["request"].user, context["run"], context["remains"], context["missing_person"]
    )


@register.filter
def translated(finding: Finding) -> str:
    """What a rule found, in the reader's language."""
    return gettext(finding.template).format(**finding.values)

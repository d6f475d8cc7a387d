"""With whom a case is shared now, for its page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from antigone.web.incidents.roles import Permission
from antigone.web.records.models import Family, Remains, Share
from antigone.web.records.sharing import may_share

register = template.Library()


@register.inclusion_tag("records/_shared_with.html", takes_context=True)
def shared_with(
    context: Context, remains: Remains | None = None, family: Family | None = None
) -> dict[str, Any]:
    """`{% shared_with remains=remains %}`: the live shares of this case, and the way to share it."""
    case = remains or family
    assert case is not None  # noqa: S101  (a template that names neither is broken)
    rows = Share.objects.live().filter(incident=case.incident_id).select_related("agency")
    own = rows.filter(remains=remains) if remains else rows.filter(family=family)
    user, frame = context["request"].user, context["frame"]
    return {
        "incident": context["incident"],
        "remains": remains,
        "family": family,
        "shares": list(own),
        "may_share": Permission.SHARE in frame.permissions
        and case.incident.agency_id is not None
        and may_share(user, case),
    }

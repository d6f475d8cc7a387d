"""The tag with which the board's page leads to court copies."""

from __future__ import annotations

from django import template
from django.template.context import Context

from antigone.web.board.models import Identification
from antigone.web.incidents.access import permissions_of
from antigone.web.incidents.roles import Permission
from antigone.web.media.rights import TO_OPEN_OF_REMAINS

register = template.Library()


@register.inclusion_tag("reports/_court_copy_link.html", takes_context=True)
def court_copy_link(context: Context, identification: Identification) -> dict[str, object]:
    """A link for those who may make court copies of an identification; nothing for others."""
    needed = {Permission.COURT_COPY, *TO_OPEN_OF_REMAINS}
    incident = identification.incident
    may = needed <= permissions_of(context["request"].user, incident)
    return {"identification": identification, "incident": incident, "may": may}

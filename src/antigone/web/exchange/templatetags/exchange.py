"""Tags that show on the pages of records from which file and row something came."""

from __future__ import annotations

from django import template
from django.template.context import Context

from antigone.web.exchange.provenance import (
    OriginShown,
    notes_of_family,
    notes_of_remains,
    origin_shown,
    readings_of,
)
from antigone.web.incidents.access import permissions_of
from antigone.web.incidents.roles import Permission
from antigone.web.records.models import Family, ImportedFile, Remains

register = template.Library()


@register.inclusion_tag("exchange/_brought.html", takes_context=True)
def brought_by_files(
    context: Context,
    remains: Remains | None = None,
    family: Family | None = None,
    covered: bool = True,
) -> dict[str, object]:
    """What rows of files said of remains, or of a family: readings, notes, how it is reached.

    `{% brought_by_files family=family covered=covered %}`
    """
    permissions = permissions_of(context["request"].user, context["incident"])
    notes = []
    if remains is not None and Permission.SEE_REMAINS in permissions:
        notes = notes_of_remains(remains)
    if family is not None:
        notes = notes_of_family(
            family,
            # What a family told stays shut without a basis (CO-01); whom to ask for one does not.
            notes=covered and Permission.SEE_FAMILIES in permissions,
            reached=Permission.SEE_CONTACTS in permissions,
        )
    return {
        "incident": context["incident"],
        "sees_whole": context["frame"].sees_whole,
        "readings": readings_of(remains, family),
        "notes": notes,
    }


@register.simple_tag
def origin_of(file: ImportedFile) -> OriginShown | None:
    """How a file was read: `{% origin_of file as origin %}`."""
    return origin_shown(file)

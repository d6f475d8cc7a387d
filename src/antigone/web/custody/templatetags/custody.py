"""Tags that show breaks of custody wherever something rests on it."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.context import Context

from antigone.policy.findings import Finding
from antigone.web.custody.breaks import CustodyBreak, breaks_of_family, breaks_of_remains
from antigone.web.custody.codes import Label
from antigone.web.custody.finding import label_of
from antigone.web.custody.items import Item
from antigone.web.custody.labels import qr_svg
from antigone.web.custody.models import Sample
from antigone.web.incidents.access import permissions_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import (
    families_in_sight,
    remains_in_sight,
    sees_whole_incident,
)
from antigone.web.records.models import Family, Remains
from antigone.web.sentences import finding_in_words

register = template.Library()


@register.inclusion_tag("custody/_breaks.html", takes_context=True)
def custody_breaks(
    context: Context, remains: Remains | None = None, family: Family | None = None
) -> dict[str, object]:
    """An alert with the breaks that the remains, or the samples of a family, have; else nothing.

    `{% custody_breaks remains=remains family=missing_person.family %}`
    """
    found = _breaks(context["request"], remains, family)
    permissions = _permissions(context)
    return {
        "incident": context["incident"],
        "breaks": [one for one in found if _may_see(one, permissions)],
        "all": len(found),
        "remains": remains if Permission.SEE_REMAINS in permissions else None,
        "family": family if Permission.SEE_FAMILIES in permissions else None,
    }


@register.inclusion_tag("custody/_rules.html", takes_context=True)
def custody_rules(
    context: Context, remains: Remains | None = None, family: Family | None = None
) -> dict[str, object]:
    """The same breaks in the form of the board's rules; else nothing."""
    found = _breaks(context["request"], remains, family)
    permissions = _permissions(context)
    return {"breaks": [one for one in found if _may_see(one, permissions)]}


@register.inclusion_tag("custody/_to_name.html", takes_context=True)
def custody_to_name(
    context: Context, remains: Remains | None = None, family: Family | None = None
) -> dict[str, object]:
    """Which codes the reasons of a proposal have to name (CU-07); else nothing."""
    found = _breaks(context["request"], remains, family)
    return {"codes": sorted({one.code for one in found})}


@register.filter
def break_words(finding: Finding) -> str:
    """What a rule found, in the reader's language."""
    return finding_in_words(finding)


@register.simple_tag
def qr_of(item: Item) -> str:
    """The QR code of a thing."""
    return qr_svg(label_of(item).content)


@register.simple_tag
def check_of(item: Item) -> str:
    """The check character behind its number."""
    label: Label = label_of(item)
    return label.check


def _permissions(context: Context) -> frozenset[Permission]:
    """What the reader may do; the frame of a page has asked already."""
    frame = context.get("frame")
    if frame is not None:
        found: frozenset[Permission] = frame.permissions
        return found
    return permissions_of(context["request"].user, context["incident"])


def _breaks(
    request: HttpRequest, remains: Remains | None, family: Family | None
) -> list[CustodyBreak]:
    """Asked once for a page, however often it shows them."""
    key = (remains and remains.pk, family and family.pk)
    kept = request.__dict__.setdefault("custody_breaks", {})
    case = remains or family
    if key not in kept and case is not None:
        of_remains = breaks_of_remains(remains) if remains else []
        of_family = breaks_of_family(family) if family else []
        kept[key] = _in_sight(request, case.incident, [*of_remains, *of_family])
    found: list[CustodyBreak] = kept.get(key, [])
    return found


def _in_sight(
    request: HttpRequest, incident: Incident, found: list[CustodyBreak]
) -> list[CustodyBreak]:
    """Without those of joined cases that the reader may not know of."""
    if not found or sees_whole_incident(request.user, incident):
        return found
    remains = set(remains_in_sight(request.user, incident).values_list("pk", flat=True))
    families = set(families_in_sight(request.user, incident).values_list("pk", flat=True))

    def seen(item: Item) -> bool:
        if isinstance(item, Sample) and item.person is not None:
            return item.person.family_id in families
        return (item.pk if isinstance(item, Remains) else item.remains_id) in remains

    return [one for one in found if seen(one.item)]


def _may_see(one: CustodyBreak, permissions: frozenset[Permission]) -> bool:
    of_family = getattr(one.item, "person_id", None) is not None
    return (Permission.SEE_FAMILIES if of_family else Permission.SEE_REMAINS) in permissions

"""The lead by face on the page of a pair: beside the totals, for those who search by face."""

from __future__ import annotations

from typing import cast

from django import template
from django.template.context import Context

from antigone.web.accounts.models import User
from antigone.web.faces.models import FaceSearch
from antigone.web.faces.rights import TO_SEARCH
from antigone.web.faces.shown import LeadShown, hits, may_be_shown
from antigone.web.faces.words import band_words
from antigone.web.incidents.access import permissions_of
from antigone.web.records.models import MissingPerson, Remains

register = template.Library()


@register.simple_tag(takes_context=True)
def face_lead(
    context: Context, remains: Remains, missing_person: MissingPerson
) -> LeadShown | None:
    """The lead of the newest search, if this person may see it now."""
    user = cast(User, context["request"].user)
    if not permissions_of(user, remains.incident) >= TO_SEARCH:
        return None
    # A later search that did not list the person takes the lead back; one that compared nothing does not.
    compared = FaceSearch.objects.filter(
        remains=remains, status=FaceSearch.Status.DONE, problems=[]
    )
    newest = compared.order_by("-pk").first()
    hit = hits().filter(search=newest, missing_person=missing_person).first()
    if hit is None or not may_be_shown(user, hit):
        return None
    return LeadShown(hit, band_words(hit.band), hit.rank)

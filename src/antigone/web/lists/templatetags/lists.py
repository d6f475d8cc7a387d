"""Tags of lists: saved views above a list, the search box of the frame, the script of the keys."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.lists.keys import keys_at_work
from antigone.web.lists.models import List
from antigone.web.lists.views import views_in_sight
from antigone.web.records.filters import Filters

register = template.Library()


@register.inclusion_tag("lists/_views.html", takes_context=True)
def list_views(context: Context, of: str, filters: Filters) -> dict[str, Any]:
    """The views of a list that a person may use, and a form to save the present one."""
    request = context["request"]
    incident: Incident = context["incident"]
    user = request.user
    views = []
    if isinstance(user, User):
        views = list(views_in_sight(user, incident).filter(list=List(of)))
    return {
        "incident": incident,
        "list": of,
        "views": views,
        "address": filters.address,
        "path": request.path,
        "user": user,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def keys_wanted(context: Context) -> bool:
    """Whether single keys are at work for whoever looks at the page."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return isinstance(user, User) and user.is_authenticated and keys_at_work(user)

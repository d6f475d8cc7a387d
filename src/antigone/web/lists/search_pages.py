"""The page on which all cases of an incident are searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404
from antigone.web.lists.query import read_query
from antigone.web.lists.search import Found, Group, Search
from antigone.web.lists.shown import TITLES, Shown, shown

IN_A_GROUP = 5
"""So many of each group stand on the first page; the group itself shows all."""

ON_A_PAGE = 25


@dataclass(frozen=True)
class GroupShown:
    """One group of finds."""

    name: str
    title: str
    rows: list[Shown]
    more: bool


@require_safe
def search(request: HttpRequest, incident: str) -> HttpResponse:
    """What is found in each group; with a group in the address, all that is found in it."""
    found = incident_or_404(request.user, incident)
    asked = Search(cast(User, request.user), found, read_query(request.GET.get("q", "")))
    only = request.GET.get("group", "")
    context = {
        "incident": found,
        "q": asked.query.text,
        "named": Group.NAMES in asked.groups,
        "titles": [str(TITLES[group]) for group in asked.groups],
    }
    if asked.query.text and only in asked.groups:
        of_group = asked.found(Group(only))
        page = Paginator(of_group.rows, ON_A_PAGE).get_page(request.GET.get("page"))
        rows = Found(of_group.group, list(page.object_list))
        context |= {
            "page": page,
            "more": of_group.more,
            "groups": [_shown(asked, rows)] if rows.rows else [],
            "only": str(TITLES[of_group.group]),
        }
    elif asked.query.text:
        every = (asked.found(group, IN_A_GROUP) for group in asked.groups)
        context["groups"] = [_shown(asked, one) for one in every if one.rows]
    return render(request, "lists/search.html", context)


def _shown(search: Search, found: Found) -> GroupShown:
    return GroupShown(found.group.value, str(TITLES[found.group]), shown(search, found), found.more)

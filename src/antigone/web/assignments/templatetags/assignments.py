"""The panel on the page of a case: who looks after it, and what is missing."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template.context import RequestContext

from antigone.web.accounts.models import User
from antigone.web.assignments.acts import assignment_of
from antigone.web.assignments.case_pages import address_of
from antigone.web.assignments.cases import Case, sees
from antigone.web.assignments.owed import missing_of

register = template.Library()


@register.inclusion_tag("assignments/_panel.html", takes_context=True)
def case_care(context: RequestContext, case: Case) -> dict[str, Any]:
    """`{% case_care remains %}`: nothing for those who may not see the case."""
    user = cast(User, context["request"].user)
    if not sees(user, case):
        return {"shown": False}
    now = assignment_of(case)
    return {
        "shown": True,
        "now": now,
        "mine": now is not None and now.person_id == user.pk,
        "url": address_of(case),
        "missing": missing_of(user, case),
        "csrf_token": context.get("csrf_token"),
    }

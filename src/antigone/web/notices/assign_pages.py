"""Sending somebody to a family, and what has to be put right when an identification fell."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.desk import informed_of
from antigone.web.incidents.roles import Permission
from antigone.web.notices.acting import ActPage, act_page
from antigone.web.notices.acts.assign import assign_notifier, rules_of_assigning
from antigone.web.notices.doors import identification_or_404
from antigone.web.notices.forms import AssignForm
from antigone.web.notices.standing import knows_that_it_fell, was_told
from antigone.web.records.doors import whole_incident_or_404


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Send a trained person to the family of somebody who is identified, or no longer is."""
    found = incident_or_404(request.user, incident)
    identification = identification_or_404(request.user, found, pk)
    require(request.user, found, Permission.ASSIGN)
    user, person = cast(User, request.user), identification.missing_person
    page = ActPage(
        incident=found,
        title=(
            _("Who tells the family of %s")
            if identification.stands
            else _("Who tells the family of %s that it no longer holds")
        )
        % person.number,
        act=_("Assign"),
        back=reverse("notices:list", kwargs={"incident": found.slug}),
        back_to=_("Notices"),
        lede=_("A trained person goes. Nobody is written to, and nobody is called instead."),
        rules=rules_of_assigning(identification, None, None),
    )

    def do(form: AssignForm) -> tuple[str, str]:
        made = assign_notifier(
            user=user,
            identification=identification,
            notifier=form.cleaned_data["notifier"],
            planned_for=form.cleaned_data["planned_for"],
        )
        name = made.notifier.full_name
        return made.notice.get_absolute_url(), _("%s goes to the family.") % name

    return act_page(request, page, AssignForm(found, request.POST or None), do)


@require_safe
def put_right(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Everybody outside the office who was told of an identification that fell, and who knows by now."""
    found = whole_incident_or_404(request.user, incident)
    identification = identification_or_404(request.user, found, pk)
    require(request.user, found, Permission.SEE_FAMILIES)
    informed = informed_of(identification.remains, identification.missing_person)
    context = {
        "incident": found,
        "identification": identification,
        "informed": informed,
        "waiting": [one for one in informed if one.corrected_at is None],
        "to_tell": not identification.stands
        and was_told(identification)
        and not knows_that_it_fell(identification),
        "may_assign": may(request.user, found, Permission.ASSIGN),
    }
    return render(request, "notices/put_right.html", context)

"""Pages on which a person sought is recorded as alive, and on which that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.alive import AlreadyRecorded, record_found_alive, record_sought_again
from antigone.web.records.doors import missing_in_sight
from antigone.web.records.forms import AliveForm, WithdrawalForm
from antigone.web.records.models import FoundAlive, MissingPerson


def _allowed(request: HttpRequest, slug: str) -> Incident:
    incident = incident_or_404(request.user, slug)
    require(request.user, incident, Permission.ATTEST)
    return incident


@require_http_methods(["GET", "POST"])
def found_alive(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A person sought is alive."""
    found = _allowed(request, incident)
    rows = missing_in_sight(request.user, found).select_related("incident", "family__incident")
    person = get_object_or_404(rows, pk=pk)

    form = AliveForm(request.POST or None)

    def act(reason: str) -> None:
        record_found_alive(
            user=cast(User, request.user),
            missing_person=person,
            reason=reason,
            wish=FoundAlive.Wish(form.cleaned_data["wish"]),
        )

    done = _("Recorded: found alive. From now on nobody is compared with this person.")
    return _page(request, person, None, form, act, done)


@require_http_methods(["GET", "POST"])
def sought_again(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """That a person is alive was an error."""
    found = _allowed(request, incident)
    rows = FoundAlive.objects.select_related("missing_person__family__incident")
    persons = missing_in_sight(request.user, found)
    alive = get_object_or_404(rows, missing_person__in=persons, pk=pk)

    def act(reason: str) -> None:
        record_sought_again(user=cast(User, request.user), found=alive, reason=reason)

    form = WithdrawalForm(request.POST or None)
    done = _("The person is sought again.")
    return _page(request, alive.missing_person, alive, form, act, done)


def _page(
    request: HttpRequest,
    person: MissingPerson,
    alive: FoundAlive | None,
    form: WithdrawalForm,
    act: Callable[[str], None],
    done: str,
) -> HttpResponse:
    form.fields["reason"].label = _("How it became known")
    form.fields["reason"].help_text = ""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except AlreadyRecorded:
            messages.warning(request, _("This was recorded before. Nothing was changed."))
        else:
            messages.success(request, done)
        return redirect(person)
    context = {"incident": person.family.incident, "form": form, "person": person, "alive": alive}
    status = 422 if request.method == "POST" else 200
    return render(request, "records/alive.html", context, status=status)

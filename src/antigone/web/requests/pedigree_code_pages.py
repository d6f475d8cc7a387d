"""Pages on which a relative gets a donor code or a name, and on which a code is resolved."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import relatives_in_sight
from antigone.web.records.models import Person
from antigone.web.requests.pedigree_codes import (
    Reason,
    Resolved,
    give_donor_code,
    name_relative,
    resolve_code,
)
from antigone.web.requests.pedigree_draft import EditRefused
from antigone.web.requests.pedigree_forms import NameForm, ReasonForm, ResolveForm
from antigone.web.requests.pedigree_pages import address_of
from antigone.web.requests.pedigree_view import PedigreeView


def _person_or_404(request: HttpRequest, incident: Incident, pk: int) -> Person:
    rows = relatives_in_sight(request.user, incident)
    return get_object_or_404(rows.select_related("family__incident", "family__key"), pk=pk)


def _to_pedigree(person: Person) -> HttpResponse:
    return redirect(
        PedigreeView(person.family, address=address_of(person.family)).link(person.code)
    )


@require_POST
def give_code(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A relative gets a donor code."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.TAKE_REQUESTS)
    person = _person_or_404(request, found, pk)
    try:
        person = give_donor_code(user=cast(User, request.user), person=person)
    except EditRefused as refusal:
        messages.warning(request, _("Nothing was stored. %s") % refusal)
    else:
        words = _("%(person)s gives samples under the code %(code)s.")
        messages.success(request, words % {"person": person.code, "code": person.donor_code})
    return _to_pedigree(person)


@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Name and contact of a relative are kept sealed; this page never shows what is kept."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.TAKE_REQUESTS)
    person = _person_or_404(request, found, pk)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            kept = name_relative(user=cast(User, request.user), person=person, **said)
        except EditRefused as refusal:
            messages.warning(request, _("Nothing was stored. %s") % refusal)
        else:
            words = (
                _("The name is kept sealed under %s.") if kept else _("No name is kept under %s.")
            )
            messages.success(request, words % person.code)
        return _to_pedigree(person)
    context = {
        "incident": found,
        "family": person.family,
        "tab": "pedigree",
        "person": person,
        "form": form,
        "back": PedigreeView(person.family, address=address_of(person.family)).link(person.code),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "requests/pedigree_name.html", context, status=status)


@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, incident: str) -> HttpResponse:
    """Whose donor code it is."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.RESOLVE_CODES)
    form = ResolveForm(request.POST or None)
    resolved = None
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        rows = relatives_in_sight(request.user, found).filter(donor_code=code)
        person = rows.select_related("family__incident").first()
        if person is None:
            form.add_error("code", _("No relative in this incident has the code %s.") % code)
        else:
            resolved = _resolved(request, form, person)
    return _resolve_page(request, found, form, resolved)


@require_http_methods(["GET", "POST"])
def resolve_person(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Who this person of a pedigree is."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.RESOLVE_CODES)
    person = _person_or_404(request, found, pk)
    form = ReasonForm(request.POST or None)
    valid = request.method == "POST" and form.is_valid()
    resolved = _resolved(request, form, person) if valid else None
    return _resolve_page(request, found, form, resolved, person)


def _resolved(
    request: HttpRequest, form: ResolveForm | ReasonForm, person: Person
) -> Resolved | None:
    reason = Reason(form.cleaned_data["reason"])
    try:
        return resolve_code(user=cast(User, request.user), person=person, reason=reason)
    except EditRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def _resolve_page(
    request: HttpRequest,
    incident: Incident,
    form: ResolveForm | ReasonForm,
    resolved: Resolved | None,
    person: Person | None = None,
) -> HttpResponse:
    context = {"incident": incident, "form": form, "resolved": resolved, "person": person}
    status = 422 if form.errors else 200
    return render(request, "requests/pedigree_resolve.html", context, status=status)

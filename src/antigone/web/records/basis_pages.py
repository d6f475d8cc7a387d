"""Pages on which a legal basis is recorded and withdrawn."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import (
    BasisRefused,
    Covered,
    NotCovered,
    coverage_of,
    record_basis,
    record_objection,
    withdraw_basis,
)
from antigone.web.records.doors import (
    families_in_sight,
    family_or_404,
    relatives_in_sight,
    sees_whole_incident,
    whole_incident_or_404,
)
from antigone.web.records.forms import BasisForm, ObjectionForm, WithdrawalForm
from antigone.web.records.models import Family, ImportedFile, LegalBasis, Person
from antigone.web.records.statement import statement_for


def _allowed(request: HttpRequest, slug: str) -> Incident:
    incident = incident_or_404(request.user, slug)
    require(request.user, incident, Permission.ATTEST)
    return incident


@require_http_methods(["GET", "POST"])
def file_basis(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A basis for all families of a file."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.ATTEST)
    return _basis(request, get_object_or_404(ImportedFile, incident=found, pk=pk), found)


@require_http_methods(["GET", "POST"])
def family_basis(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A basis for one family."""
    found = _allowed(request, incident)
    return _basis(request, family_or_404(request.user, found, pk), found)


@require_http_methods(["GET", "POST"])
def donor_basis(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A basis for the DNA of one relative."""
    found = _allowed(request, incident)
    return _basis(request, _donor_or_404(request, found, pk), found)


def _donor_or_404(request: HttpRequest, incident: Incident, pk: int) -> Person:
    donors = relatives_in_sight(request.user, incident).filter(profile__isnull=False)
    return get_object_or_404(donors.select_related("family__incident"), pk=pk)


def _back(covered: Covered) -> str:
    record = covered.family if isinstance(covered, Person) else covered
    return record.get_absolute_url()


def _basis(request: HttpRequest, covered: Covered, incident: Incident) -> HttpResponse:
    form = BasisForm(request.POST or None)
    statement = statement_for(covered)
    if request.method == "POST" and form.is_valid():
        try:
            record_basis(
                user=cast(User, request.user),
                covered=covered,
                attestation=form.attestation(),
                statement=statement,
            )
        except BasisRefused as refused:
            form.add_error(None, f"{refused.finding.code}: {_(refused.finding.template)}")
        else:
            messages.success(
                request, _("The legal basis is recorded. The next run compares what it covers.")
            )
            return redirect(_back(covered))
    context = {
        "incident": incident,
        "form": form,
        "statement": statement,
        "covered": covered,
        "back": _back(covered),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "records/basis.html", context, status=status)


@require_http_methods(["GET", "POST"])
def basis_withdrawal(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """End a legal basis."""
    found = _allowed(request, incident)
    bases = LegalBasis.objects.select_related("source_file", "family", "donor__family")
    basis = get_object_or_404(bases.filter(_in_sight(request, found)), incident=found, pk=pk)
    covered = basis.source_file or basis.family or basis.donor
    assert covered is not None  # noqa: S101  (a database constraint: one of the three)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_basis(
                user=cast(User, request.user), basis=basis, reason=form.cleaned_data["reason"]
            )
        except NotCovered:
            messages.warning(request, _("This basis was withdrawn before. Nothing was changed."))
        else:
            messages.success(
                request,
                _(
                    "Withdrawn. What it alone covered is held back and shown in no run from now on; "
                    "nothing is destroyed."
                ),
            )
        return redirect(_back(covered))
    return _withdrawal(request, found, covered, form, basis)


def _in_sight(request: HttpRequest, incident: Incident) -> Q:
    """Bases for a whole file are for those who see the whole incident."""
    if sees_whole_incident(request.user, incident):
        return Q()
    families = families_in_sight(request.user, incident)
    return Q(family__in=families) | Q(donor__family__in=families)


@require_http_methods(["GET", "POST"])
def family_withdrawal(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A family no longer wants the comparison."""
    found = _allowed(request, incident)
    return _objection(request, family_or_404(request.user, found, pk), found)


@require_http_methods(["GET", "POST"])
def donor_withdrawal(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A relative no longer wants their DNA to be used."""
    found = _allowed(request, incident)
    return _objection(request, _donor_or_404(request, found, pk), found)


def _objection(request: HttpRequest, covered: Family | Person, incident: Incident) -> HttpResponse:
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_objection(
            user=cast(User, request.user), covered=covered, reason=form.cleaned_data["reason"]
        )
        messages.success(
            request, _("The withdrawal is recorded, and what was given is destroyed for good.")
        )
        return redirect(_back(covered))
    return _withdrawal(request, incident, covered, form, None)


def _withdrawal(
    request: HttpRequest,
    incident: Incident,
    covered: Covered,
    form: WithdrawalForm,
    basis: LegalBasis | None,
) -> HttpResponse:
    context = {
        "incident": incident,
        "form": form,
        "covered": covered,
        "basis": basis,
        "donor": covered if isinstance(covered, Person) else None,
        "law": basis is None and _kept_under_law(covered, incident),
        "back": _back(covered),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "records/withdrawal.html", context, status=status)


def _kept_under_law(covered: Covered, incident: Incident) -> bool:
    """Whether a law keeps what signed identifications of the family rest on (CO-06)."""
    family = covered.family if isinstance(covered, Person) else covered
    return isinstance(family, Family) and coverage_of(incident, [family]).kept_under_law(family)

"""Pages on which a legal basis is recorded and withdrawn."""

from __future__ import annotations

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
from antigone.web.records.consent import (
    BasisRefused,
    Covered,
    NotCovered,
    record_basis,
    record_objection,
    withdraw_basis,
)
from antigone.web.records.forms import BasisForm, WithdrawalForm
from antigone.web.records.models import Family, ImportedFile, LegalBasis, Person
from antigone.web.records.statement import statement_for


def _allowed(request: HttpRequest, slug: str) -> Incident:
    incident = incident_or_404(request.user, slug)
    require(request.user, incident, Permission.ATTEST)
    return incident


@require_http_methods(["GET", "POST"])
def file_basis(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A basis for all families of a file."""
    found = _allowed(request, incident)
    return _basis(request, get_object_or_404(ImportedFile, incident=found, pk=pk), found)


@require_http_methods(["GET", "POST"])
def family_basis(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A basis for one family."""
    found = _allowed(request, incident)
    return _basis(request, get_object_or_404(Family, incident=found, pk=pk), found)


@require_http_methods(["GET", "POST"])
def donor_basis(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A basis for the DNA of one relative."""
    found = _allowed(request, incident)
    return _basis(request, _donor_or_404(found, pk), found)


def _donor_or_404(incident: Incident, pk: int) -> Person:
    donors = Person.objects.filter(family__incident=incident, profile__isnull=False)
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
    basis = get_object_or_404(bases, incident=found, pk=pk)
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
                request, _("Withdrawn. What it alone covered is held back from now on.")
            )
        return redirect(_back(covered))
    return _withdrawal(request, found, covered, form, basis)


@require_http_methods(["GET", "POST"])
def family_withdrawal(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A family no longer wants the comparison."""
    found = _allowed(request, incident)
    return _objection(request, get_object_or_404(Family, incident=found, pk=pk), found)


@require_http_methods(["GET", "POST"])
def donor_withdrawal(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A relative no longer wants their DNA to be used."""
    found = _allowed(request, incident)
    return _objection(request, _donor_or_404(found, pk), found)


def _objection(request: HttpRequest, covered: Family | Person, incident: Incident) -> HttpResponse:
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_objection(
            user=cast(User, request.user), covered=covered, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The withdrawal is recorded, and holds from now on."))
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
        "back": _back(covered),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "records/withdrawal.html", context, status=status)

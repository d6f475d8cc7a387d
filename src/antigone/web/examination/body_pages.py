"""Pages on which numbers are joined as one body, and parted again."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.examination.forms import JoinForm, ReasonForm
from antigone.web.examination.joining import JoinRefused, excluding, join, part, speaking_against
from antigone.web.examination.pages import CONFLICT, seen_remains
from antigone.web.examination.standing import standing_of
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.discretion import something, within_sight
from antigone.web.records.doors import remains_in_sight
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import Reassociation, Remains


@require_http_methods(["GET", "POST"])
def body(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Of which body remains are part; another number is joined here."""
    found, remains = seen_remains(request, incident, number)
    allowed = may(request.user, found, Permission.REASSOCIATE)
    if request.method == "POST":
        require(request.user, found, Permission.REASSOCIATE)
    form = JoinForm(request.POST or None, initial={"number": request.GET.get("with", "")[:100]})
    refused: Finding | None = None
    if request.method == "POST" and form.is_valid():
        other = _other(request, remains, form)
        if other is not None and _weighed(remains, other, form):
            try:
                join(
                    user=cast(User, request.user),
                    first=remains,
                    second=other,
                    reasons=form.cleaned_data["reasons"],
                )
            except JoinRefused as refusal:
                refused = refusal.finding
            else:
                messages.success(request, _("Joined. The next run compares them as one body."))
                return redirect("examination:body", incident=found.slug, number=remains.number)
    context = {
        "incident": found,
        "remains": remains,
        "standing": standing_of(remains, request.user),
        "form": form,
        "allowed": allowed,
        "refused": refused,
        "tab": "examination",
        **_proposed(request, remains, form),
    }
    return render(request, "examination/body.html", context, status=_status(request, refused))


def _status(request: HttpRequest, refused: Finding | None) -> int:
    if refused is not None:
        return CONFLICT
    return 422 if request.method == "POST" else 200


def _other(request: HttpRequest, remains: Remains, form: JoinForm) -> Remains | None:
    rows = remains_in_sight(request.user, remains.incident).select_related("incident", "profile")
    other = rows.filter(number=form.cleaned_data["number"].strip()).first()
    if other is None:
        form.add_error("number", _("There are no remains with this number."))
    return other


def _weighed(remains: Remains, other: Remains, form: JoinForm) -> bool:
    if form.cleaned_data["weighed"] or not speaking_against(remains, other):
        return True
    form.add_error("weighed", _("Something speaks against it. Read it above, then confirm."))
    return False


def _proposed(request: HttpRequest, remains: Remains, form: JoinForm) -> dict[str, Any]:
    """What is known of the other number, once one is named."""
    asked = form.data.get("number") or form.initial["number"]
    rows = remains_in_sight(request.user, remains.incident).select_related("incident", "profile")
    other = rows.filter(number=str(asked).strip()).first() if asked else None
    if other is None:
        return {}
    against = within_sight(request.user, remains.incident, excluding(remains, other))
    return {
        "other": other,
        "excluding": against,
        "speaking": () if against else _speaking(request, remains, other),
    }


def _speaking(request: HttpRequest, remains: Remains, other: Remains) -> tuple[str, ...]:
    """What speaks against one body; of parts out of sight only that something does."""
    notes = speaking_against(remains, other)
    parts = {part.pk for part in (*parts_of(remains), *parts_of(other))}
    seen = remains_in_sight(request.user, remains.incident).filter(pk__in=parts)
    return notes if seen.count() == len(parts) else ((something(),) if notes else ())


@require_http_methods(["GET", "POST"])
def parted(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Two numbers are not of one body after all."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.REASSOCIATE)
    rows = Reassociation.objects.select_related("first__incident", "second", "incident")
    seen = remains_in_sight(request.user, found)
    together = get_object_or_404(rows, incident=found, pk=pk, first__in=seen, second__in=seen)
    form = ReasonForm(request.POST or None)
    refused: Finding | None = None
    if request.method == "POST" and form.is_valid():
        try:
            part(
                user=cast(User, request.user),
                together=together,
                reasons=form.cleaned_data["reason"],
            )
        except JoinRefused as refusal:
            refused = refusal.finding
        else:
            messages.success(request, _("Parted. The next run compares each by itself."))
            return redirect(together.first)
    context = {"incident": found, "together": together, "form": form, "refused": refused}
    return render(request, "examination/parted.html", context, status=_status(request, refused))

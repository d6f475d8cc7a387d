"""Pages of recipients: entering one, its keys, and ending it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.access import may, require
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import whole_incident_or_404
from antigone.web.transmissions.acts.drafts import key_in_use
from antigone.web.transmissions.acts.recipients import (
    confirm_key,
    enter_key,
    enter_recipient,
    retire_key,
    retire_recipient,
)
from antigone.web.transmissions.doors import recipient_or_404
from antigone.web.transmissions.due import due_for
from antigone.web.transmissions.forms import ConfirmForm, KeyForm, ReasonForm, RecipientForm
from antigone.web.transmissions.models import Package, Recipient

CONFLICT, UNFINISHED = 409, 422


@require_http_methods(["GET", "POST"])
def new_recipient(request: HttpRequest, incident: str) -> HttpResponse:
    """Enter an office outside with its key."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.TRANSMIT)
    form = RecipientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = enter_recipient(user=cast(User, request.user), incident=found, **given)
        except ValidationError as error:
            form.add_error("short", error.messages)
        else:
            messages.success(request, _("Entered. A second person compares the key."))
            return redirect(made)
    status = UNFINISHED if request.method == "POST" else 200
    context = {"incident": found, "form": form}
    return render(request, "transmissions/new_recipient.html", context, status=status)


@require_http_methods(["GET", "POST"])
def recipient(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """One recipient: its keys, what it does not have yet, its packages."""
    found = recipient_or_404(request, incident, pk)
    form, retiring = KeyForm(found), ReasonForm()
    refused: tuple[Finding, ...] = ()
    status = 200
    if request.method == "POST":
        require(request.user, found.incident, Permission.TRANSMIT)
        status, act = UNFINISHED, request.POST.get("act", "")
        if act == "key":
            form = KeyForm(found, request.POST)
        elif act == "retire":
            retiring = ReasonForm(request.POST)
        try:
            if _acted(request, found, act, form, retiring):
                return redirect(found)
        except RuleRefused as rules:
            refused, status = rules.findings, CONFLICT
    context = {
        **_context(request, found),
        "form": form,
        "retiring": retiring,
        "confirming": ConfirmForm(),
        "refused": refused,
    }
    return render(request, "transmissions/recipient.html", context, status=status)


def _context(request: HttpRequest, found: Recipient) -> dict[str, object]:
    due = [] if found.retired_at else due_for(found)
    keys = found.keys.select_related("entered_by", "confirmed_by", "retired_by")
    made = found.packages.filter(state=Package.State.MADE).defer("encrypted", "manifest_text")
    return {
        "incident": found.incident,
        "recipient": found,
        "keys": [(key, key.waits and key.entered_by_id != request.user.pk) for key in keys],
        "new": sum(one.kind == "new" for one in due),
        "corrections": sum(one.kind != "new" for one in due),
        "key_rule": key_in_use(found),
        "last": made.select_related("incident").order_by("sequence").last(),
        "may_transmit": may(request.user, found.incident, Permission.TRANSMIT),
    }


def _acted(
    request: HttpRequest, found: Recipient, act: str, form: KeyForm, retiring: ReasonForm
) -> bool:
    """Do what was asked; whether it was done."""
    user = cast(User, request.user)
    if act == "key" and form.is_valid():
        enter_key(user=user, recipient=found, public=form.cleaned_data["public"])
        messages.success(request, _("Entered. A second person compares the key."))
    elif act == "confirm":
        key = get_object_or_404(found.keys, pk=_number(request))
        confirm_key(user=user, key=key, spoken_with=request.POST.get("spoken_with", ""))
        messages.success(request, _("Confirmed. Packages are encrypted to this key from now on."))
    elif act == "retire_key":
        retire_key(user=user, key=get_object_or_404(found.keys, pk=_number(request)))
        messages.success(request, _("Nothing is encrypted to this key any more."))
    elif act == "retire" and retiring.is_valid():
        retire_recipient(user=user, recipient=found, because=retiring.cleaned_data["because"])
        messages.success(request, _("Nothing goes to this recipient any more."))
    else:
        return False
    return True


def _number(request: HttpRequest) -> int:
    given = request.POST.get("key_pk", "")
    return int(given) if given.isdecimal() else 0

"""Pages of signing keys: whose there are, comparing one face to face, giving one's own up."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from antigone.formats.signatures import key_id_of, public_key_of
from antigone.policy import signing as rules
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import ProofRefused
from antigone.web.incidents.access import for_every_role, workplace_or_404
from antigone.web.incidents.models import Incident
from antigone.web.journal.keys import installation_key
from antigone.web.signing.acts import compare_key, comparison_of, give_up_key
from antigone.web.signing.forms import CompareForm, GiveUpForm
from antigone.web.signing.keys import live_key
from antigone.web.signing.models import SigningKey
from antigone.web.signing.refusal import SigningRefused

CONFLICT, UNPROCESSABLE = 409, 422


@for_every_role
@require_safe
def keys(request: HttpRequest, incident: str) -> HttpResponse:
    """The keys of all who work in an incident; one's own first."""
    found, user = workplace_or_404(request.user, incident), cast(User, request.user)
    rows = list(keys_in(found))
    context = {
        "incident": found,
        "mine": [key for key in rows if key.user_id == user.pk],
        "others": [key for key in rows if key.user_id != user.pk],
        "installation": key_id_of(public_key_of(installation_key(settings.DATA_FOLDER))),
    }
    return render(request, "signing/keys.html", context)


@for_every_role
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Compare a colleague's key, both present in person."""
    found, user = workplace_or_404(request.user, incident), cast(User, request.user)
    key = get_object_or_404(keys_in(found), pk=pk)
    form = CompareForm(request.POST or None)
    unmet: tuple[Finding, ...] = ()
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                compare_key(user=user, incident=found, key=key, typed=form.cleaned_data["typed"])
            except SigningRefused as refusal:
                unmet, status = refusal.findings, CONFLICT
            else:
                words = _("Compared. %(name)s can sign with this key now.")
                messages.success(request, words % {"name": key.user.full_name})
                return redirect("signing:keys", incident=found.slug)
    comparison = comparison_of(user, found, key)
    context = {
        "incident": found,
        "key": key,
        "form": form,
        "rules": unmet or rules.before(comparison),
        "may_act": key.is_to_compare and all(rule.met for rule in rules.before(comparison)),
    }
    return render(request, "signing/compare.html", context, status=status)


@sensitive_post_parameters()
@for_every_role
@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, incident: str) -> HttpResponse:
    """Give one's own key up."""
    found, user = workplace_or_404(request.user, incident), cast(User, request.user)
    form, status = GiveUpForm(request.POST or None), 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                give_up_key(user=user, password=form.cleaned_data["password"])
            except ProofRefused as refusal:
                form.add_error("password", str(refusal))
            else:
                messages.success(request, _("Your key is retired. What it signed stays valid."))
                return redirect("signing:keys", incident=found.slug)
    context = {"incident": found, "key": live_key(user), "form": form}
    return render(request, "signing/give_up.html", context, status=status)


def keys_in(incident: Incident) -> QuerySet[SigningKey]:
    """The keys of all who work in an incident, by name, the newest first."""
    rows = SigningKey.objects.filter(user__memberships__incident=incident)
    with_names = rows.select_related("user__agency", "compared_by").defer("sealed", "salt")
    return with_names.order_by("user__full_name", "user", "-made_at", "-pk")

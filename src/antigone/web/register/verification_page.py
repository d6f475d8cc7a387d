"""The page on which an auditor verifies the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.register.chain import FaultKind
from antigone.web.register.doors import register_of
from antigone.web.register.models import Verification
from antigone.web.register.verifying import LONG, AlreadyVerifying, ask_to_verify

SHOWN = 10
"""So many verifications are shown."""

FAULTS: dict[str, str | Promise] = {
    FaultKind.CHANGED: gettext_lazy("it was changed: its hash is not that of what it says"),
    FaultKind.GONE: gettext_lazy("it is missing: removed, or moved"),
    FaultKind.BROKEN: gettext_lazy("it does not follow the entry before it"),
    FaultKind.NOT_THAT_OF_BEFORE: gettext_lazy(
        "it is not the entry that an earlier verification found here: the chain was made anew"
    ),
}


@dataclass(frozen=True)
class FaultShown:
    """One fault in words."""

    entry: int
    words: str | Promise


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest, incident: str) -> HttpResponse:
    """The last verifications and what they found; sent to, a new one."""
    found = register_of(request.user, incident)
    refused = False
    if request.method == "POST":
        try:
            return redirect(ask_to_verify(user=cast(User, request.user), incident=found))
        except AlreadyVerifying:
            refused = True
    rows = list(
        Verification.objects.filter(incident=found).select_related("asked_by", "earlier")[:SHOWN]
    )
    context = {
        "incident": found,
        "last": rows[0] if rows else None,
        "faults": _faults(rows[0]) if rows else [],
        "rows": rows,
        "long": LONG,
        "refused": refused,
    }
    return render(request, "register/verification.html", context, status=409 if refused else 200)


def _faults(row: Verification) -> list[FaultShown]:
    return [FaultShown(entry, FAULTS[kind]) for entry, kind in row.faults]

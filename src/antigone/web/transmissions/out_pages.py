"""Taking a package out: the encrypted file, or the printed list, for a purpose that is stated."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from antigone.policy.findings import Finding, hindrances_first
from antigone.web.accounts.models import User
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.transmissions.acts.afterwards import take_out, taking_findings
from antigone.web.transmissions.doors import package_or_404
from antigone.web.transmissions.forms import TakeOutForm
from antigone.web.transmissions.models import Package, TakenOut
from antigone.web.transmissions.printed import printed_list

CONFLICT, UNFINISHED = 409, 422


@require_http_methods(["GET", "POST"])
def take_out_page(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """What is taken out and for what; and, sent to, the file."""
    found = package_or_404(request, incident, pk)
    require(request.user, found.incident, Permission.TRANSMIT)
    form, status = TakeOutForm(request.POST or None), 200
    refused: tuple[Finding, ...] = ()
    if request.method == "POST":
        status = UNFINISHED
        if form.is_valid():
            given = form.cleaned_data
            try:
                taken = take_out(user=cast(User, request.user), package=found, **given)
            except RuleRefused as rules:
                refused, status = rules.findings, CONFLICT
            else:
                return _answer(found, taken)
    context = {
        "incident": found.incident,
        "package": found,
        "form": form,
        "rule": hindrances_first(taking_findings(found, TakenOut.What.LIST))[0],
        "of_file": hindrances_first(taking_findings(found, TakenOut.What.FILE))[0],
        "refused": refused,
    }
    return render(request, "transmissions/take_out.html", context, status=status)


def _answer(package: Package, taken: TakenOut) -> HttpResponse:
    if taken.what == TakenOut.What.FILE:
        assert package.encrypted is not None  # noqa: S101  (it is made)
        content, kind, ending = bytes(package.encrypted), "application/age", "age"
    else:
        content, kind, ending = (
            printed_list(package, get_language() or "en"),
            "application/pdf",
            "pdf",
        )
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{package.number}.{ending}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )

"""The page on which an auditor takes a part of the register out."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.purpose_form import PurposeForm
from antigone.web.incidents.roles import Permission
from antigone.web.register.asking import filters_of
from antigone.web.register.doors import register_of
from antigone.web.register.extract import ExtractRefused, take_extract
from antigone.web.sentences import finding_in_words


@require_http_methods(["GET", "HEAD", "POST"])
def extract(request: HttpRequest, incident: str) -> HttpResponse:
    """What the filters of the address let through, as a table; sent to, the file."""
    found = register_of(request.user, incident)
    require(request.user, found, Permission.EXPORT)
    filters = filters_of(found, request.GET)
    form, status = PurposeForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound and form.is_valid():
        try:
            taken = take_extract(
                user=cast(User, request.user), incident=found, filters=filters, **form.cleaned_data
            )
        except ExtractRefused as refused:
            form.add_error(None, f"{finding_in_words(refused.finding)} {refused.finding.code}")
            status = 409
        else:
            name = f"{found.slug}-register-extract.csv"
            return HttpResponse(
                taken.content,
                content_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
    elif form.is_bound:
        status = 422
    context = {"incident": found, "filters": filters, "form": form}
    return render(request, "register/extract.html", context, status=status)

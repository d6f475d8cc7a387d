"""The page on which an auditor takes a part of the register out."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from antigone.policy.exports import PURPOSES
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.register.asking import filters_of
from antigone.web.register.doors import register_of
from antigone.web.register.extract import ExtractRefused, take_extract
from antigone.web.sentences import finding_in_words


class PurposeForm(forms.Form):
    """For what an extract is taken out."""

    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"))
    words = forms.CharField(
        label=gettext_lazy("For whom, and for what"),
        help_text=gettext_lazy(
            "In a few words. It stands in the journal for good: name an office, and nobody who is "
            "sought or found."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["purpose"]).choices = [
            ("", gettext("choose")),
            *((slug, gettext(words)) for slug, words in PURPOSES.items()),
        ]


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

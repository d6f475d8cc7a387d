"""Pages of taking out: what can be, and one of them with its form, purpose and answer."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antigone.formats.problems import FormatError
from antigone.formats.written import CannotBeWritten
from antigone.policy.exports import FORMATS
from antigone.web.accounts.models import User
from antigone.web.exchange.dna_out import Sender
from antigone.web.exchange.taking_out import (
    Listed,
    TakenOut,
    TakingOutRefused,
    Wish,
    lists_for,
    take_out,
)
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.purpose_form import PurposeForm
from antigone.web.incidents.roles import Permission
from antigone.web.sentences import translated

FORMS = {
    "csv": gettext_lazy("CSV, for every program"),
    "xlsx": gettext_lazy("XLSX, a workbook"),
    "parquet": gettext_lazy("Parquet, for statistics programs"),
    "wide": gettext_lazy("CSV, a row for each sample"),
    "long": gettext_lazy("CSV, a row for each sample and marker"),
    "cmf": gettext_lazy("CODIS import file (CMF 3.2)"),
    "fam": gettext_lazy("Familias .fam with its DVI block"),
}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "xml": "application/xml",
    "fam": "application/octet-stream",
}


class WishForm(PurposeForm):
    """In what form something is taken out, and for what."""

    field_order = ("form", "purpose", "words", "contacts", "destination", "laboratory")

    form = forms.ChoiceField(label=gettext_lazy("Form"), widget=forms.RadioSelect)
    contacts = forms.BooleanField(
        label=gettext_lazy("With enquirers, and how they are reached"),
        help_text=gettext_lazy("Only where whoever receives it speaks with these families."),
        required=False,
    )

    destination = forms.CharField(
        label=gettext_lazy("CODIS: agency that receives it"),
        help_text=gettext_lazy("Its short name in CODIS (ORI). Only for a CODIS import file."),
        max_length=10,
        required=False,
    )
    laboratory = forms.CharField(
        label=gettext_lazy("CODIS: laboratory that sends it"),
        help_text=gettext_lazy("Likewise."),
        max_length=10,
        required=False,
    )

    def __init__(self, listed: Listed, *, contacts: bool, **more: object) -> None:
        super().__init__(**more)
        allowed = FORMATS[listed.slug]
        choices = [(form, words) for form, words in FORMS.items() if form in allowed]
        cast(forms.ChoiceField, self.fields["form"]).choices = choices
        self.fields["form"].initial = choices[0][0]
        if not contacts or listed.slug != "persons":
            del self.fields["contacts"]
        if "cmf" not in allowed:
            del self.fields["destination"], self.fields["laboratory"]

    def clean(self) -> dict[str, Any]:
        """A CODIS import file names who sends it to whom."""
        stated = super().clean() or {}
        if stated.get("form") == "cmf":
            for name in ("destination", "laboratory"):
                if not stated.get(name):
                    self.add_error(name, _("A CODIS import file needs this."))
        return stated

    def wish(self, user: User) -> Wish:
        """What was filled in."""
        stated = self.cleaned_data
        sender = Sender(stated.get("destination", ""), stated.get("laboratory", ""), user.username)
        return Wish(
            stated["form"], stated["purpose"], stated["words"], bool(stated.get("contacts")), sender
        )


@require_http_methods(["GET", "POST"])
def take_out_page(request: HttpRequest, incident: str) -> HttpResponse:
    """What this person may take out; of one in the address its form, and sent to, the file."""
    found = _door(request, incident)
    allowed = {one.slug: one for one in lists_for(request.user, found)}
    if "list" not in request.GET:
        return render(
            request, "exchange/take_out.html", {"incident": found, "lists": allowed.values()}
        )
    listed = allowed.get(request.GET["list"])
    if listed is None:
        raise Http404(_("There is nothing of this name that you may take out."))
    return _one(request, found, listed)


def _one(request: HttpRequest, found: Incident, listed: Listed) -> HttpResponse:
    contacts = may(request.user, found, Permission.SEE_CONTACTS)
    form = WishForm(listed, contacts=contacts, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = cast(User, request.user)
            taken = take_out(user=user, incident=found, listed=listed, wish=form.wish(user))
        except TakingOutRefused as refused:
            values = refused.finding.values
            form.add_error("words", gettext(refused.finding.template).format(**values))
        except CannotBeWritten as cannot:
            for reason in cannot.reasons:
                form.add_error(None, translated(reason))
        except FormatError as error:
            for problem in error.problems:
                form.add_error("form", translated(problem.message))
        else:
            for notice in taken.notices:
                messages.info(request, translated(notice))
            return _answer(taken)
    context = {"incident": found, "listed": listed, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/take_out_one.html", context, status=status)


def _answer(taken: TakenOut) -> HttpResponse:
    ending = taken.name.rpartition(".")[2]
    return HttpResponse(
        taken.content,
        content_type=TYPES[ending],
        headers={
            "Content-Disposition": f'attachment; filename="{taken.name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _door(request: HttpRequest, incident: str) -> Incident:
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.EXPORT)
    return found

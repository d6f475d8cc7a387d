"""The journal of an incident, for auditors: read, filter, export."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from antigone.web.accounts.models import User
from antigone.web.board.doors import person
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.export import export_journal
from antigone.web.journal.models import Entry
from antigone.web.journal.services import record
from antigone.web.records.doors import whole_incident_or_404

ENTRIES_A_PAGE = 50


class FilterForm(forms.Form):
    """Which entries to show."""

    act = forms.ChoiceField(label=_("Act"), required=False)
    actor = forms.ChoiceField(label=_("Person"), required=False)
    subject = forms.CharField(label=_("Subject contains"), required=False, max_length=100)

    def __init__(self, entries: QuerySet[Entry], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("act", "actor"):
            values = entries.order_by(name).values_list(name, flat=True).distinct()
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [("", _("all")), *((value, value) for value in values)]

    def chosen(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that the filter lets through."""
        if not self.is_valid():
            return entries.none()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "subject" in given:
            given["subject__icontains"] = given.pop("subject")
        return entries.filter(**given)


@require_safe
def journal(request: HttpRequest, incident: str) -> HttpResponse:
    """The entries of an incident, newest first."""
    found = whole_incident_or_404(request.user, incident)
    require(request.user, found, Permission.READ_JOURNAL)
    entries = Entry.objects.filter(incident=found.slug)
    form = FilterForm(entries, request.GET)
    chosen = form.chosen(entries).order_by("-sequence")
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "incident": found,
        "form": form,
        "page": Paginator(chosen, ENTRIES_A_PAGE).get_page(request.GET.get("page")),
        "total": entries.count(),
        "query": query.urlencode(),
    }
    return render(request, "board/journal.html", context)


@require_POST
def export(request: HttpRequest, incident: str) -> HttpResponse:
    """The signed file: this incident's entries open, all others sealed."""
    found = whole_incident_or_404(request.user, incident)
    data = export_for_auditor(user=person(request), incident=found)
    return HttpResponse(
        data,
        content_type="application/jsonl",
        headers={"Content-Disposition": f'attachment; filename="journal-{found.slug}.jsonl"'},
    )


@transaction.atomic
def export_for_auditor(*, user: User, incident: Incident) -> bytes:
    """Export the journal of an incident; that it was exported stands in it.

    Raises:
        PermissionDenied: the person may not read the journal.
    """
    require(user, incident, Permission.READ_JOURNAL)
    record(
        actor=user.username,
        act="journal.exported",
        incident=incident.slug,
        subject=incident.slug,
        details={},
    )
    return export_journal(incident.slug)

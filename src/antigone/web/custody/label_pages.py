"""Pages on which labels are printed, and numbers reserved for tags."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from antigone.web.custody.acting import add_errors, person
from antigone.web.custody.acts.passing import CustodyRefused
from antigone.web.custody.acts.tags import MOST_TAGS, record_printing, reserve_tags
from antigone.web.custody.codes import Kind, Label
from antigone.web.custody.doors import tag_runs_in_sight
from antigone.web.custody.finding import NothingFound, find, label_of
from antigone.web.custody.items import Item
from antigone.web.custody.labels import SHEETS, Printed, labels_pdf
from antigone.web.custody.models import Packet, Sample, Tag
from antigone.web.custody.taking import owner_in_words
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.models import Remains

MOST_LABELS = 500


class SheetForm(forms.Form):
    """On what labels are printed, and from where on."""

    sheet = forms.ChoiceField(
        label=gettext_lazy("Size"), choices=[(s.key, s.name) for s in SHEETS.values()]
    )
    start = forms.IntegerField(
        label=gettext_lazy("First free label of the sheet"),
        help_text=gettext_lazy("Counted from the top left, line by line; 1 for a whole sheet."),
        min_value=1,
        initial=1,
    )

    def clean(self) -> dict[str, object]:
        """The first label lies on the sheet."""
        cleaned = super().clean() or {}
        sheet, start = SHEETS.get(str(cleaned.get("sheet"))), cleaned.get("start")
        if sheet and isinstance(start, int) and start > sheet.on_a_page:
            self.add_error(
                "start",
                _("This size has %(all)d labels on a sheet: allowed are 1 to %(all)d.")
                % {"all": sheet.on_a_page},
            )
        return cleaned


class LabelsForm(SheetForm):
    """Which labels are printed."""

    items = forms.CharField(
        label=gettext_lazy("Numbers and codes, one a line"),
        help_text=gettext_lazy("Remains, samples and packets; the same line twice prints two."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_LABELS * 120,
    )
    field_order = ("items", "sheet", "start")


class TagsForm(forms.Form):
    """Numbers that are reserved for tags."""

    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_TAGS, initial=24
    )
    begins_with = forms.CharField(label=gettext_lazy("Prefix"), initial="PM-", max_length=9)
    purpose = forms.CharField(
        label=gettext_lazy("For whom, or what"),
        help_text=gettext_lazy("Such as: recovery team 2, week of 5 October."),
        max_length=200,
    )


@require_http_methods(["GET", "POST"])
def labels(request: HttpRequest, incident: str) -> HttpResponse:
    """Labels for what is registered."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.HANDLE_SAMPLES)
    begun = {"items": "\n".join(request.GET.getlist("item"))}
    form = LabelsForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        printed = _printed(request, found, form)
        if printed:
            return _pdf(request, found, printed, form)
    status = 422 if request.method == "POST" else 200
    context = {
        "incident": found,
        "form": form,
        "may_reserve": may(request.user, found, Permission.REGISTER),
    }
    return render(request, "custody/labels.html", context, status=status)


@require_http_methods(["GET", "POST"])
def tags(request: HttpRequest, incident: str) -> HttpResponse:
    """Runs of reserved numbers; a new one."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.REGISTER)
    form = TagsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = reserve_tags(
                user=person(request),
                incident=found,
                count=form.cleaned_data["count"],
                prefix=form.cleaned_data["begins_with"],
                purpose=form.cleaned_data["purpose"],
            )
        except CustodyRefused as refusal:
            form.add_error("begins_with", str(refusal))
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("Reserved. Nobody else gets these numbers."))
            return redirect("custody:tag_run", incident=found.slug, pk=run.pk)
    runs = tag_runs_in_sight(request.user, found).select_related("reserved_by")
    context = {"incident": found, "form": form, "runs": runs.prefetch_related("tags")}
    status = 422 if request.method == "POST" else 200
    return render(request, "custody/tags.html", context, status=status)


@require_http_methods(["GET", "POST"])
def tag_run(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A run of reserved numbers: which are used, and printing the others."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.REGISTER)
    rows = tag_runs_in_sight(request.user, found).select_related("reserved_by")
    run = get_object_or_404(rows, pk=pk)
    numbers = list(run.tags.values_list("number", flat=True))
    registered = Remains.objects.filter(incident=found, number__in=numbers)
    used = set(registered.values_list("number", flat=True))
    free = [number for number in numbers if number not in used]
    form = SheetForm(request.POST or None, initial={"sheet": "card"})
    if request.method == "POST" and form.is_valid() and free:
        return _pdf(request, found, [_tag(number) for number in free], form)
    context = {"incident": found, "run": run, "form": form, "used": used, "numbers": numbers}
    context["free"] = len(free)
    status = 422 if request.method == "POST" else 200
    return render(request, "custody/tag_run.html", context, status=status)


def _printed(request: HttpRequest, incident: Incident, form: LabelsForm) -> list[Printed]:
    """The labels that the form names; none where one of them is not known."""
    lines = [line.strip() for line in form.cleaned_data["items"].splitlines() if line.strip()]
    if len(lines) > MOST_LABELS:
        form.add_error("items", _("At most %d labels at a time.") % MOST_LABELS)
        return []
    printed = []
    for line in lines:
        try:
            printed.append(_label(find(request.user, incident, line)))
        except NothingFound as nothing:
            form.add_error("items", str(nothing))
    return [] if form.errors else printed


def _label(item: Item | Tag) -> Printed:
    if isinstance(item, Sample):
        kind = item.get_kind_display()
        return Printed(label_of(item), _("Sample"), kind, owner_in_words(item))
    if isinstance(item, Packet):
        kind = item.get_kind_display()
        return Printed(label_of(item), _("Packet"), kind, item.remains.number)
    return _tag(item.number)


def _tag(number: str) -> Printed:
    return Printed(Label(Kind.REMAINS, number), _("Remains"))


def _pdf(
    request: HttpRequest, incident: Incident, printed: list[Printed], form: SheetForm
) -> HttpResponse:
    sheet = SHEETS[form.cleaned_data["sheet"]]
    pdf = labels_pdf(printed, sheet, cast(int, form.cleaned_data["start"]))
    record_printing(
        user=person(request),
        incident=incident,
        labels=[one.label for one in printed],
        size=sheet.key,
    )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="labels.pdf"'},
    )

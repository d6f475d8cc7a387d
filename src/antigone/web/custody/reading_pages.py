"""Pages on which alleles are typed, typed again, compared, and read."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.genetics.consensus import Consensus, without_unseen
from antigone.genetics.markers import Marker
from antigone.web.custody.acting import add_errors, person
from antigone.web.custody.acts.passing import CustodyRefused
from antigone.web.custody.acts.read import (
    Particulars,
    enter_again,
    enter_reading,
    insist_on_basis_of,
    settle_reading,
)
from antigone.web.custody.doors import reading_or_404, sample_or_404
from antigone.web.custody.forms import ParticularsForm
from antigone.web.custody.models import Reading, Sample
from antigone.web.custody.reading_content import (
    Content,
    consensus_of,
    content_of_reading,
    owner_of,
)
from antigone.web.custody.taking import owner_in_words
from antigone.web.custody.typing_rows import TypedRow, empty_rows, profile_of, read_rows
from antigone.web.incidents.access import incident_or_404, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.models import Person, SexChoice
from antigone.web.records.profiles import alleles_in_words
from antigone.web.records.reading import markers_of


@dataclass(frozen=True)
class ReadRow:
    """One marker of a reading: as typed first, second, as agreed, and as it is compared."""

    name: str
    first: str
    second: str
    agreed: str
    differs: bool


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, incident: str, code: str) -> HttpResponse:
    """The alleles of a sample are typed for the first time."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.ENTER_DNA)
    sample = sample_or_404(request.user, found, code)
    markers = list(markers_of(found).values())
    user = person(request)
    begun = {"read_on": timezone.localdate(), "reader": user.full_name}
    form = ParticularsForm(
        request.POST or None,
        initial=begun | {"laboratory": user.agency.name if user.agency else ""},
    )
    rows = _rows(request, markers, sample)
    if request.method == "POST" and form.is_valid() and not _wrong(rows):
        try:
            made = enter_reading(
                user=user,
                sample=sample,
                particulars=Particulars(**form.cleaned_data),
                profile=profile_of(rows),
            )
        except CustodyRefused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("Typed. It counts once it was typed a second time."))
            return redirect(made)
    return _typing_page(request, found, sample, rows, form=form)


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The alleles are typed a second time, without the first being shown."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.ENTER_DNA)
    reading = reading_or_404(request.user, found, pk)
    rows = _rows(request, list(markers_of(found).values()), reading.sample)
    refusal = ""
    if request.method == "POST" and not _wrong(rows):
        try:
            differing = enter_again(user=person(request), reading=reading, profile=profile_of(rows))
        except CustodyRefused as refused:
            refusal = str(refused)
        else:
            if differing:
                words = _("The two typings differ. Look at the sample once more.")
                messages.warning(request, words)
            else:
                messages.success(request, _("Both typings agree. The reading counts from now on."))
            return redirect(reading)
    return _typing_page(request, found, reading.sample, rows, reading=reading, refusal=refusal)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """What stands at the markers at which the two typings differ."""
    found = incident_or_404(request.user, incident)
    require(request.user, found, Permission.ENTER_DNA)
    reading = reading_or_404(request.user, found, pk)
    content = content_of_reading(reading)
    if content is None or not content.differing or reading.counts:
        return redirect(reading)
    known = markers_of(found)
    rows = _rows(request, [known[m] for m in content.differing if m in known], reading.sample)
    refusal = ""
    if request.method == "POST" and not _wrong(rows):
        try:
            settle_reading(user=person(request), reading=reading, settled=profile_of(rows))
        except CustodyRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Settled. The reading counts from now on."))
            return redirect(reading)
    return _typing_page(
        request, found, reading.sample, rows, reading=reading, refusal=refusal, content=content
    )


@require_safe
def reading_page(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A reading with both typings; older ones of the same sample stay beside it."""
    found = incident_or_404(request.user, incident)
    reading = reading_or_404(request.user, found, pk)
    content, known = content_of_reading(reading), markers_of(found)
    owner = owner_of(reading.sample)
    agreed = consensus_of(owner) if content is not None else Consensus({}, ())
    unseen = without_unseen(agreed.profile, {m: known[m].alleles for m in known})[1]
    context = {
        "incident": found,
        "reading": reading,
        "sample": reading.sample,
        "owner": owner_in_words(reading.sample),
        "withdrawn": content is None,
        "rows": [] if content is None else _read_rows(content),
        "differing": () if content is None else content.differing,
        "versions": reading.sample.readings.select_related("first_by", "second_by"),
        "conflicts": agreed.conflicts,
        "unseen": [(marker, ", ".join(alleles)) for marker, alleles in unseen.items()],
        "may_read": may(request.user, found, Permission.ENTER_DNA),
    }
    return render(request, "custody/reading.html", context)


def _typing_page(
    request: HttpRequest,
    incident: Incident,
    sample: Sample,
    rows: list[TypedRow],
    *,
    form: ParticularsForm | None = None,
    reading: Reading | None = None,
    refusal: str = "",
    content: Content | None = None,
) -> HttpResponse:
    owner = owner_of(sample)
    try:
        insist_on_basis_of(incident, owner)
        basis = ""
    except CustodyRefused as refused:
        basis = str(refused)
    differing = {} if content is None else {row.name: row for row in _read_rows(content)}
    context = {
        "incident": incident,
        "sample": sample,
        "owner": owner_in_words(sample),
        "donor": owner if isinstance(owner, Person) else None,
        "reading": reading,
        "form": form,
        "rows": [(row, differing.get(row.name)) for row in rows],
        "wrong": _wrong(rows),
        "settling": content is not None,
        "refusal": refusal,
        "lacks_basis": basis,
        "can_be_compared": reverse("records:files", kwargs={"incident": incident.slug}),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "custody/typing.html", context, status=status)


def _rows(request: HttpRequest, markers: list[Marker], sample: Sample) -> list[TypedRow]:
    if request.method != "POST":
        return empty_rows(markers)
    man = owner_of(sample).sex == SexChoice.MALE
    return read_rows(markers, request.POST.dict(), man=man)


def _wrong(rows: list[TypedRow]) -> list[TypedRow]:
    return [row for row in rows if row.error]


def _read_rows(content: Content) -> list[ReadRow]:
    markers = dict.fromkeys((*content.first, *(content.second or {}), *(content.agreed or {})))
    return [
        ReadRow(
            marker,
            alleles_in_words(content.first.get(marker)),
            alleles_in_words((content.second or {}).get(marker)),
            alleles_in_words((content.agreed or {}).get(marker)),
            marker in content.differing,
        )
        for marker in markers
    ]

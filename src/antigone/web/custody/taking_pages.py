"""Pages on which samples are taken, divided, corrected and used up, and packets packed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from antigone.web.custody.acting import ActPage, act_page, person
from antigone.web.custody.acts.take import (
    change_state,
    correct_sample,
    divide_sample,
    pack,
    take_sample,
)
from antigone.web.custody.doors import donor_or_404, sample_or_404
from antigone.web.custody.forms import CorrectSampleForm, DivideForm, PackForm, StateForm, TakeForm
from antigone.web.custody.taking import owner_in_words, taking_of
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.consent import coverage_of
from antigone.web.records.doors import remains_or_404
from antigone.web.records.models import Person


def _allowed(request: HttpRequest, slug: str, *others: Permission) -> Incident:
    incident = incident_or_404(request.user, slug)
    for permission in (Permission.HANDLE_SAMPLES, *others):
        require(request.user, incident, permission)
    return incident


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """A sample of remains."""
    found = _allowed(request, incident, Permission.SEE_REMAINS)
    remains = remains_or_404(request.user, found, number)
    form = TakeForm(request.POST or None, initial=TakeForm.of(person(request)))
    page = ActPage(
        incident=found,
        title=_("A sample of %s") % remains.number,
        act=_("Record the sample"),
        back=reverse("custody:of_remains", kwargs={"incident": found.slug, "number": number}),
        back_to=remains.number,
        lede=_("It gets a code at once, drawn at random. Its custody begins with who took it."),
    )

    def do(form: TakeForm) -> tuple[str, str]:
        sample = take_sample(
            user=person(request),
            owner=remains,
            kind=form.cleaned_data["kind"],
            taken_at=form.cleaned_data["taken_at"],
            taking=form.taking(),
            taker=form.taker(),
            seal=form.cleaned_data["seal"],
        )
        return sample.get_absolute_url(), _("Recorded under the code %s.") % sample.code

    return act_page(request, page, form, do)


@require_http_methods(["GET", "POST"])
def take_of_donor(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A reference sample of a relative, or a personal object of the person sought."""
    found = _allowed(request, incident, Permission.SEE_FAMILIES)
    donor = donor_or_404(request.user, found, pk)
    form = TakeForm(request.POST or None, initial=TakeForm.of(person(request)) | {"kind": "buccal"})
    page = ActPage(
        incident=found,
        title=_("A sample of %(code)s, family %(family)s")
        % {"code": donor.code, "family": donor.family.name},
        act=_("Record the sample"),
        back=reverse("custody:of_family", kwargs={"incident": found.slug, "pk": donor.family_id}),
        back_to=donor.family.name,
        lede=_(
            "The sample goes under a code that says nothing of the person. Write no name of a "
            "relative; what is written here is sealed with the key of this relative."
        ),
        hints=_consent_hint(found, donor),
    )

    def do(form: TakeForm) -> tuple[str, str]:
        sample = take_sample(
            user=person(request),
            owner=donor,
            kind=form.cleaned_data["kind"],
            taken_at=form.cleaned_data["taken_at"],
            taking=form.taking(),
            taker=form.taker(),
            seal=form.cleaned_data["seal"],
        )
        return sample.get_absolute_url(), _("Recorded under the code %s.") % sample.code

    return act_page(request, page, form, do)


@require_http_methods(["GET", "POST"])
def divide(request: HttpRequest, incident: str, code: str) -> HttpResponse:
    """Aliquots of a sample."""
    found = _allowed(request, incident)
    sample = sample_or_404(request.user, found, code)
    initial = TakeForm.of(person(request)) | {"kind": sample.kind}
    form = DivideForm(request.POST or None, initial=initial)
    page = ActPage(
        incident=found,
        title=_("Divide %s") % sample.code,
        act=_("Record the aliquots"),
        back=sample.get_absolute_url(),
        back_to=sample.code,
        lede=_("Each aliquot gets a code of its own and begins a chain of its own."),
    )

    def do(form: DivideForm) -> tuple[str, str]:
        made = divide_sample(
            user=person(request),
            sample=sample,
            count=form.cleaned_data["count"],
            kind=form.cleaned_data["kind"],
            taken_at=form.cleaned_data["taken_at"],
            taking=form.taking(),
            taker=form.taker(),
            used_up=form.cleaned_data["used_up"],
        )
        codes = ", ".join(one.code for one in made)
        words = ngettext("%d aliquot: ", "%d aliquots: ", len(made)) % len(made)
        return sample.get_absolute_url(), words + codes

    return act_page(request, page, form, do)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, incident: str, code: str) -> HttpResponse:
    """What is written of a sample is wrong."""
    found = _allowed(request, incident)
    sample = sample_or_404(request.user, found, code)
    words = taking_of(sample)
    initial = {"kind": sample.kind, "taken_at": timezone.localtime(sample.taken_at)}
    form = CorrectSampleForm(request.POST or None, initial=initial | (vars(words) if words else {}))
    page = ActPage(
        incident=found,
        title=_("Correct %s") % sample.code,
        act=_("Record the correction"),
        back=sample.get_absolute_url(),
        back_to=sample.code,
        lede=_("%(owner)s. What stood here before stays readable.")
        % {"owner": owner_in_words(sample)},
    )

    def do(form: CorrectSampleForm) -> tuple[str, str]:
        corrected = correct_sample(
            user=person(request),
            sample=sample,
            kind=form.cleaned_data["kind"],
            taken_at=form.cleaned_data["taken_at"],
            taking=form.taking(),
            because=form.cleaned_data["because"],
        )
        return corrected.get_absolute_url(), _("Corrected. What stood there before stays readable.")

    return act_page(request, page, form, do)


@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, incident: str, code: str) -> HttpResponse:
    """A sample was used up, given back or destroyed."""
    found = _allowed(request, incident)
    sample = sample_or_404(request.user, found, code)
    form = StateForm(request.POST or None, initial={"at": timezone.localtime()})
    page = ActPage(
        incident=found,
        title=_("What became of %s?") % sample.code,
        act=_("Record it"),
        back=sample.get_absolute_url(),
        back_to=sample.code,
        lede=_("Now recorded: %s. Nothing is deleted; an error is corrected by a new entry.")
        % sample.get_state_display(),
    )

    def do(form: StateForm) -> tuple[str, str]:
        change_state(user=person(request), sample=sample, **form.cleaned_data)
        return sample.get_absolute_url(), _("Recorded.")

    return act_page(request, page, form, do)


@require_http_methods(["GET", "POST"])
def pack_page(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """A packet of what was found with remains."""
    found = _allowed(request, incident, Permission.SEE_REMAINS)
    remains = remains_or_404(request.user, found, number)
    user = person(request)
    initial = {
        "packed_at": timezone.localtime(),
        "packed_by": user.full_name,
        "agency": user.agency.name if user.agency else "",
    }
    form = PackForm(request.POST or None, initial=initial)
    page = ActPage(
        incident=found,
        title=_("A packet with %s") % remains.number,
        act=_("Record the packet"),
        back=reverse("custody:of_remains", kwargs={"incident": found.slug, "number": number}),
        back_to=remains.number,
        lede=_("Effects, clothing, documents, prints or files that are handed on by themselves."),
    )

    def do(form: PackForm) -> tuple[str, str]:
        packet = pack(
            user=user,
            remains=remains,
            kind=form.cleaned_data["kind"],
            contents=form.cleaned_data["contents"],
            packed_at=form.cleaned_data["packed_at"],
            packer=form.packer(),
            place=form.cleaned_data["place"],
            seal=form.cleaned_data["seal"],
        )
        return packet.get_absolute_url(), _("Recorded under the code %s.") % packet.code

    return act_page(request, page, form, do)


def _consent_hint(incident: Incident, donor: Person) -> tuple[tuple[str, str, str], ...]:
    if coverage_of(incident, [donor.family]).covers_donor(donor, donor.family):
        return ()
    return (
        (
            _(
                "No live legal basis covers this relative (CO-01). A sample may be taken and kept; "
                "nothing is read from it and nothing compared before the consent is recorded."
            ),
            reverse("records:donor_basis", kwargs={"incident": incident.slug, "pk": donor.pk}),
            _("Record the consent of this relative"),
        ),
    )

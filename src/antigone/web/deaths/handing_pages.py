"""Handing over remains, effects and certificates; receipts; what comes back; who is told of an error."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.policy.deaths import Receiver, de_06_record_holds
from antigone.policy.findings import Finding, hindrances_first
from antigone.web.custody.models import Packet
from antigone.web.deaths.acting import (
    Tried,
    head_of,
    name_for,
    not_words_alone,
    parts_seen,
    person,
)
from antigone.web.deaths.acts.coming_back import came_back, record_recall
from antigone.web.deaths.acts.handing import (
    hand_out_certificate,
    hand_over_effects,
    hand_over_remains,
    receiver_findings,
    remains_findings,
)
from antigone.web.deaths.acts.packing import gone
from antigone.web.deaths.doors import death_records_in_sight, record_or_404
from antigone.web.deaths.handing_forms import BackForm, GivenForm, RecallForm
from antigone.web.deaths.models import (
    Certificate,
    DeathRecord,
    Handover,
    RecordVersion,
    TagCheck,
    with_falls,
)
from antigone.web.deaths.models.handing import ReceiverChoice
from antigone.web.deaths.papers import as_file, language_of, receipt_paper
from antigone.web.deaths.particulars import lists_of
from antigone.web.deaths.standing import (
    fingerprint_of_wishes,
    standing_identification,
    standing_identifications,
    wishes_of,
)
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.papers.words_only import PictureInWords
from antigone.web.records.models import Remains

What = Handover.What
RECEIVERS: dict[str, tuple[Receiver, ...]] = {
    What.REMAINS: (Receiver.FAMILY, Receiver.AUTHORITY, Receiver.BURIAL),
    What.EFFECTS: (Receiver.FAMILY, Receiver.AUTHORITY, Receiver.BUREAU),
    What.CERTIFICATE: (Receiver.FAMILY, Receiver.AUTHORITY, Receiver.BUREAU),
}


@require_safe
def handing(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """What was handed over to whom, who read the tags, and what can be handed over now."""
    found = incident_or_404(request.user, incident)
    record = record_or_404(request.user, found, number)
    parts = parts_seen(request.user, record)
    checks = TagCheck.objects.filter(remains__in=parts).select_related("remains", "read_by")
    rows = record.handovers.select_related(
        "certificate", "identification", "recorded_by", "came_back_by"
    ).prefetch_related(
        Prefetch("parts", Remains.objects.filter(pk__in=[part.pk for part in parts])),
        "packets",
        "recalls",
    )
    context = head_of(request, record, "handing") | {
        "handovers": list(with_falls(rows).order_by("-pk")),
        "checks": list(checks.order_by("-pk")[:20]),
        "choices": [
            (what, [ReceiverChoice(to) for to in receivers])
            for what, receivers in ((What(w), r) for w, r in RECEIVERS.items())
        ],
        "languages": settings.LANGUAGES,
    }
    return render(request, "deaths/handing.html", context)


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, incident: str, number: str, what: str, to: str) -> HttpResponse:
    """One handing over: the rules before anybody tries, the wishes, who receives."""
    found = incident_or_404(request.user, incident)
    record = record_or_404(request.user, found, number)
    require(request.user, found, Permission.RECORD_DEATHS)
    if what not in RECEIVERS or to not in RECEIVERS[what]:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    receiver = Receiver(to)
    stands = standing_identification(record)
    wishes = wishes_of(stands.missing_person) if stands else []
    packets = _packets(record) if what == What.EFFECTS else {}
    form = GivenForm(
        request.POST or None,
        user=person(request),
        wishes=fingerprint_of_wishes(wishes) if wishes else "",
        packets=[
            (code, _("%(code)s, seal %(seal)s") % {"code": code, "seal": seal})
            for code, (_packet, seal) in packets.items()
        ]
        if what == What.EFFECTS
        else None,
    )
    tried = None
    if request.method == "POST":
        chosen = {code: packet for code, (packet, _seal) in packets.items()}
        tried = Tried(form, lambda: _handed(request, record, what, receiver, form, chosen))
        if tried.done:
            messages.success(request, _("Handed over. The receipt can be printed below."))
            return redirect("deaths:handing", incident=found.slug, number=record.number)
    rules = hindrances_first(_rules(record, what, receiver))
    context = head_of(request, record, "handing") | {
        "form": form,
        "what": What(what),
        "to": ReceiverChoice(to),
        "rules": rules,
        "blocked": [
            rule for rule in rules if not rule.met and not (rule.code == "DE-15" and wishes)
        ],
        "wishes": wishes,
        "refused": tried.refused if tried else (),
    }
    return render(request, "deaths/hand_over.html", context, status=tried.status if tried else 200)


def _rules(record: DeathRecord, what: str, receiver: Receiver) -> Sequence[Finding]:
    if what == What.REMAINS:
        return remains_findings(record, receiver, "", timezone.now())
    rules = receiver_findings(standing_identifications(record), receiver, "")
    if what == What.CERTIFICATE:
        certificate = _certificate(record)
        doubt = certificate is None or certificate.version.in_doubt
        rules.insert(0, de_06_record_holds(in_doubt=doubt, certified=False))
    return rules


def _handed(
    request: HttpRequest,
    record: DeathRecord,
    what: str,
    receiver: Receiver,
    form: GivenForm,
    packets: dict[str, Packet],
) -> Handover:
    user, given = person(request), form.given(receiver, person(request))
    if what == What.REMAINS:
        return hand_over_remains(user=user, record=record, given=given)
    if what == What.EFFECTS:
        chosen = [packets[code] for code in form.cleaned_data["packets"]]
        return hand_over_effects(user=user, record=record, packets=chosen, given=given)
    certificate = _certificate(record)
    if certificate is None:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    return hand_out_certificate(user=user, record=record, certificate=certificate, given=given)


def _certificate(record: DeathRecord) -> Certificate | None:
    rows = Certificate.objects.filter(version__record=record)
    return rows.select_related("version__identification").order_by("pk").last()


def _packets(record: DeathRecord) -> dict[str, tuple[Packet, str]]:
    """The packets that are here, by code, each with its seal."""
    rows = lists_of(record)
    away = set(gone([row.packet for row in rows]))
    return {row.packet.code: (row.packet, row.seal) for row in rows if row.packet.code not in away}


@require_safe
def receipt(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The paper that both hands sign."""
    found = incident_or_404(request.user, incident)
    row = _handover_or_404(request, found, pk)
    version = _relied_on(row)
    shown = version if name_for(request, version) else None
    try:
        paper = receipt_paper(row, shown, language_of(request))
    except PictureInWords:
        return not_words_alone(request, "deaths:handing", row.record)
    return as_file(paper, f"{row.record.number}-{row.pk}")


def _relied_on(row: Handover) -> RecordVersion | None:
    """The version that names whom the handing over relied on, never whom the body was found to be since."""
    if row.identification_id is None:
        return None
    rows = row.record.versions.filter(
        identification__missing_person__identifications=row.identification_id
    )
    rows = rows.select_related("record__incident", "identification__missing_person", "key")
    return rows.order_by("version").last()


@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Whoever was given something is told that the identification fell."""
    found = incident_or_404(request.user, incident)
    row = _handover_or_404(request, found, pk)
    begun = {"told_at": timezone.localtime()}
    form = RecallForm(request.POST or None, initial=begun)
    tried = None
    if request.method == "POST":
        told = form.cleaned_data if form.is_valid() else {}
        tried = Tried(
            form,
            lambda: record_recall(
                user=person(request),
                handover=row,
                told_at=told["told_at"],
                told_by=told["told_by"],
                words=told["agreed"],
            ),
        )
        if tried.done:
            messages.success(request, _("It is recorded that they were told."))
            return redirect("deaths:handing", incident=found.slug, number=row.record.number)
    return _about(request, row, form, tried, "deaths/recall.html")


@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """What was handed over is here again."""
    found = incident_or_404(request.user, incident)
    row = _handover_or_404(request, found, pk)
    form = BackForm(request.POST or None, initial={"at": timezone.localtime()})
    tried = None
    if request.method == "POST":
        tried = Tried(
            form, lambda: came_back(user=person(request), handover=row, **form.cleaned_data)
        )
        if tried.done:
            messages.success(request, _("It is recorded that it came back."))
            return redirect("deaths:handing", incident=found.slug, number=row.record.number)
    return _about(request, row, form, tried, "deaths/back.html")


def _about(
    request: HttpRequest,
    row: Handover,
    form: RecallForm | BackForm,
    tried: Tried | None,
    template: str,
) -> HttpResponse:
    context = head_of(request, row.record, "handing") | {
        "form": form,
        "handover": row,
        "told": list(row.recalls.all()),
        "refused": tried.refused if tried else (),
    }
    return render(request, template, context, status=tried.status if tried else 200)


def _handover_or_404(request: HttpRequest, incident: Incident, pk: int) -> Handover:
    records = death_records_in_sight(request.user, incident).order_by()
    rows = Handover.objects.filter(record__in=records).select_related(
        "record__incident", "record__remains__incident", "identification", "certificate"
    )
    found = get_object_or_404(rows, pk=pk)
    require(request.user, incident, Permission.SEE_REMAINS)
    require(request.user, incident, Permission.RECORD_DEATHS)
    return found

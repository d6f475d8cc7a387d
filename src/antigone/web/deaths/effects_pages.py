"""Effects: the sealed packets of a body, packing one, opening one, and the list that goes with it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antigone.web.custody.doors import packets_in_sight
from antigone.web.custody.models import Packet
from antigone.web.deaths.acting import Tried, head_of, parts_seen, person
from antigone.web.deaths.acts.packing import count_anew, gone, pack_effects
from antigone.web.deaths.doors import death_records_in_sight, named_for, record_or_404
from antigone.web.deaths.effects_forms import CountAnewForm, CountForm, PackForm
from antigone.web.deaths.models import ContentsList, DeathRecord, RecordVersion
from antigone.web.deaths.papers import as_file, contents_paper, language_of
from antigone.web.deaths.particulars import article_in_words, last_entries, lists_of
from antigone.web.deaths.proposing import article_of, items_of
from antigone.web.deaths.standing import newest_version, parts_of_record, records_of_body
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission


@require_http_methods(["GET", "POST"])
def effects(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """The packets of a body with their lists, and a new one."""
    found = incident_or_404(request.user, incident)
    record = record_or_404(request.user, found, number)
    parts = {part.number: part for part in parts_seen(request.user, record)}
    begun = CountForm.of(person(request)) | {"articles": _listed(request, record)}
    form = PackForm(request.POST or None, parts=list(parts), initial=begun)
    tried = None
    if request.method == "POST":
        require(request.user, found, Permission.RECORD_DEATHS)
        tried = Tried(
            form,
            lambda: pack_effects(
                user=person(request),
                record=record,
                remains=parts[form.cleaned_data["part"]],
                kind=form.cleaned_data["kind"],
                counted=form.counted(),
            ),
        )
        if tried.done:
            messages.success(request, _("The packet is recorded with its list."))
            return redirect("deaths:effects", incident=found.slug, number=record.number)
    context = head_of(request, record, "effects") | {
        "form": form,
        "packets": _packets(record),
        "reads_owner": _reads_owner(request, record) is not None,
        "unlisted": _unlisted(record),
        "languages": settings.LANGUAGES,
        "refused": tried.refused if tried else (),
    }
    return render(request, "deaths/effects.html", context, status=tried.status if tried else 200)


def _listed(request: HttpRequest, record: DeathRecord) -> str:
    """What the examination lists and no packet holds yet, to be struck out or confirmed."""
    held = {one["what"] for row in lists_of(record) for one in row.articles}
    articles = (article_of(item).what for item in items_of(request.user, record))
    return "\n".join(what for what in articles if what not in held)


def _packets(record: DeathRecord) -> list[dict[str, object]]:
    rows = lists_of(record)
    where = last_entries([row.packet_id for row in rows])
    away = set(gone([row.packet for row in rows]))
    earlier: dict[int, list[ContentsList]] = {}
    for one in ContentsList.objects.filter(record=record).select_related("recorded_by"):
        earlier.setdefault(one.packet_id, []).append(one)
    return [
        {
            "list": row,
            "articles": [article_in_words(one) for one in row.articles],
            "where": where.get(row.packet_id),
            "away": row.packet.code in away,
            "earlier": [one for one in earlier[row.packet_id] if one.pk != row.pk],
        }
        for row in rows
    ]


def _unlisted(record: DeathRecord) -> list[Packet]:
    """Packets of this body that custody knows, and of which nobody made a list."""
    rows = Packet.objects.filter(
        remains__in=parts_of_record(record), contents_lists__isnull=True
    ).exclude(kind__in=(Packet.Kind.PRINTS, Packet.Kind.PICTURES))
    return list(rows.order_by("pk"))


@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """A packet is opened, counted and sealed anew."""
    found = incident_or_404(request.user, incident)
    packet, record = _packet_or_404(request, found, pk)
    require(request.user, found, Permission.RECORD_DEATHS)
    before = packet.contents_lists.order_by("version").last()
    form = CountAnewForm(request.POST or None, initial=_begun(request, before))
    tried = None
    if request.method == "POST":
        tried = Tried(
            form,
            lambda: count_anew(
                user=person(request),
                record=record,
                packet=packet,
                counted=form.counted(),
                seal_found=form.cleaned_data["seal_found"],
                whole=form.cleaned_data["whole"],
                because=form.cleaned_data["because"],
            ),
        )
        if tried.done:
            messages.success(request, _("Counted and sealed anew. The old list stays readable."))
            return redirect("deaths:effects", incident=found.slug, number=record.number)
    context = head_of(request, record, "effects") | {
        "form": form,
        "packet": packet,
        "before": before,
        "refused": tried.refused if tried else (),
    }
    return render(request, "deaths/count.html", context, status=tried.status if tried else 200)


def _begun(request: HttpRequest, before: ContentsList | None) -> dict[str, object]:
    begun = CountForm.of(person(request))
    if before is None:
        return begun
    money = [one for one in before.articles if one.get("amount")]
    return begun | {
        "articles": "\n".join(one["what"] for one in before.articles if not one.get("amount")),
        "money": "\n".join(f"{m['amount']} {m['currency']} {m['what']}" for m in money),
        "owner": before.owner,
    }


def _packet_or_404(request: HttpRequest, incident: Incident, pk: int) -> tuple[Packet, DeathRecord]:
    """A packet, and the record of the body with which it was found."""
    rows = packets_in_sight(request.user, incident).select_related("remains__incident", "incident")
    packet = get_object_or_404(rows, pk=pk)
    require(request.user, incident, Permission.SEE_REMAINS)
    pks = [one.pk for one in records_of_body(packet.remains)]
    records = death_records_in_sight(request.user, incident).filter(pk__in=pks)
    record = get_object_or_404(
        records.select_related("incident", "remains__incident").order_by("pk")[:1]
    )
    return packet, record


@require_safe
def paper_of(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """The list that goes with a packet."""
    found = incident_or_404(request.user, incident)
    packet, record = _packet_or_404(request, found, pk)
    rows = packet.contents_lists.select_related("record__incident", "packet__remains")
    row = get_object_or_404(rows.order_by("-version")[:1])
    shown = _reads_owner(request, record)
    return as_file(contents_paper(row, shown, language_of(request)), packet.code)


def _reads_owner(request: HttpRequest, record: DeathRecord) -> RecordVersion | None:
    """The newest version, for whoever reads the names in it: the statement of the owner may hold one too."""
    version = newest_version(record)
    if version is None or not named_for(request.user, record.incident, [version]):
        return None
    return version

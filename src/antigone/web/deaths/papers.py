"""The papers: certificates, lists of packets, receipts, and the list of graves; in six languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from antigone.policy.deaths import Receiver
from antigone.web.deaths.acting import written_name
from antigone.web.deaths.asked import ASKED
from antigone.web.deaths.days import day_in_words
from antigone.web.deaths.models import (
    Certificate,
    ContentsList,
    GraveEvent,
    Handover,
    RecordVersion,
)
from antigone.web.deaths.models.graves import RestChoice
from antigone.web.deaths.particulars import article_in_words
from antigone.web.deaths.sealed import text_of
from antigone.web.incidents.models import Incident
from antigone.web.papers.rendering import Enclosed, paper
from antigone.web.sentences import isolated

ON_A_CERTIFICATE = tuple(
    one for one in ASKED if one.name not in {"inform", "documents", "surname", "first_names"}
)


def language_of(request: HttpRequest) -> str:
    """The language that is asked for, else that of the page."""
    asked = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    return asked if asked in known else translation.get_language() or settings.LANGUAGE_CODE


def as_file(content: bytes, name: str) -> HttpResponse:
    """A paper as an answer."""
    disposition = f'inline; filename="{name}.pdf"'
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


def certificate_paper(
    certificate: Certificate, language: str, *, for_family: bool = False
) -> bytes:
    """A certificate as it was issued; its canonical content is attached.

    Args:
        for_family: a copy for the family, that says neither wounds nor cause, and has nothing attached:
            these are told in person, or handed over at the family's request.

    Raises:
        ValueError: its content is destroyed.
        PictureInWords: it is for the family, and something in it is not words alone.
    """
    text = text_of(certificate)
    content = json.loads(text)
    with translation.override(language):
        context = {
            "certificate": certificate,
            "incident": certificate.incident,
            "content": content,
            "person": content["person"],
            "rows": _rows(content, for_family=for_family),
            "for_family": for_family,
            "burial": _burial(content["person"]["burial"]),
            "issued_at": datetime.fromisoformat(content["issued_at"]),
            "decided_at": _moment(content["decision"]),
            "superseded": _superseded(certificate),
        }
    enclosed = Enclosed(f"{certificate.number}.json", text.encode(), "certificate of death")
    return paper(
        "deaths/certificate_paper.html",
        context,
        language=language,
        dated=certificate.issued_at,
        enclosed=() if for_family else (enclosed,),
        for_family=for_family,
    )


def _superseded(certificate: Certificate) -> Certificate | None:
    return Certificate.objects.filter(supersedes=certificate).first()


def _moment(decision: Mapping[str, str] | None) -> datetime | None:
    return None if decision is None else datetime.fromisoformat(decision["decided_at"])


def _rows(content: Mapping[str, Mapping[str, str]], *, for_family: bool) -> list[tuple[str, str]]:
    person, cause = content["person"], content["cause_certified"]
    found = []
    for one in ON_A_CERTIFICATE:
        value = person.get(one.name) or cause.get(one.name) or ""
        if not value or (one.name == "died_is" and not person.get("died")):
            continue
        if for_family and one.name == "cause":
            continue
        shown = day_in_words(value) if one.day else str(dict(one.choices).get(value, value))
        found.append((str(one.label), shown))
    return found


def _burial(burial: Mapping[str, object] | None) -> dict[str, object] | None:
    if burial is None:
        return None
    return {
        **burial,
        "kind_in_words": RestChoice(str(burial["kind"])).label,
        "coordinates": coordinates(burial["latitude"], burial["longitude"]),
    }


def coordinates(latitude: object, longitude: object) -> str:
    """Latitude and longitude, not turned round in right-to-left text; "" where not known."""
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return ""
    return isolated(f"{latitude:.6f}, {longitude:.6f}")


def contents_paper(row: ContentsList, version: RecordVersion | None, language: str) -> bytes:
    """The list that goes with a sealed packet, and the statement of the owner.

    Args:
        version: for whoever reads names. Where it names nobody, or is in doubt, nothing is said of the owner.
    """
    with translation.override(language):
        context = {
            "owner": row.owner if _name(version) else "",
            "list": row,
            "record": row.record,
            "incident": row.record.incident,
            "remains": row.packet.remains,
            "articles": [article_in_words(one) for one in row.articles],
            "name": _name(version),
        }
    return paper("deaths/contents_paper.html", context, language=language, dated=row.at)


def receipt_paper(row: Handover, version: RecordVersion | None, language: str) -> bytes:
    """What was handed over to whom, to be signed by both hands.

    Raises:
        PictureInWords: it goes to a family, and something in it is not words alone.
    """
    with translation.override(language):
        context = {
            "handover": row,
            "record": row.record,
            "incident": row.record.incident,
            "parts": [part.number for part in row.parts.all()],
            "packets": _lists(row),
            "certificate": row.certificate,
            "name": _name(version),
        }
    return paper(
        "deaths/receipt_paper.html",
        context,
        language=language,
        dated=row.recorded_at,
        for_family=row.receiver == Receiver.FAMILY,
    )


def _name(version: RecordVersion | None) -> str:
    if version is None or version.identification is None or version.in_doubt:
        return ""
    return written_name(version)


def _lists(row: Handover) -> list[tuple[ContentsList, list[str]]]:
    """Of each packet the list that counted when it was handed over."""
    rows = ContentsList.objects.filter(
        packet__in=row.packets.all(), recorded_at__lte=row.recorded_at
    ).select_related("packet")
    newest = {one.packet_id: one for one in rows.order_by("version")}
    return [(one, [article_in_words(a) for a in one.articles]) for one in newest.values()]


def graves_paper(
    incident: Incident, graves: Iterable[tuple[GraveEvent, str]], language: str
) -> bytes:
    """The list of graves with their exact place and marking.

    Args:
        graves: each with the name of who rests there, "" where nobody is named.
    """
    rows = list(graves)
    now = timezone.now()
    dated = max((grave.recorded_at for grave, _name in rows), default=incident.created_at)
    with translation.override(language):
        context = {
            "incident": incident,
            "printed_at": now,
            "rows": [(g, name, coordinates(g.latitude, g.longitude)) for g, name in rows],
        }
    return paper("deaths/graves_paper.html", context, language=language, dated=dated)

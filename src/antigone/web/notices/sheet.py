"""The preparation sheet: all that a notifier takes along, field by field, and nothing besides (NO-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.web.deaths.models import ContentsList
from antigone.web.notices.models import Notice, Wish
from antigone.web.notices.sealed import family_of
from antigone.web.notices.sources import (
    enquirer_of,
    found,
    grounds_in_words,
    grounds_of,
    name_of_reader,
    named,
    relation_of,
    telling_wish,
)
from antigone.web.notices.standing import assignment_of
from antigone.web.notices.taken_over import corrected_notice, words_to_begin_with
from antigone.web.notices.wishes import wishes_in_words
from antigone.web.papers.rendering import paper
from antigone.web.records.joined_bodies import parts_of
from antigone.web.requests.pedigree_from_relation import Relation
from antigone.web.requests.words import CHANNELS

TEMPLATE = "notices/sheet_paper.html"


@dataclass(frozen=True)
class Sheet:
    """What the sheet says of the case; its fields are those of `policy.notices.SHEET_FIELDS`."""

    number: str
    incident: str
    family: str
    name: str
    name_latin: str
    born_on: date | None
    first: str
    relation: str
    with_whom: str
    not_present: str
    must_not_know: str
    language: str
    script: str
    interpreter: str
    customs: str
    channel: str
    safe_times: str
    place: str
    planned_for: datetime | None
    notifier: str
    how_known: Sequence[str]
    signed_on: date
    found_on: date | None
    found_where: str
    now_where: str
    kept: str
    packets: Sequence[str]
    office: str
    wishes: Sequence[str]


def sheet_of(notice: Notice) -> Sheet:
    """The sheet as it is now: of what the family told, what was prepared, and what the record may say."""
    family, person = family_of(notice), notice.missing_person
    prepared, wish = words_to_begin_with(notice), telling_wish(person)
    enquirer = enquirer_of(family)
    names, place, sent = named(person), found(notice.identification.remains), assignment_of(notice)
    on = prepared.get("found_on", "")
    return Sheet(
        number=notice.number,
        incident=notice.incident.name,
        family=family.name,
        name=names.own,
        name_latin=names.latin,
        born_on=names.born_on,
        first=prepared.get("first") or wish.get("first", "") or name_of_reader(family),
        relation=_relation(relation_of(person)),
        with_whom=prepared.get("with_whom", ""),
        not_present=prepared.get("not_present", ""),
        must_not_know=prepared.get("must_not_know") or str(enquirer.get("not_told", "")),
        language=prepared.get("language") or str(enquirer.get("language", "")),
        script=str(enquirer.get("script", "")),
        interpreter=prepared.get("interpreter", ""),
        customs=prepared.get("customs") or wish.get("words", ""),
        channel=_channel(wish, enquirer),
        safe_times=str(enquirer.get("safe_times", "")),
        place=prepared.get("place", ""),
        planned_for=None if sent is None else sent.planned_for,
        notifier="" if sent is None else sent.notifier.full_name,
        how_known=grounds_in_words(grounds_of(notice.identification)),
        signed_on=notice.identification.decided_at.date(),
        found_on=date.fromisoformat(on) if on else place.on,
        found_where=prepared.get("found_where") or place.where,
        now_where=prepared.get("now_where", ""),
        kept=prepared.get("kept", ""),
        packets=packets_of(notice),
        office=prepared.get("office", ""),
        wishes=wishes_in_words(person, without=(Wish.Kind.TELLING,)),
    )


def _relation(code: str) -> str:
    return str(Relation(code).label) if code in Relation.values else ""


def _channel(wish: Mapping[str, str], enquirer: Mapping[str, object]) -> str:
    code = wish.get("channel") or str(enquirer.get("channel", ""))
    return str(CHANNELS.get(code, ""))


def packets_of(notice: Notice) -> list[str]:
    """Sealed packets of the body's effects: number and how many things, not what they look like."""
    rows = ContentsList.objects.filter(
        packet__remains__in=parts_of(notice.identification.remains)
    ).select_related("packet")
    newest = {row.packet_id: row for row in rows.order_by("version")}
    return [
        ngettext(
            "Packet %(code)s, %(count)d thing",
            "Packet %(code)s, %(count)d things",
            len(row.articles),
        )
        % {"code": row.packet, "count": len(row.articles)}
        for row in newest.values()
    ]


def sheet_pdf(notice: Notice, language: str, dated: datetime) -> bytes:
    """The sheet as PDF/A, words alone (NO-01).

    Raises:
        PictureInWords: something that is not words is in it, whatever template it came from.
    """
    context = {
        "sheet": sheet_of(notice),
        "is_correction": notice.is_correction,
        "taken_from": corrected_notice(notice),
    }
    return paper(TEMPLATE, context, language=language, dated=dated, for_family=True, size="9pt")


def prefilled(notice: Notice) -> dict[str, object]:
    """What stands in the form of the preparation: what was typed, else what the record may say."""
    sheet = sheet_of(notice)
    return {
        **{name: getattr(sheet, name) for name in _TYPED},
        "found_on": sheet.found_on,
    }


_TYPED = (
    *("first", "with_whom", "not_present", "must_not_know", "place", "language", "interpreter"),
    *("customs", "found_where", "now_where", "kept", "office"),
)


def heading(notice: Notice) -> str:
    """The name of the person, or the number where the family withdrew or told no name."""
    return named(notice.missing_person).own or _("person sought %s") % notice.missing_person.number

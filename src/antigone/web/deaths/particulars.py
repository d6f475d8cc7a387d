"""The record of a dead person as it goes out: to the Bureau, on certificates, with packets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace

from django.utils.translation import gettext as _

from antigone.formats.dead_person import Burial, DeadPerson, Packet
from antigone.policy.deaths import Receiver
from antigone.web.custody.models import CustodyEvent
from antigone.web.deaths.asked import ASKED, Source, rests_on_identification
from antigone.web.deaths.models import (
    ContentsList,
    DeathRecord,
    GraveEvent,
    Handover,
    RecordVersion,
)
from antigone.web.deaths.sealed import particulars_in
from antigone.web.deaths.standing import current_grave, newest_version, parts_of_record

__all__ = ["ASKED", "Source", "dead_person_of", "without"]

_OF_PERSON = frozenset(one.name for one in fields(DeadPerson))


def dead_person_of(record: DeathRecord, withheld: Collection[str] = ()) -> DeadPerson:
    """The record as it goes out now: its newest version, where the person rests, the packets.

    While the identification does not stand, nothing that rests on it is said: the person counts as not
    identified, whatever the version says.

    Args:
        withheld: names of fields that this recipient does not get.

    Raises:
        ValueError: a field is withheld that there is not, or that says which record it is.
    """
    version = newest_version(record)
    identified = version is not None and version.identification is not None
    identified = identified and not (version is None or version.in_doubt)
    person = DeadPerson(
        number=record.number,
        version=0 if version is None else version.version,
        remains=tuple(part.number for part in parts_of_record(record)),
        identified=identified,
        burial=burial_of(current_grave(record)),
        packets=packets_of(record, with_owner=identified),
        **_said(version, identified=identified),  # type: ignore[arg-type]
    )
    return without(person, withheld)


def without(person: DeadPerson, withheld: Collection[str]) -> DeadPerson:
    """The record for somebody from whom some fields are withheld; it says which.

    Raises:
        ValueError: there is no such field, or it says which record it is.
    """
    plain = DeadPerson(person.number, person.version, person.remains, person.identified)
    kept = {"number", "version", "remains", "identified", "withheld"}
    unknown = set(withheld) - (_OF_PERSON - kept)
    if unknown:
        raise ValueError(f"these cannot be withheld: {', '.join(sorted(unknown))}")
    empty = {name: getattr(plain, name) for name in withheld}
    return replace(person, withheld=tuple(sorted(withheld)), **empty)


def _said(version: RecordVersion | None, *, identified: bool) -> dict[str, object]:
    if version is None:
        return {}
    said: dict[str, object] = {}
    for name, one in particulars_in(version).items():
        if name not in _OF_PERSON or (rests_on_identification(name, one) and not identified):
            continue
        if name == "documents":
            said[name] = tuple(line.strip() for line in one.value.splitlines() if line.strip())
        elif one.value:
            said[name] = one.value
    return said


def burial_of(grave: GraveEvent | None) -> Burial | None:
    """A grave as it goes out."""
    if grave is None:
        return None
    reasons = [grave.get_cremation_reason_display() if grave.cremation_reason else "", grave.reason]
    return Burial(
        kind=grave.kind,
        day=grave.day,
        place=grave.place,
        position=grave.position,
        latitude=grave.latitude,
        longitude=grave.longitude,
        accuracy_m=grave.accuracy_m,
        marking=grave.marking,
        individual=grave.individual,
        rites=grave.rites,
        reason=": ".join(str(one) for one in reasons if one),
        disc=grave.disc,
    )


def lists_of(record: DeathRecord) -> list[ContentsList]:
    """The newest list of each packet."""
    rows = ContentsList.objects.filter(record=record).select_related("packet__remains")
    newest = {row.packet_id: row for row in rows.order_by("version")}
    return sorted(newest.values(), key=lambda row: row.packet_id)


def packets_of(record: DeathRecord, *, with_owner: bool = True) -> tuple[Packet, ...]:
    """The sealed packets, each with all that lies in it and who has it now.

    Args:
        with_owner: the statement of the owner goes with them; it may name the person.
    """
    lists = lists_of(record)
    where = last_entries([row.packet_id for row in lists])
    home = with_families([row.packet_id for row in lists])
    return tuple(
        Packet(
            number=row.packet.code,
            seal=row.seal,
            contents=tuple(article_in_words(one) for one in row.articles),
            owner=row.owner if with_owner else "",
            where=_("the family") if row.packet_id in home else _where(where.get(row.packet_id)),
        )
        for row in lists
    )


def with_families(packets: Collection[int]) -> set[int]:
    """Of some packets those that a family has: neither who nor where is said of them outside."""
    rows = Handover.objects.filter(
        packets__in=packets, receiver=Receiver.FAMILY, came_back_at__isnull=True
    )
    return set(rows.values_list("packets", flat=True)).intersection(packets)


def last_entries(packets: Collection[int]) -> dict[int, CustodyEvent]:
    """By packet the last entry of its custody."""
    rows = CustodyEvent.objects.filter(packet__in=packets, replaced_by__isnull=True)
    return {row.packet_id: row for row in rows.order_by("at", "pk") if row.packet_id is not None}


def article_in_words(article: Mapping[str, str]) -> str:
    """An article as a list names it, money with amount and currency."""
    if not article.get("amount"):
        return article["what"]
    return _("%(what)s: %(amount)s %(currency)s") % {
        "what": article["what"],
        "amount": article["amount"],
        "currency": article["currency"],
    }


def _where(entry: CustodyEvent | None) -> str:
    return "" if entry is None else f"{entry.to_name}, {entry.place}"

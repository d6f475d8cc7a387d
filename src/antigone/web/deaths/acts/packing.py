"""Packing effects under a seal with their complete list, and opening and sealing them anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.policy.custody import Seal
from antigone.policy.deaths import (
    Article,
    de_04_says_why,
    de_11_complete_list,
    de_12_two_counted,
    de_16_still_here,
)
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.custody.acts.hand_over import hand_over
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.custody.acts.take import pack
from antigone.web.custody.models import Packet
from antigone.web.deaths.models import ContentsList, DeathRecord, Handover
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record as enter
from antigone.web.records.consent import locked
from antigone.web.records.models import Remains


@dataclass(frozen=True)
class Counted:
    """What two persons counted and sealed.

    Args:
        articles: each that lies in it.
        owner: the statement of the owner's particulars that goes with it.
        seal: number of the seal that was set.
        packed_by, counted_by: full names.
        function: of who packed.
    """

    articles: Sequence[Article]
    owner: str
    seal: str
    packed_by: str
    function: str
    counted_by: str
    at: datetime
    place: str


@transaction.atomic
def pack_effects(
    *, user: User, record: DeathRecord, remains: Remains, kind: str, counted: Counted
) -> ContentsList:
    """Pack what was found with a body: a packet with a code, its custody, and its complete list.

    Raises:
        PermissionDenied: the person keeps no records of the dead here.
        ValidationError: a field is missing or wrong.
        RuleRefused: DE-11 or DE-12.
    """
    incident = locked(record.incident)
    require(user, incident, Permission.RECORD_DEATHS)
    _insist_on_the_count(counted)
    count = len(counted.articles)
    contents = ngettext(
        "%(count)d article, listed in full in the record %(record)s",
        "%(count)d articles, listed in full in the record %(record)s",
        count,
    ) % {"count": count, "record": record.number}
    packet = pack(
        user=user,
        remains=remains,
        kind=kind,
        contents=contents,
        packed_at=counted.at,
        packer=_hands(user, counted),
        place=counted.place,
        seal=counted.seal,
    )
    return _list(user, record, packet, counted, "")


@transaction.atomic
def count_anew(
    *,
    user: User,
    record: DeathRecord,
    packet: Packet,
    counted: Counted,
    seal_found: str,
    whole: bool,
    because: str,
) -> ContentsList:
    """A packet was opened, counted and sealed anew, or listed for the first time.

    Args:
        seal_found: number of the seal that was read before opening; "" where there was none.
        whole: it was found whole.

    Raises:
        PermissionDenied: the person keeps no records of the dead here.
        ValidationError: a field is missing or wrong.
        RuleRefused: DE-04, DE-11, DE-12, or DE-16.
    """
    incident = locked(record.incident)
    require(user, incident, Permission.RECORD_DEATHS)
    listed = packet.contents_lists.count()
    insist([de_04_says_why(version=listed + 1, because=because), de_16_still_here(gone([packet]))])
    _insist_on_the_count(counted)
    state = (Seal.INTACT if whole else Seal.BROKEN) if seal_found.strip() else Seal.NOT_SEALED
    hands = _hands(user, counted)
    passing = Passing(counted.at, hands, hands, counted.place, _("Opened, counted and sealed anew"))
    seen = SealSeen(state, seal_found, counted.seal)
    hand_over(user=user, incident=incident, items=[(packet, seen)], passing=passing)
    return _list(user, record, packet, counted, because)


def gone(packets: Sequence[Packet]) -> list[str]:
    """Of some packets those that were handed over and did not come back, by code."""
    rows = Handover.objects.filter(packets__in=packets, came_back_at__isnull=True)
    away = set(rows.values_list("packets", flat=True))
    return [packet.code for packet in packets if packet.pk in away]


def _insist_on_the_count(counted: Counted) -> None:
    insist(
        [
            de_11_complete_list(counted.articles),
            de_12_two_counted(
                seal=counted.seal, packed_by=counted.packed_by, counted_by=counted.counted_by
            ),
        ]
    )


def _hands(user: User, counted: Counted) -> Hands:
    agency = user.agency.name if user.agency else "–"
    return Hands(counted.packed_by, counted.function, agency)


def _list(
    user: User, record: DeathRecord, packet: Packet, counted: Counted, because: str
) -> ContentsList:
    row = ContentsList(
        record=record,
        packet=packet,
        version=packet.contents_lists.count() + 1,
        articles=[
            {"what": one.what.strip(), "amount": one.amount, "currency": one.currency.strip()}
            for one in counted.articles
        ],
        owner=counted.owner.strip(),
        seal=counted.seal.strip(),
        packed_by=counted.packed_by.strip(),
        counted_by=counted.counted_by.strip(),
        because=because.strip(),
        at=counted.at,
        recorded_by=user,
    )
    row.full_clean()
    row.save()
    enter(
        actor=user.username,
        act="death.effects_listed",
        incident=record.incident.slug,
        subject=record.number,
        details={"packet": packet.code, "list": row.version, "articles_count": len(row.articles)},
    )
    return row

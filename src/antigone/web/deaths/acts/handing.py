"""Handing over remains, effects and certificates: what has to hold, and the act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy.custody import Seal
from antigone.policy.deaths import (
    Receiver,
    TagReading,
    de_06_record_holds,
    de_13_released,
    de_14_tag_read_by_two,
    de_15_wishes_seen,
    de_16_still_here,
)
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.models import Identification
from antigone.web.board.refusal import insist
from antigone.web.board.standing import released
from antigone.web.custody.acts.hand_over import pass_on
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.custody.items import Item
from antigone.web.custody.models import Packet, ReceivedBy
from antigone.web.deaths.acts.burying import examined_before
from antigone.web.deaths.acts.packing import gone
from antigone.web.deaths.models import (
    Certificate,
    ContentsList,
    DeathRecord,
    Handover,
    TagCheck,
)
from antigone.web.deaths.standing import (
    fingerprint_of_wishes,
    parts_of_record,
    standing_identification,
    standing_identifications,
    wishes_of,
)
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record as enter
from antigone.web.records.consent import locked


@dataclass(frozen=True)
class Given:
    """From whom to whom, when and where.

    Args:
        receiver: what kind of receiver.
        wishes_read: fingerprint of the wishes that were read; "" where none were.
    """

    receiver: Receiver
    giver: Hands
    to: Hands
    at: datetime
    place: str
    note: str = ""
    wishes_read: str = ""


def remains_findings(
    record: DeathRecord, receiver: Receiver, wishes_read: str, now: datetime
) -> tuple[Finding, ...]:
    """What stands for and against handing the remains over now."""
    parts = parts_of_record(record)
    readings: dict[str, list[TagReading]] = {part.number: [] for part in parts}
    rows = TagCheck.objects.filter(remains__in=parts).select_related("remains", "read_by")
    for row in rows:
        number = row.remains.number
        readings[number].append(TagReading(row.read_by.username, row.equal, row.read_at))
    away = Handover.objects.filter(
        record=record, what=Handover.What.REMAINS, came_back_at__isnull=True
    ).exclude(receiver=Receiver.BURIAL)
    found = [
        *receiver_findings(standing_identifications(record), receiver, wishes_read),
        de_14_tag_read_by_two(readings, now),
        de_16_still_here([record.remains.number] if away.exists() else []),
    ]
    return (*found, examined_before(record)) if receiver is Receiver.BURIAL else tuple(found)


def receiver_findings(
    decisions: Sequence[Identification], receiver: Receiver, wishes_read: str
) -> list[Finding]:
    """What stands for and against giving anything to such a receiver now.

    Args:
        decisions: on which it rests. Of several parts each has its own, and each has to be released.
    """
    wishes = wishes_of(decisions[0].missing_person) if decisions else []
    return [
        de_13_released(
            receiver=receiver,
            identified=bool(decisions),
            released=all(released(one) for one in decisions),
        ),
        de_15_wishes_seen(
            receiver=receiver,
            wishes=wishes,
            seen=bool(wishes) and wishes_read == fingerprint_of_wishes(wishes),
        ),
    ]


@transaction.atomic
def hand_over_remains(*, user: User, record: DeathRecord, given: Given) -> Handover:
    """The body with all its parts goes to its family, an authority, or to its grave.

    Raises:
        PermissionDenied: the person may not do this here.
        ValidationError: a field is missing or wrong.
        RuleRefused: DE-13 to DE-16; to burial also DE-07.
    """
    incident = begin(user, record)
    identification = standing_identification(record)
    insist(remains_findings(record, given.receiver, given.wishes_read, timezone.now()))
    parts = parts_of_record(record)
    made = _written(user, record, given, what=Handover.What.REMAINS, identification=identification)
    made.parts.set(parts)
    _pass(user, incident, given, made, [(part, SealSeen()) for part in parts])
    return entered(user, made, {"parts": ", ".join(part.number for part in parts)})


@transaction.atomic
def hand_over_effects(
    *, user: User, record: DeathRecord, packets: Sequence[Packet], given: Given
) -> Handover:
    """Sealed packets go to the family, an authority or the Bureau, each with its list.

    Raises:
        PermissionDenied: the person may not do this here.
        ValidationError: a field is missing or wrong; no packet, or one without a list.
        RuleRefused: DE-13, DE-15 or DE-16.
    """
    incident = begin(user, record)
    identification = standing_identification(record)
    newest: dict[int, ContentsList] = {}
    for row in ContentsList.objects.filter(record=record, packet__in=packets).order_by("version"):
        newest[row.packet_id] = row
    if not packets or len(newest) < len(packets):
        raise ValidationError(_("Choose packets of which there is a complete list."))
    relied_on = standing_identifications(record)
    of_receiver = receiver_findings(relied_on, given.receiver, given.wishes_read)
    insist([*of_receiver, de_16_still_here(gone(packets))])
    made = _written(user, record, given, what=Handover.What.EFFECTS, identification=identification)
    made.packets.set(packets)
    seen = [(p, SealSeen(Seal.INTACT, newest[p.pk].seal)) for p in packets]
    _pass(user, incident, given, made, seen)
    return entered(user, made, {"packets": ", ".join(packet.code for packet in packets)})


@transaction.atomic
def hand_out_certificate(
    *, user: User, record: DeathRecord, certificate: Certificate, given: Given
) -> Handover:
    """A certificate is given out, on paper, by a person.

    Raises:
        PermissionDenied: the person may not do this here.
        ValidationError: a field is missing or wrong, or the certificate is superseded.
        RuleRefused: DE-06, DE-13 or DE-15.
    """
    begin(user, record)
    # As it is now: a decision may have fallen since the page was opened.
    certificate = Certificate.objects.select_related("version__identification").get(
        pk=certificate.pk, version__record=record
    )
    identification = standing_identification(record)
    if Certificate.objects.filter(supersedes=certificate).exists():
        raise ValidationError(_("This certificate is superseded. Hand out the newer one."))
    insist(
        [
            de_06_record_holds(in_doubt=certificate.version.in_doubt, certified=False),
            *receiver_findings(standing_identifications(record), given.receiver, given.wishes_read),
        ]
    )
    named = certificate.version.identification
    made = _written(
        user,
        record,
        given,
        what=Handover.What.CERTIFICATE,
        identification=named or identification,
        certificate=certificate,
    )
    return entered(user, made, {"certificate": certificate.number})


def begin(user: User, record: DeathRecord) -> Incident:
    """The incident, held until the transaction ends, for who keeps the records.

    Raises:
        PermissionDenied: the person may not do this here.
    """
    incident = locked(record.incident)
    require(user, incident, Permission.RECORD_DEATHS)
    return incident


def _written(
    user: User,
    record: DeathRecord,
    given: Given,
    *,
    what: str,
    identification: Identification | None,
    certificate: Certificate | None = None,
) -> Handover:
    row = Handover(
        record=record,
        what=what,
        receiver=given.receiver,
        identification=identification,
        certificate=certificate,
        to_name=given.to.name.strip(),
        to_function=given.to.function.strip(),
        to_agency=given.to.agency.strip(),
        given_by=given.giver.name.strip(),
        at=given.at,
        place=given.place.strip(),
        note=given.note.strip(),
        recorded_by=user,
    )
    row.full_clean()
    row.save()
    return row


def in_custody(row: Handover) -> Hands:
    """As custody names who received it: of a family never the name, which whoever sees custody would read."""
    if row.receiver == Receiver.FAMILY:
        return Hands(_("the family"), f"{row.record.number}/{row.pk}", "–")
    return Hands(row.to_name, row.to_function, row.to_agency or "–")


def _pass(
    user: User,
    incident: Incident,
    given: Given,
    row: Handover,
    items: Sequence[tuple[Item, SealSeen]],
) -> None:
    to = in_custody(row)
    reason = {
        Receiver.FAMILY: _("Handed over to the family"),
        Receiver.AUTHORITY: _("Handed over to another authority"),
        Receiver.BUREAU: _("Forwarded to the Bureau"),
        Receiver.BURIAL: _("Handed over for burial"),
    }[given.receiver]
    of_family = given.receiver is Receiver.FAMILY
    kind = ReceivedBy.PRIVATE if of_family else ReceivedBy.SERVICE
    passing = Passing(given.at, given.giver, to, given.place, reason, to_kind=kind)
    pass_on(user=user, incident=incident, items=items, passing=passing)


def entered(
    user: User, row: Handover, details: dict[str, str | int], act: str = "death.handed_over"
) -> Handover:
    """Write the act into the journal."""
    enter(
        actor=user.username,
        act=act,
        incident=row.record.incident.slug,
        subject=row.record.number,
        details={"handover": row.pk, "what": row.what, "receiver": row.receiver, **details},
    )
    return row

"""Reading tags, handing over, what comes back, and telling who was given something in error."""

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
    de_04_says_why,
    de_06_record_holds,
    de_13_released,
    de_14_tag_read_by_two,
    de_15_wishes_seen,
    de_16_still_here,
    de_17_fell,
)
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.board.models import Identification
from antigone.web.board.refusal import insist
from antigone.web.board.standing import released
from antigone.web.custody.acts.hand_over import hand_over
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.custody.codes import CodeRefused, Kind, Label, read_content, read_typed
from antigone.web.custody.items import Item
from antigone.web.custody.models import CustodyEvent, Packet
from antigone.web.deaths.acts.burying import examined_before
from antigone.web.deaths.acts.packing import gone
from antigone.web.deaths.models import (
    Certificate,
    ContentsList,
    DeathRecord,
    Handover,
    Recall,
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
from antigone.web.records.models import Remains


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


@transaction.atomic
def read_tag(*, user: User, remains: Remains, typed: str) -> TagCheck:
    """A person states what the tag of these remains says; also what differs is kept.

    Raises:
        PermissionDenied: the person does not handle remains here.
        ValidationError: nothing was typed.
    """
    incident = locked(remains.incident)
    require(user, incident, Permission.HANDLE_SAMPLES)
    require(user, incident, Permission.SEE_REMAINS)
    typed = " ".join(typed.split())
    check = TagCheck(
        remains=remains, typed=typed, equal=says_number(typed, remains.number), read_by=user
    )
    check.full_clean()
    check.save()
    enter(
        actor=user.username,
        act="death.tag_read",
        incident=incident.slug,
        subject=remains.number,
        details={"reading": check.pk, "equal": check.equal},
    )
    return check


def says_number(typed: str, number: str) -> bool:
    """Whether what was typed, or scanned, is the label of these remains.

    >>> says_number("PM-0147", "PM-0147"), says_number("pm-0147", "PM-0147")
    (True, True)
    >>> says_number("PM-0141", "PM-0147")
    False
    """
    try:
        label = read_content(typed)
    except CodeRefused:
        read, check = read_typed(typed)
        label = Label(Kind.REMAINS, read)
        wanted = Label(Kind.REMAINS, number)
        same = read.casefold() == number.casefold() or typed.casefold() == number.casefold()
        return same and check in {"", wanted.check}
    return label == Label(Kind.REMAINS, number)


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
    incident = _begin(user, record)
    identification = standing_identification(record)
    insist(remains_findings(record, given.receiver, given.wishes_read, timezone.now()))
    parts = parts_of_record(record)
    made = _written(user, record, given, what=Handover.What.REMAINS, identification=identification)
    made.parts.set(parts)
    _pass(user, incident, given, made, [(part, SealSeen()) for part in parts])
    return _entered(user, made, {"parts": ", ".join(part.number for part in parts)})


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
    incident = _begin(user, record)
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
    return _entered(user, made, {"packets": ", ".join(packet.code for packet in packets)})


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
    _begin(user, record)
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
    return _entered(user, made, {"certificate": certificate.number})


@transaction.atomic
def came_back(*, user: User, handover: Handover, at: datetime, because: str) -> Handover:
    """What was handed over is in our hands again; custody says so in the same moment.

    Raises:
        PermissionDenied: the person may not do this here.
        ValidationError: it came back before.
        RuleRefused: DE-04, no reason is given.
    """
    incident = _begin(user, handover.record)
    row = Handover.objects.select_related("record__incident").get(pk=handover.pk)
    if row.came_back_at is not None:
        raise ValidationError(_("This is recorded already."))
    insist([de_04_says_why(version=2, because=because)])
    row.came_back_at, row.came_back_by = at, user
    row.came_back_because = because.strip()
    row.full_clean()
    row.save()
    items: list[tuple[Item, SealSeen]] = [(part, SealSeen()) for part in row.parts.all()]
    items += [(packet, SealSeen()) for packet in row.packets.all()]
    if items:
        theirs = _as_it_went(row)
        ours = Hands.of(user, _("took it back"))
        # Why it came back from a family stands here alone, where a withdrawal empties it.
        of_family = row.receiver == Receiver.FAMILY
        reason = _("Came back from the family") if of_family else because.strip()[:300]
        passing = Passing(at, theirs, ours, row.place, reason)
        hand_over(user=user, incident=incident, items=items, passing=passing)
    return _entered(user, row, {}, act="death.came_back")


@transaction.atomic
def record_recall(
    *, user: User, handover: Handover, told_at: datetime, told_by: str, words: str
) -> Recall:
    """Whoever was given something was told that the identification fell.

    Raises:
        PermissionDenied: the person may not do this here.
        ValidationError: a field is missing or wrong.
        RuleRefused: DE-17.
    """
    _begin(user, handover.record)
    row = Handover.objects.select_related("identification", "record__incident").get(pk=handover.pk)
    before = Recall.objects.filter(handover=row).exists()
    insist([de_17_fell(fell=row.fell, told_before=before)])
    recall = Recall(
        handover=row,
        told_at=told_at,
        told_by=told_by.strip(),
        words=words.strip(),
        recorded_by=user,
    )
    recall.full_clean()
    recall.save()
    _entered(user, row, {"recall": recall.pk}, act="death.receiver_told")
    return recall


def _begin(user: User, record: DeathRecord) -> Incident:
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


def _in_custody(row: Handover) -> Hands:
    """As custody names who received it: of a family never the name, which whoever sees custody would read."""
    if row.receiver == Receiver.FAMILY:
        return Hands(_("the family"), f"{row.record.number}/{row.pk}", "–")
    return Hands(row.to_name, row.to_function, row.to_agency or "–")


def _as_it_went(row: Handover) -> Hands:
    """Who received it, in the words that custody has: they may be of another language than now."""
    hands = _in_custody(row)
    same = {"to_function": hands.function, "at": row.at, "place": row.place}
    went = CustodyEvent.objects.filter(incident=row.record.incident, **same).order_by("pk").last()
    return hands if went is None else Hands(went.to_name, went.to_function, went.to_agency)


def _pass(
    user: User,
    incident: Incident,
    given: Given,
    row: Handover,
    items: Sequence[tuple[Item, SealSeen]],
) -> None:
    to = _in_custody(row)
    reason = {
        Receiver.FAMILY: _("Handed over to the family"),
        Receiver.AUTHORITY: _("Handed over to another authority"),
        Receiver.BUREAU: _("Forwarded to the Bureau"),
        Receiver.BURIAL: _("Handed over for burial"),
    }[given.receiver]
    passing = Passing(given.at, given.giver, to, given.place, reason)
    hand_over(user=user, incident=incident, items=items, passing=passing)


def _entered(
    user: User, row: Handover, details: dict[str, str | int], act: str = "death.handed_over"
) -> Handover:
    enter(
        actor=user.username,
        act=act,
        incident=row.record.incident.slug,
        subject=row.record.number,
        details={"handover": row.pk, "what": row.what, "receiver": row.receiver, **details},
    )
    return row

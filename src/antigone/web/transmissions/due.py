"""What a recipient does not have yet: new records, corrections, names that are withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from antigone.formats.dead_person_json import MAY_LACK
from antigone.policy.purposes import co_12_allows
from antigone.policy.transmissions import Sent, tm_05_family_allows, tm_08_kind
from antigone.provenance import canonical_json, fingerprint
from antigone.web.board.models import Identification
from antigone.web.custody.models import CustodyEvent
from antigone.web.deaths.asked import Source
from antigone.web.deaths.models import ContentsList, DeathRecord, GraveEvent, RecordVersion
from antigone.web.incidents.models import Incident
from antigone.web.records.consent import Coverage, coverage_of
from antigone.web.records.joined_bodies import bodies_of
from antigone.web.records.models import Family
from antigone.web.requests.models import ConsentGiven, Purpose
from antigone.web.transmissions.models import Item, Package, Recipient


@dataclass(frozen=True)
class Due:
    """A record as it stands now, against what the recipient has of it.

    Args:
        record: of a dead person.
        version: the newest that somebody confirmed; 0: none.
        identification: the one that it names and that stands; None: it names nobody.
        family_withheld: fields that the family told and does not let this recipient have (TM-05).
        state: fingerprint of all this, of the body, the grave and the packets.
        sent: as it last went to the recipient; None: never.
        kind: see `tm_08_kind`; None: nothing is due.
    """

    record: DeathRecord
    version: int
    identification: Identification | None
    family_withheld: tuple[str, ...]
    state: str
    sent: Item | None
    kind: str | None


def due_for(recipient: Recipient) -> list[Due]:
    """All that can go to a recipient now, corrections first; in a fixed number of queries."""
    found = [one for one in records_now(recipient) if one.kind is not None]
    return sorted(found, key=lambda one: (one.kind == "new", one.record.pk))


def records_now(recipient: Recipient, pks: Collection[int] | None = None) -> list[Due]:
    """The records of an incident as they stand against what a recipient has.

    Args:
        pks: these alone; None: all that somebody confirmed.
    """
    records = _records(recipient.incident, pks)
    versions = RecordVersion.objects.select_related("identification__missing_person__family__key")
    newest = versions.in_bulk([one.newest for one in records])  # type: ignore[attr-defined]
    families = {
        family.pk: family
        for version in newest.values()
        if version.identification is not None
        for family in (version.identification.missing_person.family,)
    }
    allowed = _Allowed(recipient, families.values())
    bodies = {number: body for body in bodies_of(recipient.incident) for number in body}
    sent = _last_sent(recipient, records)
    return [
        _due(record, newest[record.newest], allowed, bodies, sent.get(record.pk))  # type: ignore[attr-defined]
        for record in records
    ]


def _records(incident: Incident, pks: Collection[int] | None) -> list[DeathRecord]:
    """Those of which a version was confirmed, with the last of all that belongs to them."""
    of_record = {"record": OuterRef("pk")}
    moved = CustodyEvent.objects.filter(packet__contents_lists__record=OuterRef("pk"))
    rows = DeathRecord.objects.filter(incident=incident).select_related("remains")
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    rows = rows.annotate(
        newest=_last(RecordVersion.objects.filter(**of_record), "-version"),
        grave=_last(GraveEvent.objects.filter(**of_record)),
        packed=_last(ContentsList.objects.filter(**of_record)),
        moved=_last(moved),
    )
    return list(rows.filter(newest__isnull=False).order_by("pk"))


def _last(rows: QuerySet, order: str = "-pk") -> Subquery:  # type: ignore[type-arg]
    return Subquery(rows.order_by(order).values("pk")[:1])


def since_made() -> Q:
    """Of items those of whose person the family withdrew after the package was made."""
    family = "identification__missing_person__family__objections__recorded_at"
    return Q(**{f"{family}__gte": F("package__closed_at")})


def stranded() -> QuerySet[Package]:
    """Packages that nobody took out while they held, and that never leave now (TM-11)."""
    items = Item.objects.filter(Q(identification__stands=False) | since_made())
    rows = Package.objects.filter(state=Package.State.MADE, taken_out__isnull=True)
    return rows.filter(pk__in=items.values("package"))


def _last_sent(recipient: Recipient, records: Iterable[DeathRecord]) -> dict[int, Item]:
    """What of each record the recipient has, or will have: what stranded here it never gets."""
    rows = Item.objects.filter(
        package__recipient=recipient,
        package__state=Package.State.MADE,
        record__in=[record.pk for record in records],
    ).exclude(package__in=stranded().order_by().values("pk"))
    ordered = rows.defer("content_text", "sealed", "package__encrypted")
    ordered = ordered.select_related("package", "identification").order_by("package__sequence")
    return {item.record_id: item for item in ordered}


def _due(
    record: DeathRecord,
    version: RecordVersion,
    allowed: _Allowed,
    bodies: dict[str, tuple[str, ...]],
    sent: Item | None,
) -> Due:
    identification = None if version.in_doubt else version.identification
    family_withheld = allowed.withheld(version, identification)
    body = bodies.get(record.remains.number, (record.remains.number,))
    parts = [version.version, identification and identification.pk, list(family_withheld)]
    last = [getattr(record, name) for name in ("grave", "packed", "moved")]
    state = fingerprint(canonical_json([*parts, *last, sorted(body)]))
    kind = tm_08_kind(
        None if sent is None else sent_of(sent),
        version=version.version,
        state=state,
        person=None if identification is None else identification.missing_person_id,
    )
    return Due(record, version.version, identification, family_withheld, state, sent, kind)


def sent_of(item: Item) -> Sent:
    """An item as the rules see it."""
    identification = item.identification
    person = None if identification is None else identification.missing_person_id
    return Sent(item.package.number, item.state, person)


class _Allowed:
    """What families let a recipient have (TM-05), read once for all of them."""

    def __init__(self, recipient: Recipient, families: Iterable[Family]) -> None:
        families = list(families)
        self._coverage: Coverage = coverage_of(recipient.incident, families)
        self._consenting = _consenting(recipient, families)

    def withheld(
        self, version: RecordVersion, identification: Identification | None
    ) -> tuple[str, ...]:
        """The fields of a version that the family told and does not let go."""
        if identification is None:
            return ()
        family = identification.missing_person.family
        return tm_05_family_allows(
            told_by_family(version),
            covered=self._coverage.covers_family(family),
            by_hand=family.source_file_id is None,
            consents=family.pk in self._consenting,
        )


def told_by_family(version: RecordVersion) -> list[str]:
    """The fields of a version that the family told, plain or sealed; what is destroyed is none of them."""
    return [
        name
        for name, one in version.content.items()
        if name in MAY_LACK
        and one.get("source") == Source.FAMILY
        and (one.get("value") or version.sealed)
    ]


def _consenting(recipient: Recipient, families: Iterable[Family]) -> set[int]:
    """Which families said yes to sharing with this recipient, under its name or its short one."""
    names = {recipient.name.casefold(), recipient.short.casefold()}
    rows = ConsentGiven.objects.filter(family__in=list(families), purpose=Purpose.SHARING)
    answers: dict[tuple[int, str], list[str]] = {}
    for family, to, answer in rows.order_by("recorded_at", "pk").values_list(
        "family", "recipient", "answer"
    ):
        if to.casefold() in names:
            answers.setdefault((family, to), []).append(answer)
    return {family for (family, _), given in answers.items() if co_12_allows(given)}

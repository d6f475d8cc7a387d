"""Drafting a package, withholding from a party what may harm somebody, and dropping a draft."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from antigone.formats.dead_person import DeadPerson
from antigone.policy.board import bo_07_reasons
from antigone.policy.findings import Finding
from antigone.policy.transmissions import (
    NAMES,
    tm_01_key_in_use,
    tm_03_named_only_if_identified,
    tm_04_withheld,
    tm_07_something_to_send,
)
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.deaths.models import DeathRecord
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.transmissions.content import fingerprint_of, insist_readable, person_now
from antigone.web.transmissions.due import Due, records_now
from antigone.web.transmissions.models import Item, Package, Recipient, new_salt

MOST_RECORDS = 200
"""So many records go into one package: a person looks at each of them."""


class PackageClosed(ValueError):
    """The draft was approved or dropped meanwhile."""


@transaction.atomic
def draft(*, user: User, recipient: Recipient, records: Iterable[DeathRecord]) -> Package:
    """Choose records for a recipient; what the family does not allow is withheld at once.

    Raises:
        RuleRefused: TM-01, TM-03 or TM-07.
        FormatError: a record holds what no list can hold, such as control characters.
    """
    incident = locked(recipient.incident)
    require(user, incident, Permission.TRANSMIT)
    chosen = {one.pk: one for one in list(records)[:MOST_RECORDS]}
    now = records_now(recipient, list(chosen))
    kinds = {one.number: None for one in chosen.values()} | {r.record.number: r.kind for r in now}
    insist([key_in_use(recipient), tm_07_something_to_send(kinds)])
    made = Package(incident=incident, recipient=recipient, drafted_by=user)
    made.full_clean()
    made.save()
    for one in now:
        _add(made, one)
    _enter(
        user,
        "package.drafted",
        made,
        {"records": {one.record.number: one.kind for one in now}},
    )
    return made


def _add(package: Package, one: Due) -> Item:
    person = person_now(one.record, one.family_withheld)
    insist([name_finding(person)])
    insist_readable([person])
    item = Item(
        package=package,
        record=one.record,
        version=one.version,
        kind=one.kind or "",
        corrects=None if one.sent is None else one.sent.package,
        identification=one.identification,
        family_withheld=list(one.family_withheld),
        state=one.state,
        salt=new_salt(),
    )
    item.fingerprint = fingerprint_of(person, item.salt)
    item.full_clean()
    item.save()
    return item


def name_finding(person: DeadPerson) -> Finding:
    """Whether a name stands in it without an identification."""
    names = {name: str(getattr(person, name)) for name in NAMES}
    return tm_03_named_only_if_identified(person.identified, names, person.number)


def key_in_use(recipient: Recipient) -> Finding:
    """TM-01, of a recipient as it is now."""
    has_key = recipient.keys.filter(confirmed_at__isnull=False, retired_at__isnull=True).exists()
    return tm_01_key_in_use(has_key=has_key, retired=recipient.retired_at is not None)


@transaction.atomic
def withhold(*, user: User, item: Item, fields: Collection[str], reason: str) -> Item:
    """Say which particulars may harm the person or relatives and so do not go to a party.

    Args:
        fields: all that are withheld for this; none of them: what was withheld goes after all.

    Raises:
        PermissionDenied: somebody else drafted the package.
        PackageClosed: it is no draft any more.
        RuleRefused: TM-04.
    """
    package = open_draft(user, item.package)
    if package.drafted_by_id != user.pk:
        raise PermissionDenied
    item = package.items.select_related("record__incident", "record__remains").get(pk=item.pk)
    withheld = {name: reason.strip() for name in sorted(fields)}
    insist([tm_04_withheld(package.recipient.kind, withheld, item.record.number)])
    item.withheld = withheld
    item.fingerprint = fingerprint_of(person_now(item.record, item.not_sent), item.salt)
    item.full_clean()
    item.save()
    _enter(
        user,
        "package.withheld",
        package,
        {"record": item.record.number, "fields": sorted(withheld)},
    )
    return item


@transaction.atomic
def drop(*, user: User, package: Package, because: str) -> Package:
    """A draft goes nowhere; it stays readable, with the reason.

    Raises:
        PackageClosed: it is no draft any more.
        RuleRefused: BO-07, no reason is given.
    """
    package = open_draft(user, package)
    insist([bo_07_reasons(because)])
    package.state = Package.State.DROPPED
    package.closed_by, package.closed_at = user, timezone.now()
    package.dropped_because = because.strip()
    package.full_clean()
    package.save()
    _enter(user, "package.dropped", package, {})
    return package


def open_draft(user: User, package: Package) -> Package:
    """A draft, held until the transaction ends: it is approved, changed or dropped by one person.

    Raises:
        PackageClosed: it is no draft any more.
    """
    require(user, locked(package.incident), Permission.TRANSMIT)
    rows = Package.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("incident", "recipient__incident", "drafted_by").get(pk=package.pk)
    if not found.waits:
        raise PackageClosed
    return found


def _enter(user: User, act: str, package: Package, details: dict[str, JsonValue]) -> None:
    record(
        actor=user.username,
        act=act,
        incident=package.incident.slug,
        subject=f"package {package.pk} to {package.recipient.short}",
        details={"package": package.pk, **details},
    )

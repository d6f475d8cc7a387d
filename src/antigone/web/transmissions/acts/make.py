"""Approve a draft: the second person's act makes the package, with its number, signature and file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from antigone.formats.dead_person import DeadPerson
from antigone.formats.dead_person_json import DeadList, write_dead_list
from antigone.formats.package import (
    NOTHING_BEFORE,
    Manifest,
    read_package,
    sha256,
    write_manifest,
    write_package,
)
from antigone.formats.package_sealing import encrypt
from antigone.formats.signatures import key_id_of, public_key_of
from antigone.policy.findings import Finding
from antigone.policy.transmissions import (
    tm_02_two_persons,
    tm_04_withheld,
    tm_06_next_number,
    tm_07_as_drafted,
    tm_07_something_to_send,
)
from antigone.provenance import canonical_json, fingerprint, program
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.journal.keys import installation_key
from antigone.web.journal.services import head, record
from antigone.web.transmissions.acts.drafts import key_in_use, name_finding, open_draft
from antigone.web.transmissions.content import fingerprint_of, keep, person_now, transmitted
from antigone.web.transmissions.due import Due, records_now
from antigone.web.transmissions.models import Item, Package, RecipientKey


@transaction.atomic
def approve(*, user: User, package: Package) -> Package:
    """Look at a draft as a second person, and make the package of it.

    What the records say now is what goes: a draft of which anything changed is refused. The signed list is
    nowhere kept as one file but encrypted to the recipient.

    Raises:
        PackageClosed: it was approved or dropped meanwhile.
        RuleRefused: TM-01 to TM-04, TM-07.
        KeyRefused: the installation's key cannot be used.
    """
    package = open_draft(user, package)
    items = items_of(package)
    persons = [person_now(item.record, item.not_sent) for item in items]
    insist(approving_findings(user, package, items, persons))
    key = package.recipient.keys.get(confirmed_at__isnull=False, retired_at__isnull=True)
    _make(user, package, items, persons, key)
    record(
        actor=user.username,
        act="package.made",
        incident=package.incident.slug,
        subject=package.number,
        details={
            "package": package.pk,
            "drafted_by": package.drafted_by.username,
            "manifest_sha256": package.manifest_sha256,
            "encrypted_sha256": package.encrypted_sha256,
            "records": {
                item.record.number: [item.version, item.kind, item.not_sent] for item in items
            },
        },
    )
    return package


def items_of(package: Package) -> list[Item]:
    """What stands in a package, in the order of the records."""
    rows = package.items.select_related(
        "record__incident",
        "record__remains__incident",
        "corrects",
        "identification__missing_person__family__key",
    )
    return list(rows.order_by("record"))


def approving_findings(
    user: User,
    package: Package,
    items: Sequence[Item],
    persons: Sequence[DeadPerson] | None = None,
) -> list[Finding]:
    """What the rules say of making this package now, by this person.

    Args:
        persons: of each item what would go now; None, for a page: what goes is not composed, and only the
            state of each record is looked at.
    """
    now = {
        one.record.pk: one
        for one in records_now(package.recipient, [item.record_id for item in items])
    }
    kind = package.recipient.kind
    kinds = {i.record.number: _kind(now.get(i.record_id)) for i in items}
    return [
        key_in_use(package.recipient),
        tm_02_two_persons(drafted_by=package.drafted_by.username, approved_by=user.username),
        _together([tm_04_withheld(kind, item.withheld, item.record.number) for item in items]),
        tm_07_something_to_send(kinds),
        tm_07_as_drafted(
            {item.record.number: _drafted(item) for item in items},
            {item.record.number: _now(now.get(item.record_id)) for item in items},
        ),
        *(() if persons is None else _of_content(items, persons)),
    ]


def _together(findings: list[Finding]) -> Finding:
    """The first that is not met, else any: one line for all records."""
    unmet = [one for one in findings if not one.met]
    return (unmet or findings)[0]


def _kind(one: Due | None) -> str | None:
    return None if one is None else one.kind


def _drafted(item: Item) -> str:
    """Names what was drafted: the state of the record, what it is, what it corrects, whom it names."""
    return _named(item.state, item.kind, item.corrects_id, item.identification_id)


def _now(one: Due | None) -> str:
    if one is None:
        return ""
    corrects = None if one.sent is None else one.sent.package_id
    identification = None if one.identification is None else one.identification.pk
    return _named(one.state, one.kind, corrects, identification)


def _of_content(items: Sequence[Item], persons: Sequence[DeadPerson]) -> list[Finding]:
    """Whether what goes is byte for byte what was drafted, and names nobody who is not identified."""
    pairs = list(zip(items, persons, strict=True))
    same = tm_07_as_drafted(
        {item.record.number: item.fingerprint for item, _ in pairs},
        {item.record.number: fingerprint_of(person, item.salt) for item, person in pairs},
    )
    return [same, _together([name_finding(person) for person in persons])]


def _named(*parts: str | int | None) -> str:
    return fingerprint(canonical_json(list(parts)))


def _make(
    user: User,
    package: Package,
    items: Sequence[Item],
    persons: Sequence[DeadPerson],
    key: RecipientKey,
) -> None:
    before = package.recipient.packages.filter(state=Package.State.MADE).order_by("sequence")
    numbers = [one for one in before.values_list("sequence", flat=True) if one is not None]
    package.sequence, package.number = tm_06_next_number(package.recipient.short, numbers)
    package.previous, package.key = before.defer("encrypted").last(), key
    package.state, package.closed_by, package.closed_at = Package.State.MADE, user, timezone.now()
    parts = zip(items, persons, strict=True)
    dead = DeadList(package.number, tuple(transmitted(item, person) for item, person in parts))
    _sign_and_encrypt(package, dead)
    package.full_clean()
    package.save()
    for item, person in zip(items, persons, strict=True):
        keep(item, person)
        item.full_clean()
        item.save()


def _sign_and_encrypt(package: Package, dead: DeadList) -> None:
    assert package.key is not None  # noqa: S101  (`_make` sets it)
    signing = installation_key(settings.DATA_FOLDER)
    public = public_key_of(signing)
    manifest = _manifest(package, dead, key_id_of(public))
    content = write_package(manifest, dead, signing)
    # Read as the recipient will read it: what nobody could read is not made.
    found = read_package(content, package.number, {manifest.key_id: public})
    package.manifest_text = write_manifest(manifest).decode()
    package.manifest_sha256, package.signature = found.manifest_sha256, found.signature
    package.encrypted = encrypt(content, package.key.public)
    package.encrypted_sha256 = sha256(package.encrypted)


def _manifest(package: Package, dead: DeadList, key_id: str) -> Manifest:
    assert package.sequence and package.key and package.closed_by and package.closed_at  # noqa: S101, PT018
    before, (journal_sequence, journal_hash) = package.previous, head()
    return Manifest(
        number=package.number,
        sequence=package.sequence,
        sender=package.incident.name,
        recipient=package.recipient.name,
        recipient_kind=package.recipient.kind,
        recipient_key=package.key.public,
        prepared_by=package.drafted_by.full_name,
        approved_by=package.closed_by.full_name,
        made_at=package.closed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        previous_number="" if before is None else before.number,
        previous_sha256=NOTHING_BEFORE if before is None else before.manifest_sha256,
        list_sha256=sha256(write_dead_list(dead)),
        persons=len(dead.persons),
        journal_sequence=journal_sequence,
        journal_hash=journal_hash,
        key_id=key_id,
        program=program(),
    )

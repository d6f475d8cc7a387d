"""A recipient with a confirmed key, two records of the dead, and the two persons who make packages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyrage  # type: ignore[import-untyped]
import pytest
from django.conf import settings

from antigone.formats.package import Package as Opened
from antigone.formats.package import read_package
from antigone.formats.package_sealing import decrypt
from antigone.formats.signatures import key_id_of, public_key_of
from antigone.web.accounts.models import User
from antigone.web.board.models import Proposal
from antigone.web.deaths.acts.recording import begin_record
from antigone.web.deaths.models import DeathRecord
from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import Role
from antigone.web.journal.keys import installation_key
from antigone.web.records.models import Remains
from antigone.web.transmissions.acts.afterwards import take_out
from antigone.web.transmissions.acts.drafts import draft
from antigone.web.transmissions.acts.make import approve
from antigone.web.transmissions.acts.recipients import confirm_key, enter_recipient
from antigone.web.transmissions.due import due_for
from antigone.web.transmissions.models import Package, Recipient
from tests.web.conftest import Cast
from tests.web.deaths.conftest import (
    NAMED,
    NAMELESS,
    attest,
    confirm,
    data,
    done,
    identified,
    imported,
    pair,
    pair_of,
    proposal,
    signed_once,
    work,
)
from tests.web.kept import kept

__all__ = [
    "attest",
    "data",
    "done",
    "identified",
    "imported",
    "pair",
    "pair_of",
    "proposal",
    "signed_once",
    "work",
]

PURPOSE = "By courier to Geneva, in a sealed bag."


@dataclass(frozen=True)
class Bureau:
    """A recipient, and the private key that only it has."""

    recipient: Recipient
    identity: str

    def opens(self, package: Package) -> Opened:
        """What it finds in a package, with the public key of the installation alone."""
        public = public_key_of(installation_key(settings.DATA_FOLDER))
        package = Package.objects.get(pk=package.pk)
        assert package.encrypted is not None
        data = decrypt(bytes(package.encrypted), self.identity, package.number)
        return read_package(data, package.number, {key_id_of(public): public})


@kept
def second(cast: Cast) -> User:
    """A second person who makes packages: Piet works here now."""
    Membership.objects.create(user=cast.piet, incident=cast.incident, role=Role.COORDINATOR)
    return cast.piet


@kept
def named(cast: Cast, identified: Proposal) -> DeathRecord:
    """The record of somebody who has a name again."""
    record = begin_record(user=cast.sanna, remains=identified.remains)
    confirm(cast.sanna, record, NAMED)
    return record


@kept
def nameless(cast: Cast, identified: Proposal) -> DeathRecord:
    """The record of somebody who is not identified yet."""
    remains = Remains.objects.select_related("incident").get(number="V2")
    record = begin_record(user=cast.sanna, remains=remains)
    confirm(cast.sanna, record, NAMELESS)
    return record


@kept
def agency(cast: Cast, second: User) -> Bureau:
    """The Central Tracing Agency."""
    return a_bureau(cast, second, "Central Tracing Agency", "CTA", "central_agency")


@kept
def party(cast: Cast, second: User) -> Bureau:
    """The Bureau of a party to the conflict."""
    return a_bureau(cast, second, "Bureau of Marel", "BM", "bureau")


def a_bureau(cast: Cast, second: User, name: str, short: str, kind: str) -> Bureau:
    identity = pyrage.x25519.Identity.generate()
    recipient = enter_recipient(
        user=cast.mara,
        incident=cast.incident,
        name=name,
        short=short,
        kind=kind,
        public=str(identity.to_public()),
    )
    confirm_key(user=second, key=recipient.keys.get(), spoken_with="Lucie Favre")
    return Bureau(recipient, str(identity))


def drafted(user: User, recipient: Recipient, *records: DeathRecord) -> Package:
    return draft(user=user, recipient=recipient, records=records)


def made(cast: Cast, second: User, recipient: Recipient, *records: DeathRecord) -> Package:
    return approve(user=second, package=drafted(cast.mara, recipient, *records))


def sent(cast: Cast, second: User, recipient: Recipient, *records: DeathRecord) -> Package:
    """Made, and taken out by a person."""
    package = made(cast, second, recipient, *records)
    take_out(user=cast.mara, package=package, what="file", purpose="law", words=PURPOSE)
    return package


def kinds(recipient: Recipient) -> dict[str, str | None]:
    """By record what is due."""
    return {one.record.number: one.kind for one in due_for(recipient)}


def fields_of(opened: Opened, number: str) -> Collection[str]:
    """The fields that are withheld of a record."""
    return next(one.person.withheld for one in opened.dead.persons if one.person.number == number)


@pytest.fixture
def records(named: DeathRecord, nameless: DeathRecord) -> list[DeathRecord]:
    return [named, nameless]

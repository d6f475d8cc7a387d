"""What every entry of custody says, and writing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from antigone.policy.custody import Seal
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.custody.items import Item, as_item, name_of
from antigone.web.custody.models import CustodyEvent, ReceivedBy
from antigone.web.journal.services import record
from antigone.web.sentences import finding_in_words


class CustodyRefused(ValueError):
    """The act contradicts what is recorded; the message says what and how to mend it."""


class RuleStands(CustodyRefused):
    """A rule with a code stands against the act."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.code}: {finding_in_words(finding)}")
        self.finding = finding


@dataclass(frozen=True)
class Hands:
    """A person who gives or receives, with function and agency."""

    name: str
    function: str
    agency: str

    @classmethod
    def of(cls, user: User, function: str) -> Hands:
        """Those of somebody who works here."""
        return cls(user.full_name, function, user.agency.name if user.agency else "–")


@dataclass(frozen=True)
class Passing:
    """From whom to whom, when, where and why; the same for all things that are handed over together."""

    at: datetime
    giver: Hands
    receiver: Hands
    place: str
    reason: str
    expected_by: datetime | None = None
    temperature_c: float | None = None
    witness: str = ""
    note: str = ""
    to_kind: ReceivedBy = ReceivedBy.SERVICE


@dataclass(frozen=True)
class SealSeen:
    """The seal of one thing: how it was found, its number, and the number of a new one."""

    seal: Seal = Seal.NOT_SEALED
    old: str = ""
    new: str = ""


def enter(
    user: User,
    item: Item,
    passing: Passing,
    seen: SealSeen,
    *,
    act: str,
    replaces: CustodyEvent | None = None,
    because: str = "",
) -> CustodyEvent:
    """Write an entry with its line in the journal, within the act's transaction.

    Raises:
        ValidationError: a field is missing or wrong.
    """
    if seen.seal is not Seal.NOT_SEALED and not seen.old.strip():
        raise ValidationError({"seal_old": _("Give the number of the seal as it was read.")})
    event = CustodyEvent(
        incident=item.incident,
        at=passing.at,
        from_name=passing.giver.name.strip(),
        from_function=passing.giver.function.strip(),
        from_agency=passing.giver.agency.strip(),
        to_name=passing.receiver.name.strip(),
        to_function=passing.receiver.function.strip(),
        to_agency=passing.receiver.agency.strip(),
        to_kind=passing.to_kind,
        place=passing.place.strip(),
        reason=passing.reason.strip(),
        seal=seen.seal.value,
        seal_old=seen.old.strip() if seen.seal is not Seal.NOT_SEALED else "",
        seal_new=seen.new.strip(),
        expected_by=passing.expected_by,
        temperature_c=passing.temperature_c,
        witness=passing.witness.strip(),
        note=passing.note.strip(),
        recorded_by=user,
        replaces=replaces,
        corrected_because=because.strip(),
        **as_item(item),
    )
    event.full_clean()
    event.save()
    record(
        actor=user.username,
        act=act,
        incident=item.incident.slug,
        subject=name_of(item),
        details={
            "event": event.pk,
            "seal": event.seal,
            "to_kind": event.to_kind,
            "replaces": None if replaces is None else replaces.pk,
        },
    )
    return event

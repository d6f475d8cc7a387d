"""PFIF on its way in: persons of another register, with what was noted of them kept as words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.utils import timezone

from antigone.formats import pfif_reading
from antigone.formats.cursor import fault_of_name
from antigone.formats.pfif import ContactRole, PfifContact, PfifNote, PfifPerson
from antigone.web.exchange import of_sought
from antigone.web.exchange.base import Reading, Row, Source
from antigone.web.records.models import MissingPerson
from antigone.words import said

LONGEST_NUMBER = MissingPerson._meta.get_field("number").max_length or 0

Contacts = Mapping[str, Sequence[PfifContact]]


def read_pfif(source: Source, after: int) -> Reading:
    """The persons of a file; those whose record has expired must not be kept, and are left out."""
    file = pfif_reading.read_pfif(source.content, source.name)
    contacts: dict[str, list[PfifContact]] = defaultdict(list)
    for contact in file.contacts:
        contacts[contact.record_id].append(contact)
    numbered = list(enumerate(file.persons, start=1))
    kept = [(number, one) for number, one in numbered if not _expired(one)]
    notices = list(file.notices)
    if len(kept) < len(numbered):
        count = len(numbered) - len(kept)
        notices.append(
            said("Left out, because they have expired and must not be kept: {count}.", count=count)
        )
    if file.loose_notes:
        count = len(file.loose_notes)
        notices.append(
            said("Left out, notes on persons who are not in the file: {count}.", count=count)
        )
    rows = (_row(number, one, contacts) for number, one in kept if number > after)
    return Reading(rows, len(kept), lambda: notices)


def _expired(person: PfifPerson) -> bool:
    if not person.expires_at:
        return False
    moment = datetime.fromisoformat(person.expires_at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) <= timezone.now()


def _row(number: int, person: PfifPerson, contacts: Contacts) -> Row:
    usable = not fault_of_name(person.record_id) and len(person.record_id) <= LONGEST_NUMBER
    words = [*person.texts.items(), *(("note", _words(note)) for note in person.notes)]
    if not usable:
        words.append(("record_id", person.record_id))
    reached = [line for one in contacts.get(person.record_id, ()) for line in _reached(one)]
    for note in person.notes:
        reached += [line for one in contacts.get(note.record_id, ()) for line in _reached(one)]
    return of_sought.row_of(
        number,
        person.record_id if usable else "",
        "",
        person.sex.value,
        person.am_record,
        words,
        reached,
    )


def _words(note: PfifNote) -> str:
    parts = (note.written_at, note.status or "", note.last_known_location, note.text)
    return ": ".join(str(part) for part in parts if part)


def _reached(contact: PfifContact) -> list[tuple[str, str]]:
    if contact.role is ContactRole.AUTHOR:
        told = (
            ("enquirer_name", contact.name),
            ("contact_phone", contact.phone),
            ("contact_email", contact.email),
        )
        return [(code, text) for code, text in told if text]
    parts = (contact.role.value, contact.name, contact.phone, contact.email)
    return [("contact_words", ", ".join(part for part in parts if part))]

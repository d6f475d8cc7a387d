"""Reading PFIF files: persons who are sought, and notes about them; photographs are never taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO

from antigone.evidence.records import PersonName
from antigone.formats.cursor import showable
from antigone.formats.pfif import (
    VERSIONS,
    ContactRole,
    PfifContact,
    PfifFile,
    PfifNote,
    PfifPerson,
    PfifStatus,
)
from antigone.formats.pfif_fields import (
    LEFT_OUT,
    age_of,
    born_of,
    divided,
    instant_of,
    line_of,
    lines_of,
    record_id,
    text_of,
    truth_of,
)
from antigone.formats.problems import ProblemList, Refused, listed, refusal, shown
from antigone.formats.xml_reading import Element, XmlDocument, XmlLimits
from antigone.genetics.pedigree import Sex
from antigone.words import said

LIMITS = XmlLimits(depth=8, attributes=16, characters=200_000, elements=20_000)

MOST_NAMES = 50
"""Most names of one person."""

_NAMESPACE = re.compile(r"http://zesty\.ca/pfif/(\d\.\d)")
_PERSON = frozenset(
    {"person_record_id", "entry_date", "expiry_date", "author_name", "author_email", "author_phone"}
    | {"source_name", "source_date", "source_url", "full_name", "given_name", "family_name"}
    | {"first_name", "last_name", "alternate_names", "description", "other", "sex", "age"}
    | {"date_of_birth", "home_street", "home_neighborhood", "home_city", "home_state"}
    | {"home_postal_code", "home_zip", "home_country", "note"}
)
_NOTE = frozenset(
    {"note_record_id", "person_record_id", "linked_person_record_id", "entry_date", "source_date"}
    | {"author_name", "author_email", "author_phone", "author_made_contact", "found", "status"}
    | {"email_of_found_person", "phone_of_found_person", "last_known_location", "text"}
)
_HOME = ("street", "neighborhood", "city", "state", "postal_code", "country")
_SEXES = {"female": Sex.FEMALE, "male": Sex.MALE, "other": Sex.UNKNOWN, "": Sex.UNKNOWN}


def read_pfif(data: bytes, file: str) -> PfifFile:
    """The persons and notes of a PFIF file, version 1.1 to 1.4.

    Addresses of photographs and profiles are never taken; other addresses are texts. A note's status
    gives a notice and no state.

    Raises:
        FormatError: listing what is wrong, by line, record and field.
    """
    document = XmlDocument(BytesIO(data), file, LIMITS)
    version = _version(document.root, file)
    problems = ProblemList(file)
    reading = _Reading(document.root.namespace, problems)
    for element in document:
        problems.attempt(element, reading.take)
    persons = reading.with_notes()
    problems.refuse_if_any()
    if not persons and not reading.loose:
        raise refusal(file, "", said("the file has no persons; at least one is needed"))
    return PfifFile(
        version, persons, tuple(reading.loose), tuple(reading.contacts), (*reading.notices(),)
    )


def _version(root: Element, file: str) -> str:
    found = _NAMESPACE.fullmatch(root.namespace)
    if root.name != "pfif" or found is None or found[1] not in VERSIONS:
        raise refusal(
            file,
            root.place,
            said(
                "the document is {found} of the namespace {namespace}; allowed is pfif of "
                "http://zesty.ca/pfif/1.1 to 1.4",
                found=shown(root.name),
                namespace=shown(root.namespace),
            ),
        )
    return found[1]


class _Reading:
    """A file while it is read."""

    def __init__(self, namespace: str, problems: ProblemList) -> None:
        self._namespace = namespace
        self._problems = problems
        self._persons: dict[str, PfifPerson] = {}
        self._notes: dict[str, PfifNote] = {}
        self._left_out = 0
        self._placeholders = 0
        self._unknown: dict[str, None] = {}
        self._others = 0
        self._undivided = 0
        self.contacts: list[PfifContact] = []
        self.loose: list[PfifNote] = []

    def take(self, element: Element) -> None:
        """A person or a note that stands by itself."""
        if element.namespace == self._namespace and element.name == "person":
            self._take_person(element)
        elif element.namespace == self._namespace and element.name == "note":
            self._take_note(element, "")
        else:
            raise element.refused(
                said("found {found}; allowed are person and note", found=shown(element.name))
            )

    def with_notes(self) -> tuple[PfifPerson, ...]:
        """The persons, each with the notes about them; other notes stay loose."""
        about: dict[str, list[PfifNote]] = {}
        for note in self._notes.values():
            if note.person_record_id in self._persons:
                about.setdefault(note.person_record_id, []).append(note)
            else:
                self.loose.append(note)
        return tuple(
            replace(person, notes=tuple(about.get(record, ())))
            for record, person in self._persons.items()
        )

    def notices(self) -> Iterator[str]:
        """What must be known, and what was left out."""
        for note in self._notes.values():
            yield from _notices_of(note)
        expiring = [person for person in self._persons.values() if person.expires_at]
        for person in expiring[:100]:
            yield said(
                "Record {record} must not be kept beyond {instant}.",
                record=person.record_id,
                instant=person.expires_at,
            )
        if self._placeholders:
            yield said(
                "Records that have expired and say nothing any more were left out: {count}.",
                count=self._placeholders,
            )
        if self._left_out:
            yield said(
                "Addresses of photographs and profiles were left out: {count}.",
                count=self._left_out,
            )
        if self.contacts:
            yield said(
                "Contacts stand apart and come into no record: {count}.", count=len(self.contacts)
            )
        if self._others:
            yield said("Persons of another sex, read as not known: {count}.", count=self._others)
        if self._undivided:
            yield said(
                "Names that the file does not divide stand as given names: {count}.",
                count=self._undivided,
            )
        if self._unknown:
            yield said("Elements that are not read: {names}.", names=listed(self._unknown))

    def _take_person(self, element: Element) -> None:
        fields = self._fields(element, _PERSON)
        record = record_id(element, fields, "person_record_id")
        if record in self._persons:
            raise element.refused(
                said(
                    "record {record} stands in line {other} too; each may stand once",
                    record=shown(record),
                    other=self._persons[record].line,
                )
            )
        try:
            person = self._person(element, record, fields)
        except Refused as refused:
            self._problems.add(refused.place, _of(record, refused.message))
            person = None
        for note in element.all("note"):
            self._problems.attempt(note, lambda n: self._take_note(n, record))
        if person is None:
            return
        if person.says_nothing:
            self._placeholders += 1
            return
        self._persons[record] = person
        self._contact(
            record, ContactRole.AUTHOR, fields, "author_name", "author_email", "author_phone"
        )

    def _person(self, element: Element, record: str, fields: Mapping[str, Element]) -> PfifPerson:
        description, other = text_of(fields, "description"), ""
        if "other" in fields:
            told, other = divided(text_of(fields, "other"))
            description = description or told
        home = {part: line_of(fields, f"home_{part}") for part in _HOME}
        home["postal_code"] = home["postal_code"] or line_of(fields, "home_zip")
        return PfifPerson(
            record,
            self._names(fields),
            self._sex(fields),
            born_of(fields),
            age_of(fields),
            {part: text for part, text in home.items() if text},
            description,
            other,
            line_of(fields, "source_name"),
            line_of(fields, "source_url"),
            instant_of(fields, "source_date"),
            instant_of(fields, "entry_date"),
            instant_of(fields, "expiry_date"),
            line=element.line,
        )

    def _take_note(self, element: Element, within: str) -> None:
        fields = self._fields(element, _NOTE)
        record = record_id(element, fields, "note_record_id")
        if record in self._notes:
            raise element.refused(
                said(
                    "record {record} stands in line {other} too; each may stand once",
                    record=shown(record),
                    other=self._notes[record].line,
                )
            )
        try:
            note = _note(element, record, within, fields)
        except Refused as refused:
            raise Refused(refused.place, _of(record, refused.message)) from refused
        self._notes[record] = note
        self._contact(
            record, ContactRole.NOTE_AUTHOR, fields, "author_name", "author_email", "author_phone"
        )
        self._contact(
            record,
            ContactRole.FOUND_PERSON,
            fields,
            "",
            "email_of_found_person",
            "phone_of_found_person",
        )

    def _contact(
        self,
        record: str,
        role: ContactRole,
        fields: Mapping[str, Element],
        name: str,
        email: str,
        phone: str,
    ) -> None:
        found = PfifContact(
            record, role, line_of(fields, name), line_of(fields, email), line_of(fields, phone)
        )
        if found.name or found.email or found.phone:
            self.contacts.append(found)

    def _fields(self, element: Element, known: frozenset[str]) -> dict[str, Element]:
        """The fields of a record by name, without those that are never taken."""
        fields: dict[str, Element] = {}
        for child in element.children:
            if child.namespace == self._namespace and child.name in LEFT_OUT:
                self._left_out += len(child.text.split())
            elif child.namespace != self._namespace or child.name not in known:
                if len(self._unknown) < 100:
                    self._unknown[showable(child.name)] = None
            elif child.name in fields and child.name != "note":
                raise child.refused(
                    said("{field} stands twice; each may stand once", field=child.name)
                )
            else:
                fields[child.name] = child
        return fields

    def _names(self, fields: Mapping[str, Element]) -> tuple[PersonName, ...]:
        given = line_of(fields, "given_name") or line_of(fields, "first_name")
        family = line_of(fields, "family_name") or line_of(fields, "last_name")
        names = [PersonName(family, given)] if given or family else []
        whole = {f"{given} {family}".strip(), f"{family} {given}".strip()}
        for kind, field in (("legal", "full_name"), ("alias", "alternate_names")):
            for line in lines_of(fields, field):
                if line in whole:
                    continue
                whole.add(line)
                self._undivided += 1
                names.append(PersonName(given=line, kind="alias" if names else kind))
        if len(names) > MOST_NAMES:
            raise fields["alternate_names" if "alternate_names" in fields else "full_name"].refused(
                said("{count} names; allowed are {most}", count=len(names), most=MOST_NAMES)
            )
        return tuple(names)

    def _sex(self, fields: Mapping[str, Element]) -> Sex:
        text = line_of(fields, "sex").lower()
        if text not in _SEXES:
            raise fields["sex"].refused(
                said("sex: found {found}; allowed are female, male, other", found=shown(text))
            )
        self._others += text == "other"
        return _SEXES[text]


def _of(record: str, message: str) -> str:
    return said("record {record}: {message}", record=shown(record), message=message)


def _notices_of(note: PfifNote) -> Iterator[str]:
    record, about = note.record_id, note.person_record_id
    if note.says_alive:
        yield said(
            "Note {note} says that the person of record {record} is alive, wrote it, or was spoken to: ask "
            "before anything else. It changes no state.",
            note=record,
            record=about,
        )
    if note.status is PfifStatus.BELIEVED_DEAD:
        yield said(
            "Note {note} says that the person of record {record} is believed dead. It is hearsay and "
            "changes no state.",
            note=record,
            record=about,
        )
    if note.linked_person_record_id:
        yield said(
            "Note {note} says that records {record} and {other} are of one person; both stand as they are.",
            note=record,
            record=about,
            other=note.linked_person_record_id,
        )


def _note(element: Element, record: str, within: str, fields: Mapping[str, Element]) -> PfifNote:
    about = line_of(fields, "person_record_id") or within
    if not about:
        raise element.refused(said("person_record_id is missing"))
    if within and about != within:
        raise fields["person_record_id"].refused(
            said(
                "person_record_id is {found}, but the note stands in record {record}",
                found=shown(about),
                record=shown(within),
            )
        )
    status = line_of(fields, "status")
    if status and status not in tuple(PfifStatus):
        raise fields["status"].refused(
            said(
                "status: found {found}; allowed are {allowed}",
                found=shown(status),
                allowed=listed(PfifStatus),
            )
        )
    return PfifNote(
        record,
        about,
        line_of(fields, "linked_person_record_id"),
        instant_of(fields, "source_date"),
        instant_of(fields, "entry_date"),
        PfifStatus(status) if status else None,
        truth_of(fields),
        line_of(fields, "last_known_location"),
        text_of(fields, "text"),
        element.line,
    )

"""What is taken over from files of the People Finder Interchange Format (PFIF 1.1 to 1.4).

There is no place for photographs, nor for addresses of profiles; contacts stand apart. The format is
read and never written: it publishes, and nothing here is for publishing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from antigone.evidence.records import AmRecord, PersonName
from antigone.genetics.pedigree import Sex

VERSIONS = ("1.1", "1.2", "1.3", "1.4")


class PfifStatus(StrEnum):
    """What the author of a note says of the person; it is hearsay, and changes no state."""

    INFORMATION_SOUGHT = "information_sought"
    IS_NOTE_AUTHOR = "is_note_author"
    BELIEVED_ALIVE = "believed_alive"
    BELIEVED_MISSING = "believed_missing"
    BELIEVED_DEAD = "believed_dead"


class ContactRole(StrEnum):
    """Whom a contact reaches."""

    AUTHOR = "author"
    NOTE_AUTHOR = "note_author"
    FOUND_PERSON = "found_person"


@dataclass(frozen=True, slots=True)
class PfifContact:
    """How somebody is reached; kept apart from what is told of the person.

    Args:
        record_id: of the person or the note where it stands.
        role: whom it reaches.
    """

    record_id: str
    role: ContactRole
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PfifNote:
    """What somebody wrote about a person.

    Args:
        record_id: of the note.
        person_record_id: of the person whom it is about.
        linked_person_record_id: of another record, said to be the same person; may be empty.
        written_at, entered_at: as in the file; may be empty.
        status: what the author says of the person.
        made_contact: whether the author has been in contact with the person since.
        last_known_location, text: in words.
        line: where it begins.
    """

    record_id: str
    person_record_id: str
    linked_person_record_id: str = ""
    written_at: str = ""
    entered_at: str = ""
    status: PfifStatus | None = None
    made_contact: bool | None = None
    last_known_location: str = ""
    text: str = ""
    line: int = field(default=0, compare=False)

    @property
    def says_alive(self) -> bool:
        """Whether the note gives reason to ask if the person has been found."""
        alive = (PfifStatus.IS_NOTE_AUTHOR, PfifStatus.BELIEVED_ALIVE)
        return self.status in alive or self.made_contact is True


@dataclass(frozen=True, slots=True)
class PfifPerson:
    """One person who is sought.

    Args:
        record_id: unique in the file and wherever it came from.
        names: as they fit a record; the first is the name under which the person is sought.
        sex: unknown where the file says nothing or "other".
        born: year, month or day, as `1970`, `1970-01`, `1970-01-31`; may be empty.
        age: lowest and highest age in years at the source's date.
        home: by part (street, neighborhood, city, state, postal_code, country) as written.
        description: in words; so is `other`, what versions before 1.4 keep besides.
        source_name, source_url, source_date: where the record comes from; an address is a text.
        entered_at: when it came into the file's repository.
        expires_at: after which it must not be kept.
        notes: those about this person.
        line: where it begins.
    """

    record_id: str
    names: tuple[PersonName, ...] = ()
    sex: Sex = Sex.UNKNOWN
    born: str = ""
    age: tuple[int, int] | None = None
    home: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    other: str = ""
    source_name: str = ""
    source_url: str = ""
    source_date: str = ""
    entered_at: str = ""
    expires_at: str = ""
    notes: tuple[PfifNote, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def am_record(self) -> AmRecord:
        """What fits the record of a missing person; `texts` has the rest.

        An age counts only where it is one number and no day of birth is known.
        """
        born_on = date.fromisoformat(self.born) if len(self.born) == 10 else None
        exact = self.age is not None and self.age[0] == self.age[1] and born_on is None
        return AmRecord(
            sex=self.sex,
            born_on=born_on,
            age_years=float(self.age[0]) if self.age is not None and exact else None,
            names=self.names,
        )

    @property
    def says_nothing(self) -> bool:
        """Whether only ids and dates are left, as of a record that has expired."""
        told = (self.names, self.born, self.age, self.home, self.description, self.other)
        return not any(told) and self.sex is Sex.UNKNOWN

    @property
    def texts(self) -> Mapping[str, str]:
        """Everything that no field of a record takes, by the name that the format has for it."""
        told = {f"home_{part}": text for part, text in self.home.items()}
        if self.born and len(self.born) < 10:
            told["date_of_birth"] = self.born
        if self.age is not None and self.am_record.age_years is None:
            low, high = self.age
            told["age"] = str(low) if low == high else f"{low}-{high}"
        for name in ("description", "other", "source_name", "source_url", "source_date"):
            told[name] = getattr(self, name)
        return {name: text for name, text in told.items() if text}


@dataclass(frozen=True)
class PfifFile:
    """The persons of a file.

    Args:
        version: of the format.
        persons: in the order of the file.
        loose_notes: about persons who are not in the file.
        contacts: of authors and of persons found, apart from all records.
        notices: what a reader must know, and what was left out.
    """

    version: str
    persons: tuple[PfifPerson, ...]
    loose_notes: tuple[PfifNote, ...] = ()
    contacts: tuple[PfifContact, ...] = ()
    notices: tuple[str, ...] = ()

"""The fields of a record that a column of a spreadsheet can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from antigone.words import Said, said


class RecordKind(StrEnum):
    """Whose records the rows are: of missing persons (AM) or of remains (PM)."""

    AM = "am"
    PM = "pm"


class Shape(StrEnum):
    """What the cells of a field look like."""

    TEXT = "text"
    NUMBER = "number"
    """The number of a record: letters and digits."""
    NAME = "name"
    WORD = "word"
    """One of a few words."""
    DAY = "day"
    YEAR = "year"
    YEARS = "years"
    DAYS = "days"
    LENGTH = "length"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    COORDINATES = "coordinates"
    DISTANCE = "distance"
    PHASE = "phase"
    LIST = "list"
    """Entries between semicolons."""
    DOCUMENT = "document"
    """The number of an identity paper, a card or a telephone."""


class Goes(StrEnum):
    """Where what stands in a column goes."""

    RECORD = "record"
    CONTACT = "contact"
    """To the enquirer, never to the record."""
    NOTE = "note"
    """The record has no place for it: it is given on as words."""
    NOWHERE = "nowhere"
    """Never taken from a spreadsheet."""


@dataclass(frozen=True)
class SheetField:
    """A field.

    Args:
        code: as mappings name it.
        label: for people; also the heading under which the program writes it.
        shape: of its cells.
        goes: where to.
        words: of a `Shape.WORD`: the group in which its words are looked up.
    """

    code: str
    label: Said
    shape: Shape = Shape.TEXT
    goes: Goes = Goes.RECORD
    words: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one column may hold it."""
        return self.goes is not Goes.RECORD or self.shape in (Shape.LIST, Shape.DOCUMENT)


_NUMBER = SheetField("number", said("Number"), Shape.NUMBER)
_SEX = SheetField("sex", said("Sex"), Shape.WORD, words="sex")
_BODY = (
    SheetField("stature_cm", said("Height (cm)"), Shape.LENGTH),
    SheetField("eyes", said("Eyes"), Shape.WORD, words="eyes"),
    SheetField("hair", said("Hair"), Shape.WORD, words="hair"),
    SheetField("handedness", said("Hand used"), Shape.WORD, words="handedness"),
    SheetField("marks", said("Marks of the body"), Shape.LIST),
    SheetField("tattoos", said("Tattoos"), Shape.LIST),
    SheetField("scars", said("Scars"), Shape.LIST),
    SheetField("birthmarks", said("Birthmarks"), Shape.LIST),
    SheetField("piercings", said("Piercings"), Shape.LIST),
    SheetField("implants", said("Implants and prostheses"), Shape.LIST),
    SheetField("medical", said("Fractures and operations"), Shape.LIST),
)
_ITEMS = (
    SheetField("items", said("Items"), Shape.LIST),
    SheetField("clothing", said("Clothing"), Shape.LIST),
    SheetField("footwear", said("Footwear"), Shape.LIST),
    SheetField("jewellery", said("Jewellery"), Shape.LIST),
    SheetField("passport", said("Passport, number"), Shape.DOCUMENT),
    SheetField("identity_card", said("Identity card, number"), Shape.DOCUMENT),
    SheetField("military_identity_card", said("Military identity card, number"), Shape.DOCUMENT),
    SheetField("identity_disc", said("Identity disc, number"), Shape.DOCUMENT),
    SheetField("driving_licence", said("Driving licence, number"), Shape.DOCUMENT),
    SheetField("bank_card", said("Bank card, number"), Shape.DOCUMENT),
    SheetField("mobile_phone", said("Own telephone, number or IMEI"), Shape.DOCUMENT),
)
_PLACE = (
    SheetField("latitude", said("Latitude"), Shape.LATITUDE),
    SheetField("longitude", said("Longitude"), Shape.LONGITUDE),
    SheetField("coordinates", said("Coordinates"), Shape.COORDINATES),
    SheetField("within_km", said("Place known within (km)"), Shape.DISTANCE),
)


def _note(code: str, label: Said) -> SheetField:
    return SheetField(code, label, goes=Goes.NOTE)


_NOTES = (
    _note("weight", said("Weight")),
    _note("build", said("Build")),
    _note("skin", said("Skin")),
    _note("facial_hair", said("Beard and moustache")),
    _note("shoe_size", said("Shoe size")),
    _note("blood_group", said("Blood group")),
    _note("dental", said("Teeth, in words")),
    _note("circumstances", said("Circumstances")),
    _note("photograph", said("Photograph, where it is kept")),
    _note("source", said("Source of the information")),
    _note("status", said("Status in the list")),
    _note("notes", said("Notes")),
)
_AM_NOTES = (
    _note("nationality", said("Nationality")),
    _note("birth_place", said("Place of birth")),
    _note("home_address", said("Home address of the person sought")),
    _note("occupation", said("Occupation")),
    _note("military", said("Rank, unit or service number")),
    _note("tax_number", said("Tax number")),
    _note("mother_name", said("Mother’s name")),
    _note("languages", said("Languages")),
    _note("marital_status", said("Marital status")),
)
_PM_NOTES = (
    _note("names_read", said("Names found with the remains")),
    _note("completeness", said("Whole or part")),
    _note("storage", said("Where the remains are kept")),
)


def _contact(code: str, label: Said) -> SheetField:
    return SheetField(code, label, goes=Goes.CONTACT)


_AM = (
    _NUMBER,
    SheetField("family", said("Family"), Shape.NAME),
    SheetField("surname", said("Surname"), Shape.NAME),
    SheetField("given_name", said("Given names"), Shape.NAME),
    SheetField("patronymic", said("Father’s name"), Shape.NAME),
    SheetField("full_name", said("Whole name"), Shape.NAME),
    SheetField("birth_name", said("Surname at birth"), Shape.NAME),
    SheetField("call_sign", said("Call sign"), Shape.NAME),
    SheetField("other_names", said("Other names"), Shape.LIST),
    _SEX,
    SheetField("born_on", said("Date of birth"), Shape.DAY),
    SheetField("birth_year", said("Year of birth"), Shape.YEAR),
    SheetField("age_years", said("Age when last seen"), Shape.YEARS),
    SheetField("last_seen_on", said("Last seen on"), Shape.DAY),
    SheetField("last_seen_place", said("Last seen at"), Shape.NAME),
    *_PLACE,
    *_BODY,
    SheetField("stature_informant", said("Height told by"), Shape.WORD, words="informant"),
    *_ITEMS,
    _contact("enquirer_name", said("Enquirer")),
    _contact("relation", said("Relation to the person sought")),
    _contact("contact_phone", said("Telephone of the enquirer")),
    _contact("contact_email", said("E-mail of the enquirer")),
    _contact("contact_address", said("Address of the enquirer")),
    _contact("contact_words", said("Contact, in words")),
    *_AM_NOTES,
    *_NOTES,
)
_PM = (
    _NUMBER,
    _SEX,
    SheetField("sex_method", said("How the sex was told"), Shape.WORD, words="sex_method"),
    SheetField("state", said("State of the remains"), Shape.WORD, words="state"),
    SheetField("age_years", said("Age at death"), Shape.YEARS),
    SheetField("age_phase", said("Suchey-Brooks phase"), Shape.PHASE),
    SheetField("age_method", said("How the age was estimated"), Shape.WORD, words="age_method"),
    SheetField("found_on", said("Found on"), Shape.DAY),
    SheetField("found_at", said("Found at"), Shape.NAME),
    SheetField("finder", said("Found by"), Shape.NAME),
    SheetField("days_since_death", said("Days since death when found"), Shape.DAYS),
    *_PLACE,
    *_BODY,
    SheetField(
        "stature_method",
        said("How the height was estimated"),
        Shape.WORD,
        words="stature_method",
    ),
    *_ITEMS,
    SheetField("death", said("Death or its confirmation"), goes=Goes.NOWHERE),
    SheetField("identified_as", said("Identity"), goes=Goes.NOWHERE),
    *_PM_NOTES,
    *_NOTES,
)

NEVER_TAKEN: Mapping[str, Said] = {
    "death": said(
        "A death is confirmed by a person who has seen the body, never by a spreadsheet."
    ),
    "identified_as": said(
        "An identity is decided by a board and signed, never taken from a spreadsheet."
    ),
}
"""By field why no column is ever taken for it."""


@lru_cache(maxsize=2)
def fields_of(kind: RecordKind) -> Mapping[str, SheetField]:
    """The fields of a kind of record by code, in the order in which people are shown them."""
    return {field.code: field for field in (_AM if kind is RecordKind.AM else _PM)}


ASSUMED: Mapping[RecordKind, Mapping[str, str]] = {
    RecordKind.AM: {"stature_informant": "informant"},
    RecordKind.PM: {
        "state": "state",
        "sex_method": "sex_method",
        "age_method": "age_method",
        "stature_method": "stature_method",
        "carried": "carried",
    },
}
"""What a person may state for all rows that do not say it, and the group of its words."""

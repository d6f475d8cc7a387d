"""The particulars of a dead person: which are asked for, by which article, and where they are from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from antigone.policy.deaths import Particular


class Source(StrEnum):
    """Where a particular is from."""

    DISC = "disc"
    PAPER = "paper"
    EXAMINATION = "examination"
    FAMILY = "family"
    BOARD = "board"
    OTHER = "other"


SOURCES: Mapping[str, str | Promise] = {
    Source.DISC: gettext_lazy("identity disc"),
    Source.PAPER: gettext_lazy("paper found on the body"),
    Source.EXAMINATION: gettext_lazy("examination"),
    Source.FAMILY: gettext_lazy("told by the family"),
    Source.BOARD: gettext_lazy("identification board"),
    Source.OTHER: gettext_lazy("another source"),
}

GONE = "withdrawn"
"""In the place of a source: the family withdrew, and what it told is destroyed."""


@dataclass(frozen=True)
class Asked:
    """One particular that is asked for.

    Args:
        name: in the content, and in `DeadPerson` where that knows it.
        label: on pages and papers.
        article: where the law asks for it.
        names: it says who the person is, so it rests on an identification (DE-02).
        private: shown only to those who see contacts.
        long: several lines.
        day: ISO 8601, as exactly as it is known.
        source_of: another particular, whose source is this one's too.
    """

    name: str
    label: str | Promise
    article: str = ""
    names: bool = False
    private: bool = False
    long: bool = False
    day: bool = False
    source_of: str = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()


G16, G122 = "GC I 16", "GC III 122"

ASKED: tuple[Asked, ...] = (
    Asked("surname", gettext_lazy("Surname"), f"{G16} (c)", names=True),
    Asked("first_names", gettext_lazy("First names"), f"{G16} (d)", names=True),
    Asked("names_latin", gettext_lazy("Both names in Latin letters"), names=True),
    Asked("power", gettext_lazy("Power on which the person depends"), f"{G16} (a)"),
    Asked(
        "service_number",
        gettext_lazy("Army, regimental, personal or serial number"),
        f"{G16} (b)",
    ),
    Asked("rank", gettext_lazy("Rank"), G122),
    Asked("unit", gettext_lazy("Military unit")),
    Asked("born", gettext_lazy("Date of birth"), f"{G16} (e)", day=True),
    Asked("birthplace", gettext_lazy("Place of birth"), G122),
    Asked("fathers_first_name", gettext_lazy("First name of the father"), G122, names=True),
    Asked("mothers_maiden_name", gettext_lazy("Maiden name of the mother"), G122, names=True),
    Asked(
        "card_or_disc",
        gettext_lazy("What else the identity card or disc says"),
        f"{G16} (f)",
        long=True,
    ),
    Asked("died", gettext_lazy("Day of death or capture"), f"{G16} (g)", day=True),
    Asked(
        "died_is",
        gettext_lazy("This day is the day of"),
        source_of="died",
        choices=(("death", gettext_lazy("death")), ("capture", gettext_lazy("capture"))),
    ),
    Asked("died_where", gettext_lazy("Place of death or capture"), f"{G16} (g)"),
    Asked(
        "cause",
        gettext_lazy("Wounds, illness or cause of death"),
        f"{G16} (h)",
        long=True,
    ),
    Asked("cause_by", gettext_lazy("Physician who certified it, full name"), source_of="cause"),
    Asked("cause_function", gettext_lazy("Function of the physician"), source_of="cause"),
    Asked("cause_on", gettext_lazy("Certified on"), day=True, source_of="cause"),
    Asked(
        "inform",
        gettext_lazy("Whom to inform: name and address"),
        G122,
        names=True,
        private=True,
        long=True,
    ),
    Asked(
        "documents",
        gettext_lazy("Last will, papers for the family, half of a disc: one on each line"),
        G16,
        long=True,
    ),
)
BY_NAME: Mapping[str, Asked] = {one.name: one for one in ASKED}


def rests_on_identification(name: str, one: Particular) -> bool:
    """Whether it says who the person is: by what it is, or by who told it (DE-02)."""
    if not one.value:
        return False
    return BY_NAME[name].names or one.source in {Source.FAMILY, Source.BOARD}

"""What the record holds that may be said to a family: these things, read by name, and no others.

No page of a mortuary is read here: neither what was found on the body, nor what was said of the cause of
death, nor what the recovery tells besides its day and its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.evidence.transliteration import script_of
from antigone.web.board.models import Identification
from antigone.web.notices.letter_texts import GROUNDS
from antigone.web.notices.models import Wish
from antigone.web.notices.sealed import Words, words_in
from antigone.web.notices.standing import wish_of
from antigone.web.records.models import Family, MissingPerson, RecoveryEvent, Remains
from antigone.web.records.told import told_of
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.shown import name_of_enquirer
from antigone.web.requests.telling import newest


@dataclass(frozen=True)
class Named:
    """The names of a person, as they stand on paper."""

    own: str
    latin: str
    born_on: date | None


@dataclass(frozen=True)
class Found:
    """Where and when remains were found."""

    on: date | None
    where: str


def named(missing_person: MissingPerson) -> Named:
    """The first name that was told, in its script, and the first that was told in Latin letters."""
    record = told_of(missing_person)
    if record is None:
        return Named("", "", None)
    names = [" ".join(p for p in (n.given, n.patronymic, n.family) if p) for n in record.names]
    names = [name for name in names if name]
    own = names[0] if names else ""
    latin = next((name for name in names if script_of(name).value == "latin"), "")
    return Named(own, "" if latin == own else latin, record.born_on)


def found(remains: Remains) -> Found:
    """Day and place of the recovery that holds: of these remains, else of their file."""
    rows = RecoveryEvent.objects.filter(replaced_by__isnull=True)
    event = rows.filter(remains=remains).last()
    if event is None and remains.source_file_id is not None:
        event = rows.filter(source_file=remains.source_file_id).last()
    if event is None:
        return Found(None, "")
    return Found(timezone.localtime(event.recovered_at).date(), event.place)


def grounds_of(identification: Identification) -> list[str]:
    """On what an identification rests, by its frozen evidence; several findings together stay together."""
    basis = str(identification.proposal.evidence.get("basis", "dna"))
    return [basis] if basis in GROUNDS else ["several"]


def grounds_in_words(grounds: list[str]) -> list[str]:
    """The same in plain words, for whoever tells it."""
    words = {
        "dna": _("DNA fits that of relatives who gave a sample."),
        "teeth": _("The teeth fit the records of a dentist."),
        "several": _("Several findings together point to one person and to nobody else."),
    }
    return [words[ground] for ground in grounds]


def enquirer_of(family: Family) -> Mapping[str, Any]:
    """What the enquirer told of themselves; empty where nobody took a request, or the family withdrew."""
    request = TracingRequest.objects.filter(family=family).select_related("family").first()
    version = None if request is None else newest(request).get("enquirer")
    return {} if version is None or version.content is None else version.content


def name_of_reader(family: Family) -> str:
    """To whom a letter is written: the enquirer."""
    return name_of_enquirer(enquirer_of(family))


def relation_of(missing_person: MissingPerson) -> str:
    """Who the enquirer is to the person, as a code of the request; "" where nobody told it."""
    request = TracingRequest.objects.filter(family=missing_person.family).first()
    version = None if request is None else newest(request, missing_person).get("sought")
    content = {} if version is None or version.content is None else version.content
    return str(content.get("relation", ""))


def telling_wish(missing_person: MissingPerson) -> Words:
    """What the family said of how it wants to be told."""
    wish = wish_of(missing_person, Wish.Kind.TELLING)
    return {} if wish is None else words_in(missing_person.family, wish.sealed, "wish")

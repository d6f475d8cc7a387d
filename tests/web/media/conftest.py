"""Remains and a family with pictures of coloured fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from antigone.policy.purposes import Asked
from antigone.web.media.adding import Described, Place, add_picture, add_prints
from antigone.web.media.models import Picture, PrintFile
from antigone.web.records.models import Family, MissingPerson, Person, Remains
from antigone.web.requests.consent_texts import CURRENT
from antigone.web.requests.consents import Question, record_answer
from antigone.web.requests.models import ConsentGiven, Purpose
from antigone.web.sealing.keys import new_key
from antigone.web.sealing.models import Key
from tests.web.conftest import Cast
from tests.web.media import drawn
from tests.web.media.tiff import exif_block
from tests.web.records.conftest import Attest, attest

__all__ = ["attest"]

SHOWS = "left forearm, tattoo of an anchor"
ADDED = Described("mark", SHOWS, view="left", taken_by="Teo Varga")
TAKEN = drawn.jpeg(exif=exif_block())

OnCommit = DjangoCaptureOnCommitCallbacks
Add = Callable[..., Picture]
AddPrints = Callable[..., PrintFile]


def folder() -> Path:
    return Path(settings.DATA_FOLDER) / "media"


def files() -> set[str]:
    """What lies in the media folder."""
    return {path.name for path in folder().iterdir()} if folder().exists() else set()


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return Remains.objects.create(incident=cast.incident, number="V1", sex="U")


@pytest.fixture
def other(cast: Cast) -> Remains:
    return Remains.objects.create(incident=cast.incident, number="V2", sex="U")


@pytest.fixture
def family(cast: Cast) -> Family:
    """F1, which seeks M1."""
    key = new_key(Key.Purpose.FAMILY)
    family = Family.objects.create(incident=cast.incident, name="F1", key=key)
    person = Person.objects.create(family=family, code="M1", sex="M", position=0)
    MissingPerson.objects.create(
        incident=cast.incident, family=family, person=person, number="M1", position=0
    )
    return family


@pytest.fixture
def based(family: Family, attest: Attest) -> Family:
    """The family, with a live legal basis; nothing is recorded of its photographs."""
    attest(family)
    return family


@pytest.fixture
def covered(cast: Cast, based: Family) -> Family:
    """The family, with a live legal basis and its consent to the use of its photographs."""
    asked = Asked(
        purpose=Purpose.PHOTOGRAPHS,
        answer="yes",
        kind="consent",
        particulars="",
        asked="Invented Person",
        interviewer="Nadia Sarkis",
        text_version=CURRENT,
        language="en",
        given_on=date.today(),
    )
    record_answer(
        user=cast.nadia,
        family=based,
        question=Question(Purpose.PHOTOGRAPHS),
        asked=asked,
        capacity=ConsentGiven.Capacity.NEXT_OF_KIN,
    )
    return based


@pytest.fixture
def picture(cast: Cast, remains: Remains) -> Picture:
    """A picture of V1 with time and place, added by Teo."""
    return add_picture(
        user=cast.teo,
        place=Place.of_remains(remains),
        name="IMG_1.jpg",
        content=TAKEN,
        described=ADDED,
    )


@pytest.fixture
def photograph(cast: Cast, family: Family) -> Picture:
    """A photograph that the family gave, taken in by Nadia."""
    person = family.missing_persons.get()
    return add_picture(
        user=cast.nadia,
        place=Place.of_family(family, person),
        name="smile.jpg",
        content=TAKEN,
        described=Described("portrait", "smiling, at a table"),
    )


@pytest.fixture
def prints(cast: Cast, remains: Remains) -> PrintFile:
    """Prints of V1, added by Sanna."""
    return add_prints(
        user=cast.sanna,
        place=Place.of_remains(remains),
        name="card.nist",
        content=drawn.prints(),
        shows="right thumb and left index finger",
    )

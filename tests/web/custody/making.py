"""Samples, entries and readings made through the acts, for the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from antigone.genetics.markers import Profile
from antigone.policy.custody import Seal
from antigone.web.custody.acts.hand_over import hand_over
from antigone.web.custody.acts.passing import Hands, Passing, SealSeen
from antigone.web.custody.acts.read import Particulars, enter_again, enter_reading
from antigone.web.custody.acts.take import take_sample
from antigone.web.custody.items import Item
from antigone.web.custody.models import CustodyEvent, Reading, Sample
from antigone.web.custody.taking import Taking
from antigone.web.records.models import Person, Remains
from tests.web.conftest import Cast

START = datetime(2026, 10, 9, 9, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)

SANNA = Hands("Sanna Feld", "mortuary technician", "Institute of Forensic Medicine")
TEO = Hands("Teo Varga-Lind", "recoverer", "Civil Protection")
DRIVER = Hands("B. Aske-Romero", "driver", "Civil Protection")
OYELIN = Hands("Dr Oyelin Harrow", "geneticist", "Institute of Forensic Genetics")

TAKEN = Taking(
    element="right femur",
    taken_by=SANNA.name,
    place="mortuary, table 2",
    container="tube",
    storage="cold room 2, place 14",
)


def a_sample(
    cast: Cast, owner: Remains | Person, *, kind: str = "bone", at: datetime = START, seal: str = ""
) -> Sample:
    user = cast.sanna if isinstance(owner, Remains) else cast.nadia
    return take_sample(
        user=user, owner=owner, kind=kind, taken_at=at, taking=TAKEN, taker=SANNA, seal=seal
    )


def handed(
    cast: Cast,
    item: Item,
    giver: Hands,
    receiver: Hands,
    at: datetime,
    *,
    seal: str = "",
    new: str = "",
    expected_by: datetime | None = None,
) -> CustodyEvent:
    """`seal`: its number as read, whole."""
    passing = Passing(at, giver, receiver, "at the door", "to the laboratory", expected_by)
    seen = SealSeen(Seal.INTACT if seal else Seal.NOT_SEALED, seal, new)
    (event,) = hand_over(
        user=cast.sanna, incident=cast.incident, items=[(item, seen)], passing=passing
    )
    return event


def a_broken_sample(cast: Cast, owner: Remains) -> Sample:
    """Sealed with 4471; the laboratory was given 4417."""
    sample = a_sample(cast, owner, seal="4471")
    handed(cast, sample, SANNA, DRIVER, START + HOUR, seal="4471")
    handed(cast, sample, DRIVER, OYELIN, START + 3 * HOUR, seal="4417")
    return sample


PARTICULARS = Particulars(
    "Institute of Forensic Genetics", "Kit 24", OYELIN.name, date(2026, 10, 12)
)
SEEN: Profile = {"L1": ("8", "9"), "L2": ("10", "10"), "L3": ("11", None)}


def a_reading(cast: Cast, sample: Sample, profile: Profile = SEEN) -> Reading:
    """Typed once."""
    return enter_reading(user=cast.oyelin, sample=sample, particulars=PARTICULARS, profile=profile)


def a_reading_that_counts(cast: Cast, sample: Sample, profile: Profile = SEEN) -> Reading:
    """Typed twice, alike."""
    reading = a_reading(cast, sample, profile)
    assert not enter_again(user=cast.oyelin, reading=reading, profile=profile)
    reading.refresh_from_db()
    return reading

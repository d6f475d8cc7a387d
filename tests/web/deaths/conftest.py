"""An identified person with a record, and the steps that follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from antigone.policy.deaths import Article, Particular, Receiver
from antigone.web.accounts.models import User
from antigone.web.board.acts.release import release
from antigone.web.board.models import Identification, Proposal
from antigone.web.custody.acts.passing import Hands
from antigone.web.deaths.acts.burying import Buried
from antigone.web.deaths.acts.handing import Given
from antigone.web.deaths.acts.packing import Counted, pack_effects
from antigone.web.deaths.acts.recording import begin_record, confirm_particulars
from antigone.web.deaths.acts.tag import read_tag
from antigone.web.deaths.models import ContentsList, DeathRecord, RecordVersion
from antigone.web.deaths.standing import (
    fingerprint_of_wishes,
    newest_version,
    standing_identification,
)
from antigone.web.records.models import Remains
from tests.web.board.conftest import (
    attest,
    decidable,
    done,
    identified,
    imported,
    pair,
    pair_of,
    proposal,
    signed_once,
    work,
)
from tests.web.conftest import Cast
from tests.web.deaths.wishing import WISHES
from tests.web.kept import kept
from tests.web.records.conftest import Document

__all__ = [
    "attest",
    "done",
    "identified",
    "imported",
    "pair",
    "pair_of",
    "proposal",
    "signed_once",
    "work",
]

NAMED = {
    "surname": Particular("Орлевич", "family"),
    "first_names": Particular("Давид", "family"),
    "service_number": Particular("АА-118204", "disc"),
    "died": Particular("2026-09", "examination"),
    "died_is": Particular("death", "examination"),
    "died_where": Particular("Orchard, square E3", "examination"),
    "cause": Particular("Could not be determined.", "examination"),
    "cause_by": Particular("Dr Imani Roskvist", "examination"),
    "cause_function": Particular("Forensic physician", "examination"),
    "cause_on": Particular("2026-10-09", "examination"),
    "inform": Particular("Lidiia Orlevych, Sadova 3", "family"),
    "documents": Particular("letter\nhalf of a disc", "examination"),
}
NAMELESS = {name: one for name, one in NAMED.items() if one.source != "family"}
BURIED = Buried(
    kind="burial",
    carried_out_by="Teo Varga-Lind",
    day="2026-11-02",
    place="Cemetery of Marel",
    position="Plot 3, row 2, number 14",
    latitude=48.123456,
    longitude=37.654321,
    accuracy_m=5.0,
    marking="Unidentified, V1",
    disc="half_with_body",
)


@pytest.fixture
def data() -> Document:
    """V1 bore a disc and a letter; the family told the name and the birth date of M1."""
    document = decidable()
    document["victims"][0]["record"] = {
        "state": "fresh",
        "items": [
            {"kind": "identity_disc", "carried": "worn", "numbers": ["АА-118204"]},
            {"kind": "letter", "carried": "pocket"},
        ],
    }
    name = {"family": "Орлевич", "given": "Давид"}
    told = {"sex": "M", "born_on": "1991-02-28", "names": [name]}
    document["families"][0]["records"] = {"M1": told}
    return document


@pytest.fixture(autouse=True)
def _wishes(settings: Settings) -> None:
    others = [desk for desk in settings.DESKS if "notices" not in desk]
    settings.DESKS = [*others, "tests.web.deaths.wishing"]


@pytest.fixture
def remains(done: object) -> Remains:
    return Remains.objects.select_related("incident").get(number="V1")


@pytest.fixture
def nameless(cast: Cast, remains: Remains) -> DeathRecord:
    """The record of somebody who is not identified yet."""
    record = begin_record(user=cast.sanna, remains=remains)
    confirm(cast.sanna, record, NAMELESS)
    return record


@kept
def named(cast: Cast, identified: Proposal) -> DeathRecord:
    """The record of somebody who has a name again, with a packet of effects."""
    record = begin_record(user=cast.sanna, remains=identified.remains)
    confirm(cast.sanna, record, NAMED)
    return record


@pytest.fixture
def identification(named: DeathRecord) -> Identification:
    return Identification.objects.get(remains=named.remains)


@pytest.fixture
def released(cast: Cast, identification: Identification) -> Identification:
    release(user=cast.mara, identification=identification)
    return identification


@pytest.fixture
def packet(cast: Cast, named: DeathRecord) -> ContentsList:
    return pack_effects(
        user=cast.sanna,
        record=named,
        remains=named.remains,
        kind="effects",
        counted=counted("4471"),
    )


def confirm(
    user: User, record: DeathRecord, particulars: dict[str, Particular], because: str = ""
) -> RecordVersion:
    before, stands = newest_version(record), standing_identification(record)
    return confirm_particulars(
        user=user,
        record=record,
        particulars=particulars,
        because=because,
        seen_version=before.version if before else 0,
        rests_on=stands.pk if stands else None,
    )


def counted(seal: str, *articles: Article) -> Counted:
    return Counted(
        articles=articles or (Article("wedding ring, gold"), Article("notes", "120.50", "UAH")),
        owner="As on the disc: АА-118204",
        seal=seal,
        packed_by="Sanna Feld",
        function="Mortuary staff",
        counted_by="Teo Varga-Lind",
        at=timezone.now() - timedelta(hours=2),
        place="Cold room 2",
    )


def given(receiver: Receiver = Receiver.FAMILY, *, wishes: list[str] | None = None) -> Given:
    return Given(
        receiver=receiver,
        giver=Hands("Sanna Feld", "Mortuary staff", "Institute of Forensic Medicine"),
        to=Hands("Lidiia Orlevych", "mother", ""),
        at=timezone.now() - timedelta(minutes=5),
        place="Marel",
        wishes_read=fingerprint_of_wishes(WISHES["M1"] if wishes is None else wishes),
    )


def read_by_two(cast: Cast, remains: Remains) -> None:
    for person in (cast.sanna, cast.teo):
        read_tag(user=person, remains=remains, typed=remains.number)

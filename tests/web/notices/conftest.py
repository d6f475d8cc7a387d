"""The same steps to a decision as on the board, then a release, a trained notifier and a notice."""

from __future__ import annotations

from datetime import date

import pytest

from antigone.evidence.records import AmRecord, PersonName
from antigone.formats.record_json_writer import am_record_json
from antigone.web.board.acts.release import release
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification, Proposal
from antigone.web.notices.models import Notice, NotifierTraining
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
from tests.web.kept import kept
from tests.web.notices.making import send, train, visit
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


@pytest.fixture
def data() -> Document:
    """What the board decides on, with the names of M1."""
    document = decidable()
    names = (
        PersonName("Орлевич", "Давид", "Павлович"),
        PersonName("Orlevych", "Davyd", kind="alias"),
    )
    record = am_record_json(AmRecord(names=names, born_on=date(1991, 2, 28)))
    document["families"][0]["records"] = {"M1": record}
    return document


@kept
def identification(cast: Cast, identified: Proposal) -> Identification:
    """V1 is M1, signed."""
    return Identification.objects.select_related("incident").get(proposal=identified)


@kept
def released(cast: Cast, identification: Identification) -> Identification:
    release(user=cast.mara, identification=identification)
    return identification


@kept
def training(cast: Cast) -> NotifierTraining:
    return train(cast)


@kept
def notice(cast: Cast, released: Identification, training: NotifierTraining) -> Notice:
    """Ruth goes to the family of M1."""
    return send(cast, released)


@kept
def told(cast: Cast, notice: Notice) -> Notice:
    visit(cast, notice)
    return notice


@kept
def fallen(cast: Cast, told: Notice) -> Notice:
    """The family was told, and the identification was reopened since."""
    reopen(user=cast.ilse, decision=told.identification, cause="A sample was mixed up.")
    return Notice.objects.select_related("incident", "identification").get(pk=told.pk)

"""A run whose pairs can be decided, and the steps on the way to a signed identification."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from antigone.web.accounts.models import User
from antigone.web.board.acts.propose import propose
from antigone.web.board.acts.sign import sign
from antigone.web.board.models import Proposal, Signature
from antigone.web.matching.models import Run
from antigone.web.records.models import MissingPerson, Remains
from tests.web.conftest import Cast
from tests.web.factors import answer_of
from tests.web.kept import kept
from tests.web.matching.conftest import attest, done, imported, work
from tests.web.records.conftest import Document, data_set

__all__ = ["attest", "done", "imported", "work"]

REASONS = "Father typed, 36 markers, no other candidate."
MARKERS = 36


def decidable() -> Document:
    """The small data set with so many markers that its true pairs reach the least posterior."""
    document = data_set()
    first = document["markers"]
    document["markers"] = [first[k % len(first)] | {"name": f"L{k + 1}"} for k in range(MARKERS)]
    document["genotypes"] = {
        name: {f"L{k + 1}": row["L1"] for k in range(MARKERS)}
        for name, row in document["genotypes"].items()
    }
    return document


@pytest.fixture
def data() -> Document:
    return decidable()


@dataclass(frozen=True)
class Pair:
    """What an act of the board is about."""

    run: Run
    remains: Remains
    missing_person: MissingPerson


PairOf = Callable[[str, str], Pair]


@pytest.fixture
def pair_of(done: Run) -> PairOf:
    """`pair_of("V1", "M1")`."""

    def find(remains: str, missing: str) -> Pair:
        return Pair(
            run=done,
            remains=Remains.objects.get(number=remains),
            missing_person=MissingPerson.objects.get(number=missing),
        )

    return find


@pytest.fixture
def pair(pair_of: PairOf) -> Pair:
    return pair_of("V1", "M1")


@kept
def proposal(cast: Cast, pair: Pair) -> Proposal:
    return propose_pair(cast.mara, pair)


@kept
def signed_once(cast: Cast, proposal: Proposal) -> Proposal:
    sign_as(cast, cast.oyelin, proposal)
    return proposal


@kept
def identified(cast: Cast, signed_once: Proposal) -> Proposal:
    sign_as(cast, cast.ilse, signed_once)
    signed_once.refresh_from_db()
    return signed_once


def propose_pair(user: User, pair: Pair, reasons: str = REASONS) -> Proposal:
    return propose(
        user=user,
        run=pair.run,
        remains=pair.remains,
        missing_person=pair.missing_person,
        reasons=reasons,
    )


def sign_as(cast: Cast, user: User, proposal: Proposal) -> Signature:
    return sign(
        user=user,
        proposal=proposal,
        password=cast.password,
        second_factor=answer_of(user),
        has_read=True,
    )

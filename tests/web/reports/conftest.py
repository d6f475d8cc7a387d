"""The same steps to a decision as on the board; one with records besides DNA on both sides."""

from __future__ import annotations

import io

from pypdf import PdfReader

from antigone.web.board.models import Proposal
from antigone.web.records.models import MissingPerson, Remains
from tests.web.board.conftest import (
    Pair,
    attest,
    data,
    decidable,
    done,
    identified,
    imported,
    pair,
    pair_of,
    proposal,
    propose_pair,
    sign_as,
    signed_once,
    work,
)
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.matching.conftest import Work
from tests.web.records.conftest import Attest, Document, bring_in, with_records

__all__ = [
    "attest",
    "data",
    "done",
    "identified",
    "imported",
    "pair",
    "pair_of",
    "proposal",
    "signed_once",
    "work",
]


@kept
def identified_with_records(cast: Cast, attest: Attest, work: Work) -> Proposal:
    """V1 is M1, with what was observed and told besides DNA; at more markers, as sex weighs here."""
    attest(bring_in(cast, with_records(longer(decidable()))))
    pair = Pair(
        run=work(),
        remains=Remains.objects.get(number="V1"),
        missing_person=MissingPerson.objects.get(number="M1"),
    )
    made = propose_pair(cast.mara, pair)
    for signer in (cast.oyelin, cast.ilse):
        sign_as(cast, signer, made)
    made.refresh_from_db()
    return made


def longer(document: Document) -> Document:
    """The data set with every marker three times."""
    ways = ("", "b", "c")
    return document | {
        "markers": [m | {"name": m["name"] + way} for way in ways for m in document["markers"]],
        "genotypes": {
            owner: {name + way: pair for way in ways for name, pair in row.items()}
            for owner, row in document["genotypes"].items()
        },
    }


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """What stands on each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in read(pdf).pages]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def squeezed(text: str) -> str:
    """Without spaces: lines break anywhere in a cell."""
    return "".join(text.split())

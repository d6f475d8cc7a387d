"""Minutes on paper: all that was decided, nothing that must not be on them, the same bytes each time."""

from __future__ import annotations

import io
import json

import pytest
from django.conf import settings
from pypdf import PdfReader

from antigone.formats.signatures import key_id_of, verify_detached
from antigone.web.board.acts.answer import answer
from antigone.web.board.acts.ask_for_more import ask_for_more
from antigone.web.board.acts.comment import comment
from antigone.web.board.models import Proposal
from antigone.web.incidents.roles import Role
from antigone.web.meetings.acts.agenda import put_matter
from antigone.web.meetings.acts.amending import amend
from antigone.web.meetings.acts.closing import close
from antigone.web.meetings.acts.items import note, settle
from antigone.web.meetings.minutes_paper import minutes_paper
from antigone.web.meetings.models import AgendaItem, Meeting, Minutes
from antigone.web.records.models import Remains
from antigone.web.records.profiles import genotypes_of
from tests.web.board.conftest import sign_as
from tests.web.conftest import Cast, ClientOf
from tests.web.kept import kept
from tests.web.meetings.test_pages import url

LANGUAGES = [code for code, _ in settings.LANGUAGES]


@kept
def minutes(cast: Cast, opened: Meeting, item: AgendaItem, proposal: Proposal) -> Minutes:
    """One case signed by two after talk, and a matter settled."""
    comment(user=cast.halvar, proposal=proposal, words="The molar fits.")
    asked = ask_for_more(
        user=cast.oyelin, proposal=proposal, what="A second extraction.", of_role=Role.GENETICIST
    )
    answer(user=cast.halvar, enquiry=asked, words="It was read anew.")
    note(user=cast.oyelin, item=item, words="Typed twice.")
    sign_as(cast, cast.oyelin, proposal)
    sign_as(cast, cast.ilse, proposal)
    matter = put_matter(user=cast.mara, meeting=opened, matter="The next meeting")
    settle(user=cast.ilse, item=matter, words="On Tuesday.")
    return close(user=cast.ilse, meeting=opened)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def test_it_says_what_was_decided(minutes: Minutes, proposal: Proposal) -> None:
    text = text_of(minutes_paper(minutes, "en"))
    for words in (
        "Marel Valley",
        "Room 4, Ministry of Justice",
        "V1, proposed to be M1",
        "signed, the identification stands",
        "Proposed by Mara Tenev",
        "DNA alone",
        "extremely strong support for",
        "nothing besides DNA was weighed",
        "needed: at least 0.9995",
        "ID-01",
        "Dr Oyelin Harrow, Geneticist, Institute of Forensic Genetics",
        "Ilse Brandt, Member of the identification board, Ministry of Justice",
        "The molar fits.",
        "A second extraction.",
        "It was read anew.",
        "Typed twice.",
        "The next meeting",
        "On Tuesday.",
        "Read and found right",
        minutes.key_id,
    ):
        assert words in text, words
    for hash_ in (minutes.sha256, proposal.evidence_sha256):
        assert hash_ in text.replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_no_genotype_no_family_and_no_picture(
    minutes: Minutes, proposal: Proposal, language: str
) -> None:
    pdf = minutes_paper(minutes, language)
    text = text_of(pdf)
    family = proposal.missing_person.family
    assert family.name not in text
    genotypes = genotypes_of(Remains.objects.get(number="V1"))
    assert genotypes
    assert not [name for name in genotypes if f"{name} " in text]
    for page in read(pdf).pages:
        assert not page.images
    for name, contents in read(pdf).attachments.items():
        assert name.endswith(".json")
        assert not [marker for marker in genotypes if f'"{marker}"'.encode() in contents[0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_minutes_give_the_same_bytes(minutes: Minutes, language: str) -> None:
    assert minutes_paper(minutes, language) == minutes_paper(minutes, language)


def test_what_is_enclosed_can_be_verified_without_us(cast: Cast, minutes: Minutes) -> None:
    amend(user=cast.mara, meeting=minutes.meeting, words="Halvar was there too.")
    pdf = minutes_paper(minutes, "fr")
    assert "Halvar was there too." in text_of(pdf)
    enclosed = read(pdf).attachments
    assert sorted(enclosed) == [
        *("addendum-1-signature.json", "addendum-1.json"),
        *("minutes-signature.json", "minutes.json"),
    ]
    for name in ("minutes", "addendum-1"):
        content = enclosed[f"{name}.json"][0]
        beside = json.loads(enclosed[f"{name}-signature.json"][0])
        assert verify_detached(content, beside["signature"], beside["public_key"])
        assert key_id_of(beside["public_key"]) == beside["key_id"]
        assert not verify_detached(content + b" ", beside["signature"], beside["public_key"])


def test_it_is_taken_out_in_the_language_that_is_asked_for(
    client_of: ClientOf, minutes: Minutes
) -> None:
    address = url("minutes_pdf", pk=minutes.meeting_id)
    for language in LANGUAGES:
        answer = client_of("tomas").get(address, {"language": language})
        assert answer.headers["Content-Type"] == "application/pdf"
        assert f"-{language}.pdf" in answer.headers["Content-Disposition"]
    assert client_of("tomas").get(address, {"language": "xx"}).status_code == 404

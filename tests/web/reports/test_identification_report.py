"""The report: one page with everything an examiner needs, and nothing that must not be on it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from antigone import __version__
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Proposal
from antigone.web.journal.models import Entry
from antigone.web.records.models import Person, Remains
from antigone.web.records.profiles import genotypes_of
from antigone.web.reports import identification_report
from antigone.web.reports.identification_report import TooLong, render_report
from tests.web.conftest import Cast

ClientOf = Callable[[str], Client]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in read(pdf).pages]
    return " ".join(" ".join(pages).split())


def test_it_says_what_an_examiner_needs(identified: Proposal) -> None:
    decision = identified.identification
    text = text_of(render_report(decision))
    entry = Entry.objects.get(act="identification.decided")
    for words in (
        "V1 is M1",
        "Marel Valley",
        "log10 LR",
        "extremely strong support for",
        "AFSP 2009",
        "unrelated to this family",
        "needed: at least 0.9995",
        "flat: every assignment",
        "equal, none",
        "Theta",
        "Dr Oyelin Harrow",
        "Institute of Forensic Genetics",
        "Ilse Brandt",
        "Ministry of Justice",
        "Proposed by Mara Tenev",
        "ID-01",
        "BO-06",
        identified.reasons,
        decision.document_sha256,
        identified.run.inputs_fingerprint,
        entry.entry_hash,
        str(decision.document["journal_head"]["entry_hash"]),  # type: ignore[index,call-overload]
        f"antigone {__version__}",
        "Training: invented data.",
        "Page 1 of 1.",
    ):
        assert "".join(words.split()) in "".join(text.split()), words


def test_one_page_without_any_picture(identified: Proposal) -> None:
    reader = read(render_report(identified.identification))
    assert len(reader.pages) == 1
    resources = reader.pages[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    assert "/XObject" not in resources or not resources["/XObject"].get_object()
    assert list(reader.pages[0].images) == []


def test_no_genotype_stands_on_it(identified: Proposal) -> None:
    text = text_of(render_report(identified.identification))
    owners: list[Remains | Person] = [*Remains.objects.all()]
    owners += Person.objects.filter(profile__isnull=False)
    for owner in owners:
        first, second = genotypes_of(owner)["L1"]
        for way in (f"{first}/{second}", f"{first}, {second}", json.dumps([first, second])):
            assert way not in text


def test_the_same_decision_gives_the_same_bytes(identified: Proposal) -> None:
    decision = identified.identification
    assert render_report(decision) == render_report(decision)


def test_long_reasons_and_names_still_stand_on_one_page(identified: Proposal) -> None:
    identified.reasons = "A long reason without an end. " * 160
    identified.run.assumptions |= {
        "frequencies": [f"a very long name of set {n}" for n in range(90)]
    }
    identified.identification.proposal = identified
    pdf = render_report(identified.identification)
    assert len(read(pdf).pages) == 1
    assert "…" in text_of(pdf)


def test_names_without_a_space_push_nobody_off_the_page(identified: Proposal) -> None:
    first, second = identified.signatures.order_by("position")
    first.full_name, first.agency = "W" * 150, "M" * 150
    first.save()
    places: dict[str, float] = {}

    def seen(text: str, _cm: object, matrix: list[float], *_font: object) -> None:
        places.setdefault(text.strip(), matrix[4])

    (page,) = read(render_report(identified.identification)).pages
    page.extract_text(visitor_text=seen)
    beginning = next(x for text, x in places.items() if text.startswith(second.full_name))
    assert page.mediabox.width / 2 - 20 < beginning < page.mediabox.width - 100


def test_what_cannot_fit_is_refused(identified: Proposal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identification_report, "SIZES", ("40pt",))
    with pytest.raises(TooLong):
        render_report(identified.identification)


def test_a_reopened_identification_says_so_first(cast: Cast, identified: Proposal) -> None:
    decision = identified.identification
    reopen(user=cast.ilse, decision=decision, cause="Another tooth was found.")
    decision.refresh_from_db()
    text = text_of(render_report(decision))
    assert "No longer stands: reopened on" in text
    assert text.index("No longer stands") < text.index("Evidence")


def test_nothing_is_fetched() -> None:
    with pytest.raises(PermissionError, match="fetches nothing"):
        identification_report._refuse("https://example.org/face.jpg")


def url_of(identified: Proposal) -> str:
    return reverse(
        "reports:identification_report",
        kwargs={"incident": "marel-valley", "pk": identified.identification.pk},
    )


@pytest.mark.parametrize("name", ["mara", "nadia", "tomas"])
def test_members_take_it_away(client_of: ClientOf, identified: Proposal, name: str) -> None:
    answer = client_of(name).get(url_of(identified))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert client_of(name).post(url_of(identified)).status_code == 405


def test_a_stranger_finds_nothing(client_of: ClientOf, identified: Proposal) -> None:
    assert client_of("piet").get(url_of(identified)).status_code == 404


def test_letters_of_a_name_that_no_font_holds_stay_out_of_the_log(
    identified: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    for handler in (*logging.root.handlers, *logging.getLogger("weasyprint").handlers):
        if type(handler) is logging.StreamHandler:
            monkeypatch.setattr(handler, "stream", written)
    decision = identified.identification
    decision.incident.name = "\ue000\ue001"
    assert render_report(decision)
    assert written.getvalue() == ""

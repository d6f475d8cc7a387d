"""The report: a summary on one page, then everything an examiner needs, and nothing that must not be in it."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from antigone import __version__
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Proposal
from antigone.web.board.refusal import RuleRefused
from antigone.web.board.signed import bundle_of
from antigone.web.journal.models import Entry
from antigone.web.papers.rendering import laid_out
from antigone.web.records.models import Person, Remains
from antigone.web.records.profiles import genotypes_of
from antigone.web.reports import identification_report
from antigone.web.reports.identification_report import render_report
from tests.web.conftest import Cast, ClientOf
from tests.web.reports.conftest import pages_of, read, squeezed, text_of


def test_the_first_page_says_what_an_examiner_needs(identified: Proposal) -> None:
    decision = identified.identification
    first, second, *_more = pages_of(render_report(decision))
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
        "Dr Oyelin Harrow",
        "Geneticist",
        "Institute of Forensic Genetics",
        "Ilse Brandt",
        "Ministry of Justice",
        "Proposed by Mara Tenev",
        "ID-01",
        "BO-06",
        identified.reasons,
        decision.document_sha256,
        entry.entry_hash,
        str(decision.document["journal_head"]["entry_hash"]),  # type: ignore[index,call-overload]
        f"antigone {__version__}",
        "Training: invented data.",
    ):
        assert squeezed(words) in squeezed(first), words
    assert "Line by line" in second


def test_the_pages_behind_it_say_all_else(identified: Proposal) -> None:
    decision = identified.identification
    text = squeezed(text_of(render_report(decision)))
    for words in (
        "DNA, marker by marker",
        *(f"L{k}" for k in range(1, 37)),
        "36 markers, 1 relative typed",
        "father",
        "Mother to child: equal, rate 0.002",
        "from the file small.json",
        "216 alleles with a frequency",
        "Theta 0",
        "none: the remains show what is there",
        "no signed identification",
        identified.run.inputs_fingerprint,
        "Whom V1 may be, in the joint view",
        "No other person sought, and no other remains",
        "Exclusions that stand",
        "No other run that is done compared this pair.",
        "No notes were written.",
        "Nothing more was asked for.",
        decision.key_id,
        *(one.key_id for one in identified.signatures.all()),
        f"antigone decision verify identification-{decision.pk}.json",
    ):
        assert squeezed(words) in text, words


def test_every_page_names_both_numbers_and_itself(identified: Proposal) -> None:
    pages = pages_of(render_report(identified.identification))
    for number, page in enumerate(pages, start=1):
        assert "Identification report 1: V1, M1. Marel Valley." in page
        assert f"{number} / {len(pages)}" in page


def test_the_signed_decision_is_attached(identified: Proposal) -> None:
    decision = identified.identification
    attached = read(render_report(decision)).attachments
    assert attached == {f"identification-{decision.pk}.json": [bundle_of(decision)]}


def test_rp_01_nothing_in_it_is_a_picture(identified: Proposal) -> None:
    pdf = render_report(identified.identification)
    assert [image for page in read(pdf).pages for image in page.images] == []
    assert b"/Image" not in pdf


def test_rp_01_a_template_with_a_picture_is_refused(
    identified: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*args: object, **kwargs: object) -> str:
        return '<p id="summary">V1<img src="face.jpg"></p>'

    monkeypatch.setattr(identification_report, "html_of", changed)
    with pytest.raises(RuleRefused, match="RP-01"):
        render_report(identified.identification)


def test_no_genotype_and_no_name_of_a_relative_stands_in_it(identified: Proposal) -> None:
    text = text_of(render_report(identified.identification))
    owners: list[Remains | Person] = [*Remains.objects.all()]
    owners += Person.objects.filter(profile__isnull=False)
    for owner in owners:
        first, second = genotypes_of(owner)["L1"]
        for way in (f"{first}/{second}", f"{first}, {second}", json.dumps([first, second])):
            assert way not in text
    for person in Person.objects.filter(family__name="F1", missing_person__isnull=True):
        assert f" {person.code} " not in text


def test_the_same_decision_gives_the_same_bytes(identified: Proposal) -> None:
    decision = identified.identification
    assert render_report(decision) == render_report(decision)


def test_with_long_reasons_and_names_the_summary_still_stands_on_one_page(
    identified: Proposal,
) -> None:
    identified.reasons = "A long reason without an end. " * 160
    identified.identification.proposal = identified
    first, second, *more = pages_of(render_report(identified.identification))
    assert "…" in first
    assert "Line by line" in second
    assert " ".join(more).count("A long reason without an") >= 158


def test_a_summary_that_fits_is_set_in_the_largest_type(
    identified: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def noted(html: str, size: str, **more: object) -> object:
        tried.append(size)
        return laid_out(html, size, **more)

    monkeypatch.setattr(identification_report, "laid_out", noted)
    render_report(identified.identification)
    assert tried == [identification_report.SIZES[0]]


def test_names_without_a_space_push_nobody_off_the_page(identified: Proposal) -> None:
    first, second = identified.signatures.order_by("position")
    first.full_name, first.agency = "W" * 150, "M" * 150
    first.save()
    places: dict[str, float] = {}

    def seen(text: str, _cm: object, matrix: list[float], *_font: object) -> None:
        places.setdefault(text.strip(), matrix[4])

    page = read(render_report(identified.identification)).pages[0]
    page.extract_text(visitor_text=seen)
    beginning = next(x for text, x in places.items() if text.startswith(second.full_name))
    assert page.mediabox.width / 2 - 20 < beginning < page.mediabox.width - 100


def test_rp_05_a_reopened_identification_says_so_on_every_page(
    cast: Cast, identified: Proposal
) -> None:
    decision = identified.identification
    reopen(user=cast.ilse, decision=decision, cause="Another tooth was found.")
    decision.refresh_from_db()
    pages = pages_of(render_report(decision))
    for page in pages:
        assert "No longer stands: reopened on" in page
    assert "Another tooth was found." in pages[0]


def test_what_was_observed_is_for_those_who_see_both_records(
    identified_with_records: Proposal,
) -> None:
    decision = identified_with_records.identification
    full = squeezed(text_of(render_report(decision)))
    short = squeezed(text_of(render_report(decision, quoted=False)))
    for words in ("174.5", "Stature", "Implants", "Reasons of the proposal"):
        assert squeezed(words) in full, words
    for words in ("174.5", "Implants", "SN-4471"):
        assert squeezed(words) not in short, words
    assert squeezed("What was observed besides DNA is shown to:") in short
    for text in (full, short):
        assert squeezed("sum of the lines above") in text


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


@pytest.mark.parametrize(("name", "reads"), [("ilse", True), ("ruth", False), ("tomas", False)])
def test_the_page_gives_each_what_they_may_read(
    client_of: ClientOf, identified_with_records: Proposal, name: str, reads: bool
) -> None:
    answer = client_of(name).get(url_of(identified_with_records))
    assert ("174.5" in squeezed(text_of(answer.content))) == reads


def test_a_stranger_finds_nothing(client_of: ClientOf, identified: Proposal) -> None:
    assert client_of("piet").get(url_of(identified)).status_code == 404


@pytest.mark.parametrize("language", ["uk", "ru", "fr", "es", "ar"])
def test_it_is_written_in_the_language_of_the_reader(identified: Proposal, language: str) -> None:
    with translation.override(language):
        title = translation.gettext("Identification report")
        pages = pages_of(render_report(identified.identification))
    assert title != "Identification report"
    assert len(pages) >= 4
    if language != "ar":  # whose letters a reader of PDF gives in another order
        assert title in pages[0]


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


def test_it_asks_the_database_no_more_often_with_more_signatures_of_others(
    client_of: ClientOf, identified: Proposal
) -> None:
    def asked(client: Client) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url_of(identified))
        return len(queries)

    client = client_of("mara")
    asked(client)
    assert asked(client) < 90

"""A break stands on every page and report that rests on it, and nobody proposes past it."""

from __future__ import annotations

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from antigone.web.board.models import Identification
from antigone.web.board.refusal import RuleRefused
from antigone.web.custody.acts.hand_over import explain_break
from antigone.web.custody.breaks import breaks_of_sample
from antigone.web.custody.models import CustodyEvent, Sample
from antigone.web.matching.models import Run
from antigone.web.records.models import Remains
from antigone.web.reports.identification_report import render_report
from tests.web.board.conftest import (
    Pair,
    attest,
    data,
    done,
    imported,
    pair,
    pair_of,
    propose_pair,
    sign_as,
    work,
)
from tests.web.conftest import Cast, ClientOf
from tests.web.custody.making import HOUR, OYELIN, START, TEO, a_broken_sample, a_sample, handed
from tests.web.page import check_page, html_of

__all__ = ["attest", "data", "done", "imported", "pair", "pair_of", "work"]

BROKEN = "The chain of custody is broken at"
REASONS = "Every marker fits. CU-03 is a transposed number, asked and answered."


@pytest.fixture
def broken(cast: Cast, pair: Pair) -> Remains:
    """Broken, and explained: what nobody explained bars everything (BO-14)."""
    remains = pair.remains
    explained(cast, a_broken_sample(cast, remains))
    return remains


def explained(cast: Cast, sample: Sample) -> None:
    for one in breaks_of_sample(sample):
        event = CustodyEvent.objects.get(pk=one.event) if one.event else None
        words = "The laboratory read it again: 4471."
        explain_break(user=cast.sanna, item=sample, code=one.code, event=event, words=words)


def test_nothing_is_shown_where_nothing_is_broken(
    cast: Cast, pair: Pair, client_of: ClientOf
) -> None:
    proposal = propose_pair(cast.mara, pair)
    for url in (*pages(pair), proposal.get_absolute_url()):
        assert BROKEN not in html_of(client_of("mara").get(url))


def pages(pair: Pair) -> list[str]:
    at = {"incident": "marel-valley"}
    run = {"run": pair.run.pk, "remains": pair.remains.pk, "missing": pair.missing_person.pk}
    return [
        pair.remains.get_absolute_url(),
        reverse("custody:of_remains", kwargs=at | {"number": "V1"}),
        reverse("matching:pair", kwargs=at | {"pk": pair.run.pk, "remains": "V1", "missing": "M1"}),
        reverse("board:propose", kwargs=at | run),
    ]


def test_it_is_shown_on_every_page_that_rests_on_it(
    cast: Cast, broken: Remains, pair: Pair, client_of: ClientOf
) -> None:
    client = client_of("mara")
    proposal = propose_pair(cast.mara, pair, REASONS)
    for url in (*pages(pair), proposal.get_absolute_url()):
        answer = client.get(url)
        check_page(answer)
        assert BROKEN in html_of(answer), url
        assert "it was sealed with 4471" in html_of(answer), url


def test_a_familys_samples_count_too(cast: Cast, pair: Pair, client_of: ClientOf) -> None:
    family = pair.missing_person.family
    sample = a_sample(cast, family.persons.get(code="R1"), kind="buccal")
    handed(cast, sample, TEO, OYELIN, START + HOUR)
    client = client_of("nadia")
    assert BROKEN in html_of(client.get(family.get_absolute_url()))
    with pytest.raises(RuleRefused, match="CU-01"):
        propose_pair(cast.mara, pair, "Every marker fits.")


def test_cu_07_is_insisted_on_and_an_explained_break_bars_nothing(
    cast: Cast, broken: Remains, pair: Pair
) -> None:
    with pytest.raises(RuleRefused, match="CU-03") as refused:
        propose_pair(cast.mara, pair, "Every marker fits.")
    assert [finding.code for finding in refused.value.findings] == ["CU-07"]
    proposal = propose_pair(cast.mara, pair, REASONS)
    rules = json.loads(proposal.evidence_text)["rules"]
    assert {"code": "CU-03", "met": False} in rules
    for signer in (cast.oyelin, cast.ilse):
        sign_as(cast, signer, proposal)
    identification = Identification.objects.get()
    rules = json.loads(identification.document_text)["rules"]
    assert {"code": "CU-03", "met": False} in rules
    page, *_more = PdfReader(io.BytesIO(render_report(identification))).pages
    text = " ".join(page.extract_text().split())
    assert "Custody broken" in text
    assert "CU-03 S-" in text


def test_the_page_says_what_the_reasons_have_to_name(
    cast: Cast, broken: Remains, pair: Pair, client_of: ClientOf
) -> None:
    run = {"run": pair.run.pk, "remains": pair.remains.pk, "missing": pair.missing_person.pk}
    url = reverse("board:propose", kwargs={"incident": "marel-valley"} | run)
    client = client_of("mara")
    assert "what is to be made of CU-03" in html_of(client.get(url))
    refused = client.post(url, {"words": "Every marker fits."})
    assert refused.status_code == 409
    assert "Every marker fits." in html_of(refused)
    assert client.post(url, {"words": REASONS}).status_code == 302


def test_pages_ask_as_often_with_many_breaks_as_with_one(
    cast: Cast, broken: Remains, done: Run, client_of: ClientOf
) -> None:
    client = client_of("mara")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(broken.get_absolute_url())
        counts.append(len(asked))
        for _more in range(3):
            a_broken_sample(cast, broken)
    assert counts[0] == counts[1]

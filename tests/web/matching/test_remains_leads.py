"""Remains compared with each other: parts of one body, and relatives, told on the pages of a run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from tests.web.conftest import Cast
from tests.web.matching.conftest import Work
from tests.web.records.conftest import Attest, Document, bring_in, data_set, with_records

ClientOf = Callable[[str], Client]


@pytest.fixture
def data() -> Document:
    """As everywhere, and V4 shows the alleles of V1; V5 may be a child of either."""
    document = data_set()
    document["victims"] += [{"id": "V4", "sex": "M"}, {"id": "V5", "sex": "F"}]
    document["genotypes"]["V4"] = document["genotypes"]["V1"]
    document["genotypes"]["V5"] = {f"L{k}": ["13", "13"] for k in range(1, 13)}
    return document


def test_parts_of_one_body_are_told_and_not_joined(done: Run, client_of: ClientOf) -> None:
    results = RunResults(done)
    [lead] = results.parts
    assert lead.remains == ("V1", "V4")
    assert lead.posterior is not None
    assert lead.posterior > 0.9999
    # Each by itself: neither can be said to be the person, and so nobody is identified in error.
    of_either = [results.marginals[remains]["M1"] for remains in lead.remains]
    assert of_either == pytest.approx([0.5, 0.5], abs=1e-3)
    joint = reverse("matching:joint", kwargs={"incident": "marel-valley", "pk": done.pk})
    for address in (done.get_absolute_url(), joint):
        page = client_of("mara").get(address).content.decode()
        assert "Parts of one body?" in page
        assert "V1, V4" in page


def test_relatives_among_the_remains_are_leads(done: Run, client_of: ClientOf) -> None:
    related = RunResults(done).related
    assert {frozenset(lead.remains) for lead in related} >= {frozenset({"V1 + V4", "V5"})}
    page = client_of("mara").get(done.get_absolute_url()).content.decode()
    assert "Remains that look like relatives of each other" in page
    assert "may be parent and child" in page


def test_what_contradicts_is_for_those_who_see_the_records_of_remains(
    cast: Cast, data: Document, attest: Attest, work: Work, client_of: ClientOf
) -> None:
    document = with_records(data)
    of_v1 = next(v for v in document["victims"] if v["id"] == "V1")
    of_v4 = next(v for v in document["victims"] if v["id"] == "V4")
    of_v4["record"] = {"state": "fresh", "teeth": of_v1["record"]["teeth"]}
    attest(bring_in(cast, document))
    run = work()
    [lead] = RunResults(run).parts
    assert lead.posterior is None
    assert any("both have" in reason for reason in lead.because)
    page = client_of("mara").get(run.get_absolute_url()).content.decode()
    assert "V1 and V4 both have" in page
    for name in ("nadia", "tomas"):
        page = client_of(name).get(run.get_absolute_url()).content.decode()
        assert "something speaks against it" in page
        assert "both have" not in page

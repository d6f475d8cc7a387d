"""Runs over more pairs than are kept: the search finds the candidates, and the pages say so."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from django.test import Client

from antigone.reconcile.incident import Family
from antigone.web.matching import screening
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.screening import screened as compared_all
from antigone.web.matching.work import RunCancelled
from antigone.web.records.models import ImportedFile, MissingPerson, Remains
from tests.reconcile.test_joint import WIDOW, two_brothers
from tests.web.matching.conftest import Work
from tests.web.records.conftest import Attest

ClientOf = Callable[[str], Client]


@pytest.fixture
def whole(imported: ImportedFile, attest: Attest, work: Work) -> Run:
    attest(imported)
    return work()


@pytest.fixture
def screened(whole: Run, work: Work, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(screening, "MOST_PAIRS_KEPT", 0)
    return work()


def test_the_candidates_are_the_pairs_that_the_dna_speaks_for(whole: Run, screened: Run) -> None:
    expected = {
        (pair.remains, pair.missing): pair.log10_lr
        for pair in RunResults(whole).candidates
        if pair.log10_lr is not None and pair.log10_lr >= 0
    }
    results = RunResults(screened)
    assert results.keeps_candidates_only
    assert len(expected) >= 2
    found = {(pair.remains, pair.missing): pair.log10_lr for pair in results.candidates}
    assert found == pytest.approx(expected, abs=1e-9)


def test_without_a_joint_posterior_the_run_says_why(screened: Run) -> None:
    results = RunResults(screened)
    assert not results.has_joint
    assert "more than an exact joint posterior can weigh" in (results.joint_refusal or "")


def test_its_pages_say_what_is_kept(client_of: ClientOf, screened: Run) -> None:
    client = client_of("mara")
    page = client.get(screened.get_absolute_url()).content.decode()
    assert "of each person sought these are the 50 best" in page
    assert client.get(f"{screened.get_absolute_url()}joint/").status_code == 200
    best = RunResults(screened).candidates[0]
    pair = f"{screened.get_absolute_url()}pair/{best.remains}/{best.missing}/"
    assert "ID-02" in client.get(pair).content.decode()


def test_a_pair_that_is_not_kept_has_no_page(client_of: ClientOf, screened: Run) -> None:
    results = RunResults(screened)
    kept = {(pair.remains, pair.missing) for pair in results.candidates}
    numbers = Remains.objects.order_by("number").values_list("number", flat=True)
    sought = MissingPerson.objects.order_by("number").values_list("number", flat=True)
    remains, missing = next((r, m) for r in numbers for m in sought if (r, m) not in kept)
    address = f"{screened.get_absolute_url()}pair/{remains}/{missing}/"
    assert client_of("mara").get(address).status_code == 404


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    compared_all(two_brothers(), lambda *step: told.append(step))
    assert told[-1] == ("pairs", 4, 4)


def test_a_cancelled_run_stops() -> None:
    def cancel(stage: str, done: int, total: int) -> None:
        raise RunCancelled

    with pytest.raises(RunCancelled):
        compared_all(two_brothers(), cancel)


def test_a_family_impossible_on_its_own_dna_is_named() -> None:
    wrong = Family("W", WIDOW, ("H",), {"W": {"L1": ("8", "8")}, "C": {"L1": ("9", "9")}})
    incident = dataclasses.replace(two_brothers(), families=(*two_brothers().families, wrong))
    found = compared_all(incident, lambda *step: None).results
    assert found["inconsistent_families"] == ["W"]

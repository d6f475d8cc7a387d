"""ID-13 and ID-07: what a run was told to assume is no evidence, and what it rests on must stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from antigone.reconcile.priors import ListKind
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification, Proposal
from antigone.web.matching.assumptions import Choice
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.runs import start_run
from antigone.web.matching.work import compare
from antigone.web.records.alive import record_found_alive
from tests.web.board.conftest import Pair, PairOf, decidable, propose_pair, sign_as
from tests.web.board.test_acts import refused
from tests.web.conftest import Cast
from tests.web.matching.conftest import Work
from tests.web.records.conftest import Document

CAUSE = "The sample was swapped."


def run_with(cast: Cast, choice: Choice) -> Run:
    run = start_run(user=cast.mara, incident=cast.incident, choice=choice)
    compare.call(run.pk)
    run.refresh_from_db()
    assert RunResults(run).has_joint
    return run


def test_a_pair_that_the_run_takes_as_given_is_not_proposed_from_it(
    cast: Cast,
    identified: Proposal,
    pair: Pair,
    work: Work,
    client_of: Callable[[str], Client],
) -> None:
    run = work()
    assert RunResults(run).candidate("V1", "M1").posterior == 1.0
    again = replace(pair, run=run)
    assert refused(lambda: propose_pair(cast.mara, again)) == ["ID-06", "ID-13"]
    reopen(user=cast.ilse, decision=Identification.objects.get(), cause=CAUSE)
    # Nothing stands any more, and the run still says 1: that was put in.
    assert refused(lambda: propose_pair(cast.mara, again)) == ["ID-07", "ID-13"]
    page = client_of("mara").get(f"{run.get_absolute_url()}pair/V1/M1/").content.decode()
    assert "takes as given that V1 is M1, so it says nothing about it" in page


def test_another_pair_is_proposed_from_a_run_with_given_ones(
    cast: Cast, identified: Proposal, pair_of: PairOf, work: Work
) -> None:
    run = work()
    made = propose_pair(cast.mara, replace(pair_of("V2", "M2"), run=run))
    assert made.evidence["given"] == [["V1", "M1"]]


def test_id_07_what_a_run_rests_on_must_still_stand(
    cast: Cast, identified: Proposal, pair_of: PairOf, work: Work
) -> None:
    other = replace(pair_of("V2", "M2"), run=work())
    made = propose_pair(cast.mara, other)
    sign_as(cast, cast.oyelin, made)
    reopen(user=cast.ilse, decision=Identification.objects.get(), cause=CAUSE)
    assert refused(lambda: sign_as(cast, cast.ilse, made)) == ["ID-07"]


def test_id_07_nobody_who_is_found_alive_is_identified(cast: Cast, pair: Pair) -> None:
    made = propose_pair(cast.mara, pair)
    record_found_alive(
        user=cast.nadia, missing_person=pair.missing_person, reason="She telephoned."
    )
    assert refused(lambda: sign_as(cast, cast.ilse, made)) == ["ID-07"]


def test_nothing_is_proposed_from_a_what_if(
    cast: Cast, identified: Proposal, pair_of: PairOf
) -> None:
    run = run_with(cast, Choice(without_signed=True))
    other = replace(pair_of("V2", "M2"), run=run)
    assert refused(lambda: propose_pair(cast.mara, other)) == ["ID-13"]


def test_without_signed_identifications_it_is_no_what_if(cast: Cast, pair_of: PairOf) -> None:
    run = run_with(cast, Choice(without_signed=True))
    assert propose_pair(cast.mara, replace(pair_of("V1", "M1"), run=run)).is_open


@pytest.mark.parametrize(
    ("expected", "codes"), [(0.5, []), (1.999, ["ID-13"])], ids=["few", "nearly all"]
)
def test_a_prior_that_speaks_for_each_pair_opens_nothing(
    cast: Cast, pair_of: PairOf, expected: float, codes: list[str]
) -> None:
    run = run_with(cast, Choice(ListKind.OPEN, expected))
    chosen = replace(pair_of("V1", "M1"), run=run)
    if codes:
        assert refused(lambda: propose_pair(cast.mara, chosen)) == codes
    else:
        assert propose_pair(cast.mara, chosen).is_open


class TestClosedList:
    @pytest.fixture
    def data(self) -> Document:
        document = decidable()
        document["victims"] = document["victims"][:2]
        del document["genotypes"]["V3"]
        return document

    def test_nothing_is_proposed_from_it(self, cast: Cast, pair_of: PairOf) -> None:
        run = run_with(cast, Choice(ListKind.CLOSED))
        assert RunResults(run).candidate("V1", "M1").posterior == 1.0
        chosen = replace(pair_of("V1", "M1"), run=run)
        assert refused(lambda: propose_pair(cast.mara, chosen)) == ["ID-13"]

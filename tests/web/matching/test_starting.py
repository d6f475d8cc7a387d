"""How a run is started: its prior, and the signed identifications that it takes as given."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from antigone.reconcile.joint import reconcile
from antigone.reconcile.priors import ListKind, open_list
from antigone.search.pairs import fast_pairwise
from antigone.web.journal.models import Entry
from antigone.web.matching.assumptions import Choice, PriorRefused, given_of, prior_of
from antigone.web.matching.frozen import read_frozen
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.runs import start_run
from antigone.web.matching.work import compare
from antigone.web.records.models import Family, ImportedFile
from tests.web.board.conftest import decidable, identified, pair, pair_of, proposal, signed_once
from tests.web.conftest import Cast
from tests.web.matching.conftest import Work
from tests.web.records.conftest import Attest, Document

__all__ = ["identified", "pair", "pair_of", "proposal", "signed_once"]

ClientOf = Callable[[str], Client]
START = reverse("matching:start", kwargs={"incident": "marel-valley"})


def worked(cast: Cast, choice: Choice) -> Run:
    run = start_run(user=cast.mara, incident=cast.incident, choice=choice)
    compare.call(run.pk)
    run.refresh_from_db()
    assert run.status == Run.Status.DONE, run.error
    return run


class TestPriors:
    def test_without_a_choice_it_is_flat(self, client_of: ClientOf, done: Run) -> None:
        assert prior_of(done).kind is ListKind.FLAT
        client_of("mara").post(START)
        assert prior_of(Run.objects.latest("pk")) == prior_of(done)

    def test_an_open_list_is_computed_with_its_number(self, cast: Cast, done: Run) -> None:
        run = worked(cast, Choice(ListKind.OPEN, 0.5))
        dvi = read_frozen(run).dvi
        expected = reconcile(dvi, prior=open_list(3, 2, 0.5), pairwise=fast_pairwise(dvi))
        assert expected.joint is not None
        assert RunResults(run).marginals == expected.joint.marginals
        assert RunResults(run).marginals != RunResults(done).marginals
        assert prior_of(run) == open_list(3, 2, 0.5)

    @pytest.mark.parametrize("expected", [0.0, 2.0, -1.0, 7.5, None])
    def test_an_impossible_number_is_refused(
        self, cast: Cast, done: Run, expected: float | None
    ) -> None:
        with pytest.raises(PriorRefused):
            start_run(
                user=cast.mara, incident=cast.incident, choice=Choice(ListKind.OPEN, expected)
            )
        assert Run.objects.count() == 1

    def test_the_page_says_which_numbers_are_possible(self, client_of: ClientOf, done: Run) -> None:
        client = client_of("mara")
        page = client.post(START, {"prior": "open", "expected": "2"}).content.decode()
        assert "above 0 and below 2: 3 remains and 2 persons sought" in page
        assert "<details open>" in page
        page = client.post(START, {"prior": "open"}).content.decode()
        assert "An open list needs this number." in page
        for nonsense in ("many", "nan", "inf"):
            client.post(START, {"prior": "open", "expected": nonsense})
        assert Run.objects.count() == 1
        client.post(START, {"prior": "open", "expected": "1.5"})
        assert prior_of(Run.objects.latest("pk")).expected_overlap == 1.5

    def test_a_closed_list_needs_as_many_persons_as_remains(
        self, client_of: ClientOf, done: Run
    ) -> None:
        page = client_of("mara").post(START, {"prior": "closed"}).content.decode()
        assert "3 remains and only 2 persons sought" in page
        assert Run.objects.count() == 1

    def test_the_pages_of_a_run_say_its_prior(
        self, client_of: ClientOf, cast: Cast, done: Run
    ) -> None:
        run = worked(cast, Choice(ListKind.OPEN, 1.0))
        page = client_of("mara").get(run.get_absolute_url()).content.decode()
        assert "open list: about 1 of the remains" in page
        assert "flat: every assignment" not in page


class TestSignedIdentifications:
    @pytest.fixture
    def data(self) -> Document:
        return decidable()

    def test_they_are_taken_as_given(self, identified: object, work: Work) -> None:
        run = work()
        assert given_of(run) == {"V1": "M1"}
        dvi = read_frozen(run).dvi
        expected = reconcile(dvi, fixed={"V1": "M1"}, pairwise=fast_pairwise(dvi))
        results = RunResults(run)
        assert expected.joint is not None
        assert results.marginals == expected.joint.marginals
        assert results.marginals["V1"] == {"M1": 1.0, "M2": 0.0, None: 0.0}
        entry = Entry.objects.filter(act="run.started").latest("sequence")
        assert json.loads(entry.details_text)["given"] == [["V1", "M1"]]

    def test_the_same_inputs_give_the_same_output(self, identified: object, work: Work) -> None:
        assert work().results == work().results

    def test_what_if_leaves_them_out(
        self, identified: object, cast: Cast, done: Run, client_of: ClientOf
    ) -> None:
        run = worked(cast, Choice(without_signed=True))
        assert given_of(run) == {}
        assert RunResults(run).marginals == RunResults(done).marginals
        for address in (run.get_absolute_url(), f"{run.get_absolute_url()}joint/"):
            page = client_of("mara").get(address).content.decode()
            assert "What if: without the signed identifications" in page
            assert "Nothing is proposed from this run." in page

    def test_it_is_chosen_on_the_page(self, identified: object, client_of: ClientOf) -> None:
        client = client_of("mara")
        page = client.get(reverse("matching:runs", kwargs={"incident": "marel-valley"}))
        assert "1 identification is signed and is taken as given" in page.content.decode()
        client.post(START, {"without_signed": "on"})
        assert given_of(Run.objects.latest("pk")) == {}
        client.post(START)
        assert given_of(Run.objects.latest("pk")) == {"V1": "M1"}

    def test_the_pages_mark_what_is_given(
        self, identified: object, work: Work, client_of: ClientOf
    ) -> None:
        run = work()
        page = client_of("mara").get(f"{run.get_absolute_url()}joint/").content.decode()
        assert "V1 is M1: signed, taken as given" in page
        assert 'class="tick"' in page
        listed = client_of("mara").get(run.get_absolute_url()).content.decode()
        assert "signed, given" in listed
        assert "Taken as given" in listed

    def test_what_is_not_compared_is_named(
        self, identified: object, cast: Cast, work: Work, client_of: ClientOf, attest: Attest
    ) -> None:
        from antigone.web.records.consent import record_objection

        record_objection(
            user=cast.nadia, covered=Family.objects.get(name="F1"), reason="the family asked"
        )
        run = work()
        assert given_of(run) == {}
        assert run.assumptions["not_compared"] == [["V1", "M1"]]
        page = client_of("mara").get(run.get_absolute_url()).content.decode()
        assert "Signed, not compared" in page

    def test_fewer_than_are_signed_cannot_be_expected(self, identified: object, cast: Cast) -> None:
        with pytest.raises(PriorRefused, match="1 are identified already"):
            start_run(user=cast.mara, incident=cast.incident, choice=Choice(ListKind.OPEN, 0.5))


def test_choices_need_the_right_to_run(client_of: ClientOf, imported: ImportedFile) -> None:
    page = client_of("ilse").get(reverse("matching:runs", kwargs={"incident": "marel-valley"}))
    assert "Before the evidence" not in page.content.decode()
    assert client_of("ilse").post(START, {"prior": "open"}).status_code == 403

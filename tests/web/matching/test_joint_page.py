"""The joint view: what it is worth, DNA alone or all evidence, the matrix and its parts, open groups."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from antigone.formats.result_json import reconciliation_json
from antigone.reconcile.results import (
    JointBlock,
    JointPosterior,
    PairwiseLr,
    Reconciliation,
    Standing,
)
from antigone.web.matching.joint_view import joint_view
from antigone.web.matching.models import Run
from antigone.web.matching.open_groups import open_groups
from antigone.web.matching.results import RunResults
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family, ImportedFile
from tests.web.conftest import Cast
from tests.web.matching.conftest import Work
from tests.web.page import Page, check_page
from tests.web.records.conftest import Attest, Document, bring_in, data_set, with_records

ClientOf = Callable[[str], Client]

MANY = 60


def address(run: Run) -> str:
    return reverse("matching:joint", kwargs={"incident": "marel-valley", "pk": run.pk})


def html(client: Client, run: Run, **query: str) -> str:
    response = client.get(address(run), query)
    check_page(response)
    return response.content.decode()


def squares(page: str) -> list[dict[str, str | None]]:
    """The squares of the matrix that lead to a pair."""
    return [a for a in Page(page).all("a") if "data-row" in a]


def brothers(data: Document) -> Document:
    """M1 gets a brother M3, and V4 fits the same father."""
    family = data["families"][0]
    family["pedigree"].append({"id": "M3", "father": "R1", "mother": "MX", "sex": "M"})
    family["missing"].append("M3")
    data["missing"].append("M3")
    data["victims"].append({"id": "V4", "sex": "M"})
    data["genotypes"]["V4"] = {f"L{k}": ["8" if k % 2 else "9", "13"] for k in range(1, 13)}
    return data


@pytest.fixture
def open_run(cast: Cast, data: Document, attest: Attest, work: Work) -> Run:
    """A run that leaves two brothers open."""
    attest(bring_in(cast, brothers(data)))
    return work()


@pytest.fixture
def many(done: Run) -> Run:
    """The run with stored results of many remains: every third one settled, the others open in pairs."""
    remains = tuple(f"PM-{i:03}" for i in range(MANY))
    missing = tuple(f"AM-{i:03}" for i in range(MANY))
    marginals: dict[str, dict[str | None, float]] = {}
    for i, r in enumerate(remains):
        mine, other = missing[MANY - 1 - i], missing[(MANY - 1 - i) ^ 1]
        row = {mine: 1.0} if i % 3 == 0 else {mine: 0.6, other: 0.3}
        marginals[r] = {m: row.get(m, 0.0) for m in missing}
        marginals[r][None] = 1.0 - sum(row.values())
    blocks = (
        JointBlock(remains[:4], ("Family 00",), Standing.ESTIMATE, 0.0023, "sampled"),
        JointBlock(remains[4:10], ("Family 01",), Standing.CERTIFIED, 2.3e-7, "3 of 9 set aside"),
        JointBlock(remains[10:], ("Family 02",), Standing.EXACT),
    )
    log10_lr = tuple(tuple(1.0 for _ in missing) for _ in remains)
    found = Reconciliation(
        PairwiseLr(remains, missing, log10_lr),
        JointPosterior((), marginals, "flat", blocks),
        None,
        (),
    )
    families = {m: f"Family {i // 2:02}" for i, m in enumerate(missing)}
    done.results = reconciliation_json(found) | {"families": families}
    done.save()
    return done


class TestWorth:
    def test_what_is_exact_is_said_to_be(self, client_of: ClientOf, done: Run) -> None:
        page = html(client_of("mara"), done)
        assert "exact for 3 remains" in page
        assert "estimated for" not in page
        assert "ID-02" not in page

    def test_bounds_and_estimates_are_counted_and_named(
        self, client_of: ClientOf, many: Run
    ) -> None:
        page = html(client_of("mara"), many)
        assert "exact for 50 remains" in page
        assert "for 6 remains with a proved error of at most 2.3\xa0×\xa010⁻⁷" in page
        assert "estimated for 4 remains" in page
        assert "PM-000, PM-001, PM-002, PM-003" in page
        assert "standard error at most 2.3\xa0×\xa010⁻³" in page
        assert "it identifies nobody" in page
        assert "no sampling" not in page
        # The page of the run says so as well.
        listed = client_of("mara").get(many.get_absolute_url()).content.decode()
        assert "An estimate for 4 remains" in listed

    def test_an_unknown_error_is_said_to_be_unknown(self, client_of: ClientOf, many: Run) -> None:
        assert many.results is not None
        many.results["joint"]["blocks"][0]["error"] = "nan"
        many.save()
        assert "how far it is off is not known" in html(client_of("mara"), many)


class TestEvidence:
    @pytest.fixture
    def weighed(self, cast: Cast, attest: Attest, work: Work) -> Run:
        attest(bring_in(cast, with_records(data_set())))
        return work()

    def test_dna_alone_is_shown_first(self, client_of: ClientOf, weighed: Run) -> None:
        combined = RunResults(weighed).combined
        assert combined is not None
        client = client_of("mara")
        alone = client.get(address(weighed)).context["view"]
        everything = client.get(address(weighed), {"evidence": "all"}).context["view"]
        assert alone.marginals == RunResults(weighed).marginals
        assert everything.marginals == combined.marginals
        assert everything.assignments == combined.assignments
        assert alone.marginals != everything.marginals
        assert client.get(address(weighed), {"evidence": "?"}).context["view"] == alone
        page = html(client, weighed, evidence="all")
        assert 'href="?evidence=dna"' in page
        assert "DNA alone opens one" in page

    def test_without_other_evidence_there_is_no_switch(
        self, client_of: ClientOf, done: Run
    ) -> None:
        page = html(client_of("mara"), done, evidence="all")
        assert 'aria-label="Evidence"' not in page


class TestMatrix:
    def test_every_pair_that_is_shown_leads_to_its_page(
        self, client_of: ClientOf, done: Run
    ) -> None:
        page = html(client_of("mara"), done)
        marginals = RunResults(done).marginals
        shown = [
            (r, m, p) for r, row in marginals.items() for m, p in row.items() if m and p >= 0.005
        ]
        assert len(squares(page)) == len(shown) >= 2
        for remains, missing, _ in shown:
            assert f"/pair/{remains}/{missing}/" in page
            assert re.search(rf"<title>{remains}, {missing}: [&gt; \xa00-9.]+</title>", page)
        assert "antigone/matrix.js" in page

    def test_many_remains_come_a_page_at_a_time(self, client_of: ClientOf, many: Run) -> None:
        client = client_of("mara")
        page = html(client, many)
        assert {a["data-row"] for a in squares(page)} == {str(i) for i in range(25)}
        assert "page 1 of 3" in page
        assert page.count('class="matrix overview"') == 1
        assert "PM-025 to PM-049" in page
        assert "/pair/PM-059/" in html(client, many, page="3")
        assert "page 1 of 1" not in html(client, many, rows="100")
        assert len(squares(html(client, many, rows="100"))) == 100

    def test_persons_whom_nobody_may_be_have_no_column(
        self, client_of: ClientOf, many: Run
    ) -> None:
        context = client_of("mara").get(address(many)).context
        persons = {m for r in context["page"] for m in context["view"].persons(r)}
        assert context["columns_left_out"] == MANY - len(persons) > 0

    def test_it_is_filtered(self, client_of: ClientOf, many: Run) -> None:
        client = client_of("mara")

        def rows(**query: str) -> list[str]:
            return list(client.get(address(many), {"rows": "100", **query}).context["page"])

        everybody = rows()
        assert rows(show="open") == [r for i, r in enumerate(everybody) if i % 3]
        assert rows(q="pm-007") == ["PM-007"]
        assert rows(q="AM-059") == ["PM-000", "PM-001"]
        assert rows(q="Family 29") == ["PM-000", "PM-001"]
        assert rows(block="2") == everybody[4:10]
        assert rows(q="nobody like that") == []
        assert "None fits the filter" in html(client, many, q="nobody like that")
        nonsense = {"block": "99", "show": "x", "sort": "x", "rows": "7", "page": "x"}
        assert list(client.get(address(many), nonsense).context["page"]) == everybody[:25]

    def test_it_is_sorted_by_family(self, client_of: ClientOf, many: Run) -> None:
        context = client_of("mara").get(address(many), {"sort": "family", "rows": "100"}).context
        view = context["view"]
        best = [next(iter(view.persons(r))) for r in context["page"]]
        assert best == sorted(best)

    def test_its_pages_keep_filter_and_evidence(self, client_of: ClientOf, many: Run) -> None:
        page = html(client_of("mara"), many, show="open")
        assert "?show=open&amp;page=2" in page


class TestOpenGroups:
    def test_alternatives_reasons_and_what_would_decide(
        self, client_of: ClientOf, open_run: Run
    ) -> None:
        view = joint_view(RunResults(open_run))
        (group,) = open_groups(view, {"M1": "F1", "M2": "F2", "M3": "F1"})
        assert (group.remains, group.missing) == (("V1", "V4"), ("M1", "M3"))
        assert [one.pairs for one in group.alternatives] in (
            [(("V1", "M1"), ("V4", "M3")), (("V1", "M3"), ("V4", "M1"))],
            [(("V1", "M3"), ("V4", "M1")), (("V1", "M1"), ("V4", "M3"))],
        )
        for one in group.alternatives:
            assert one.at_least == pytest.approx(view.marginals["V1"]["M1"], abs=0.01)
        page = html(client_of("mara"), open_run)
        assert "V1, V4 are M1, M3 in either order." in page
        assert "have the same parents" in page
        assert "What would decide" in page
        assert "has a child who can give a DNA sample" in page

    def test_without_the_words_of_the_core_they_follow_from_the_numbers(
        self, open_run: Run
    ) -> None:
        assert open_run.results is not None
        del open_run.results["joint"]["groups"]
        view = joint_view(RunResults(open_run))
        (group,) = open_groups(view, {"M1": "F1", "M2": "F2", "M3": "F1"})
        assert (group.letter, group.remains, group.missing) == ("A", ("V1", "V4"), ("M1", "M3"))
        assert group.families == ("F1",)
        assert len(group.alternatives) == 2
        assert all(0.49 < one.at_least <= 0.5 for one in group.alternatives)

    def test_where_no_assignment_is_kept_the_probabilities_stand(
        self, client_of: ClientOf, many: Run
    ) -> None:
        page = html(client_of("mara"), many)
        assert "Group A" in page
        assert "more groups are found with the filter" in page
        assert "There is no list of best assignments" in page

    def test_co_03_nobody_is_sent_to_a_family_that_withdrew(
        self, client_of: ClientOf, cast: Cast, open_run: Run
    ) -> None:
        client, ask = client_of("mara"), "Ask family F1 whether"
        addresses = (address(open_run), open_run.get_absolute_url())
        assert all(ask in client.get(url).content.decode() for url in addresses)
        record_objection(
            user=cast.nadia, covered=Family.objects.get(name="F1"), reason="They asked for it."
        )
        for url in addresses:
            page = client.get(url).content.decode()
            assert "Ask family F2 whether" in page
            assert ask not in page


def test_the_same_run_gives_the_same_next_steps(open_run: Run, work: Work) -> None:
    assert open_run.results is not None
    again: Any = work().results
    assert open_run.results["next"]["steps"]
    assert again["next"] == open_run.results["next"]


def test_a_joint_view_asks_the_database_little(
    client_of: ClientOf,
    many: Run,
    imported: ImportedFile,
    django_assert_max_num_queries: Callable[[int], type],
) -> None:
    client = client_of("mara")
    for query in ({}, {"rows": "100", "show": "open"}):
        with django_assert_max_num_queries(27):  # type: ignore[attr-defined]
            client.get(address(many), query)

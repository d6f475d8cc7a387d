"""The page of a pair with all evidence: both sides, line by line, and who may see what."""

from __future__ import annotations

import html
import math
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from antigone.evidence.tables import packaged_tables
from antigone.web.matching.evidence import frozen_pair
from antigone.web.matching.models import FrozenInput, Run
from antigone.web.matching.pair_lines import PairLines, pair_lines, weighed_evidence
from antigone.web.matching.pair_posterior import pair_posterior
from antigone.web.matching.results import RunResults
from antigone.web.records.assemble import NoLongerCovered
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family
from tests.web.conftest import Cast
from tests.web.matching.conftest import Work
from tests.web.matching.test_pages import ClientOf, pair_url
from tests.web.records.conftest import Attest, Document, bring_in, data_set, renamed, with_records

QUOTED = ("SN-4471", "174.5", "Орлевич", "hip prosthesis", "Implants", "unexplainable")
"""What only those may read who may see both records."""


@pytest.fixture
def recorded(cast: Cast, data: Document, attest: Attest, work: Work) -> Run:
    """A run over the data set with records besides DNA of V1 and M1."""
    attest(bring_in(cast, with_records(data)))
    return work()


def page_of(client: Client, run: Run, remains: str = "V1", missing: str = "M1") -> str:
    return " ".join(client.get(pair_url(run, remains, missing)).content.decode().split())


def lines_of(run: Run) -> PairLines:
    frozen = frozen_pair(run, "V1", "M1")
    assert frozen is not None
    lines = pair_lines(frozen, weighed_evidence(run.incident, frozen))
    assert lines is not None
    return lines


def test_lines_sum_to_what_the_run_weighed_and_both_sides_stand_beside_each_other(
    recorded: Run,
) -> None:
    lines, weighed = lines_of(recorded), RunResults(recorded).other_log10_lr("V1", "M1")
    assert sum(line.log10_lr for line in lines.counted) == pytest.approx(lines.log10_lr)
    assert lines.log10_lr == pytest.approx(weighed, abs=1e-5)
    assert {line.name: line.stronger for line in lines.set_aside} == {
        "Medical findings": "Implants"
    }
    assert all(line.assumptions and line.source for line in lines.lines)
    rows = {row.term: row for row in lines.sides}
    stature = rows["Stature"]
    assert [fact.text.replace("\xa0", " ") for fact in stature.pm] == ["174.5 cm"]
    assert [fact.text.replace("\xa0", " ") for fact in stature.am] == ["178 cm"]
    assert rows["Eyes"].pm == ()
    assert [fact.text for fact in rows["wedding ring"].am] == ["gold; inscription л. 2013"]


def test_who_compares_or_signs_sees_every_line(client_of: ClientOf, recorded: Run) -> None:
    pages = [page_of(client_of(who), recorded) for who in ("mara", "oyelin", "ilse")]
    for words in (
        *QUOTED,
        "not counted: depends on Implants",
        "Teeth on both sides",
        "Both records side by side",
        "Estimate or record is of somebody else",
        "km from where last seen",
        "AFSP 2009",
        "ID-11",
        "Speaks against the pair",
        "fracture (left arm)",
    ):
        assert [words in page for page in pages] == [True, True, True], words


def test_others_see_the_sum_alone(client_of: ClientOf, recorded: Run) -> None:
    for who in ("nadia", "tomas"):
        page = page_of(client_of(who), recorded)
        for words in (*QUOTED, "Teeth on both sides", "km from where", "Speaks against"):
            assert words not in page, (who, words)
        assert "All besides DNA" in page
        assert "What was observed besides DNA is shown to: " in page


def test_dna_alone_and_all_evidence_have_equal_rank(client_of: ClientOf, recorded: Run) -> None:
    page = page_of(client_of("mara"), recorded)
    results = RunResults(recorded)
    dna, other = results.candidate("V1", "M1").log10_lr, results.other_log10_lr("V1", "M1")
    assert dna is not None
    assert other is not None
    assert f'<p class="big">{dna:+.1f}</p>' in page
    assert f'<p class="big">{dna + other:+.1f}</p>' in page
    assert page.count("posterior in the joint view") == 2
    assert page.count("Exact.") == 2
    assert page.count("flat: every assignment of remains to persons sought") == 2


def test_posteriors_vary_with_the_prior_odds_and_are_never_certain(recorded: Run) -> None:
    results = RunResults(recorded)
    posterior = pair_posterior(results, results.candidate("V1", "M1"))
    assert posterior is not None
    assert [factor for factor, _ in posterior.odds] == [0.1, 1.0, 10.0]
    for values in ([b.dna for _, b in posterior.odds], [b.combined for _, b in posterior.odds]):
        assert all(value is not None and value < 1.0 for value in values)
        assert values == sorted(values, key=lambda value: value or 0.0)
    assert posterior.odds[1][1] == posterior.pair
    assert recorded.results is not None
    recorded.results["joint"]["marginals"]["V1"]["M1"] = 1.0
    results = RunResults(recorded)
    rounded = pair_posterior(results, results.candidate("V1", "M1"))
    assert rounded is not None
    assert rounded.dna.posterior == math.nextafter(1.0, 0.0)


def test_rivals_and_nobody_add_up_to_one(client_of: ClientOf, recorded: Run) -> None:
    results = RunResults(recorded)
    posterior = pair_posterior(results, results.candidate("V3", "M2"))
    assert posterior is not None
    for rivals in (posterior.persons, posterior.remains):
        shown = [posterior.pair, *(rival.probability for rival in rivals)]
        assert sum(both.dna or 0.0 for both in shown) == pytest.approx(1.0, abs=1e-5)
        assert sum(both.combined or 0.0 for both in shown) == pytest.approx(1.0, abs=1e-5)
        assert rivals[-1].number is None
    assert posterior.remains[0].number == "V2"
    page = page_of(client_of("mara"), recorded, "V3", "M2")
    assert f'href="{pair_url(recorded, "V2", "M2")}"' in page


def test_runs_from_before_there_was_more_than_dna_still_show(
    client_of: ClientOf, done: Run
) -> None:
    assert done.results is not None
    for name in ("other", "combined"):
        assert name not in done.results
    for name in ("blocks", "sensitivity", "prior"):
        done.results["joint"].pop(name, None)
    done.save()
    page = page_of(client_of("mara"), done)
    assert "This run weighed DNA alone." in page
    assert "1 in 500" in page
    assert "if the prior odds of every pair were other" not in page


def test_destroyed_inputs_leave_the_sums(client_of: ClientOf, recorded: Run) -> None:
    FrozenInput.objects.all().delete()
    page = page_of(client_of("mara"), recorded)
    assert "inputs of this run were destroyed" in page
    assert "All besides DNA" in page
    for words in QUOTED:
        assert words not in page, words


def test_co_03_a_withdrawn_family_is_not_read_any_more(
    client_of: ClientOf, cast: Cast, recorded: Run
) -> None:
    record_objection(
        user=cast.nadia, covered=Family.objects.get(name="F1"), reason="They asked for it."
    )
    page = page_of(client_of("mara"), recorded)
    assert "legal basis was withdrawn after this run" in page
    for words in QUOTED:
        assert words not in page, words


def test_co_03_no_frequency_comes_from_a_family_that_withdrew(
    client_of: ClientOf, cast: Cast, recorded: Run
) -> None:
    record_objection(
        user=cast.nadia, covered=Family.objects.get(name="F2"), reason="They asked for it."
    )
    frozen = frozen_pair(recorded, "V1", "M1")
    assert frozen is not None
    with pytest.raises(NoLongerCovered):
        weighed_evidence(recorded.incident, frozen)
    page = page_of(client_of("mara"), recorded)
    assert "a new run leaves them out" in page
    assert "9, 13" in page
    for words in QUOTED:
        assert words not in page, words


def test_an_inconsistent_family_has_no_posterior_and_other_sexes_no_total(
    client_of: ClientOf, cast: Cast, data: Document, attest: Attest, work: Work
) -> None:
    data["families"][0]["pedigree"].append({"id": "D1", "father": "R1", "mother": "MX", "sex": "F"})
    data["genotypes"]["D1"] = {"L2": ["12", "12"]}
    attest(bring_in(cast, with_records(data)))
    run = work()
    page = page_of(client_of("mara"), run)
    assert "The family is left out of the joint view." in page
    assert "cannot be computed" in page
    assert "174.5" in page
    page = page_of(client_of("mara"), run, "V2", "M1")
    assert "not compared: the recorded sexes differ" in page
    assert "sum of the lines above" not in page


def test_a_proved_error_and_an_estimate_are_named(client_of: ClientOf, recorded: Run) -> None:
    assert recorded.results is not None
    for block in recorded.results["joint"]["blocks"]:
        block |= {"standing": "certified", "error": 1.21e-5}
    for block in recorded.results["combined"]["blocks"]:
        block |= {"standing": "estimate", "error": "nan"}
    recorded.save()
    page = page_of(client_of("mara"), recorded)
    assert "Off by at most 1.3 × 10⁻⁵, proved." in page
    assert "An estimate." in page
    assert "Its error is not known." in page
    assert "ID-02" in page


def test_a_signed_pair_is_said_to_be_given(client_of: ClientOf, recorded: Run) -> None:
    recorded.assumptions |= {"given": [["V1", "M1"]]}
    recorded.save()
    page = page_of(client_of("mara"), recorded)
    assert "It is signed that V1 is M1, and this run started from that" in page
    assert "Exact." not in page
    assert "and this run started from that" not in page_of(client_of("mara"), recorded, "V3", "M2")


def test_lines_that_weigh_otherwise_now_say_so(client_of: ClientOf, recorded: Run) -> None:
    client = client_of("mara")
    assert "weighed otherwise now" not in page_of(client, recorded)
    assert recorded.results is not None
    recorded.results["other"]["log10_lr"][0][0] += 1.0
    recorded.save()
    assert "weighed otherwise now" in page_of(client, recorded)


def test_the_page_asks_the_database_as_much_for_many_as_for_few(
    client_of: ClientOf, cast: Cast, recorded: Run, attest: Attest, work: Work
) -> None:
    def queries(run: Run) -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(client, run)
        return len(captured)

    client = client_of("mara")
    few = queries(recorded)
    attest(bring_in(cast, renamed(data_set()), "more.json"))
    assert queries(work()) == few


def test_tables_of_the_installation_are_used_and_named(
    recorded: Run, work: Work, client_of: ClientOf, settings: Settings, tmp_path: Path
) -> None:
    own = packaged_tables()["implants"].replace(b"prior_persons = 200.0", b"prior_persons = 2.0")
    (tmp_path / "implants.toml").write_bytes(own)
    settings.TABLES = tmp_path
    run = work()
    assert run.assumptions["own_tables"] == ["implants"]
    assert run.assumptions["tables"] != recorded.assumptions["tables"]
    before, now = (RunResults(one).other_log10_lr("V1", "M1") for one in (recorded, run))
    assert now != before
    assert lines_of(run).log10_lr == pytest.approx(now, abs=1e-5)
    assert "this installation's own: implants" in html.unescape(page_of(client_of("mara"), run))
    # The older run was weighed with other numbers, and its page says so.
    assert lines_of(recorded).log10_lr != pytest.approx(before, abs=1e-5)

"""Pages of runs: lists, progress, candidates, pairs, the joint view."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from antigone.web.matching.evidence import frozen_pair, pair_evidence, posterior_alone
from antigone.web.matching.models import FrozenInput, Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.runs import start_run
from antigone.web.records.models import ImportedFile, MissingPerson
from tests.web.conftest import Cast
from tests.web.matching.conftest import Work
from tests.web.records.conftest import Attest, Document, bring_in

ClientOf = Callable[[str], Client]


def url(name: str, **kwargs: object) -> str:
    return reverse(f"matching:{name}", kwargs={"incident": "marel-valley", **kwargs})


def pair_url(run: Run, remains: str = "V1", missing: str = "M1") -> str:
    return url("pair", pk=run.pk, remains=remains, missing=missing)


@pytest.mark.parametrize("who", ["mara", "oyelin", "ilse", "nadia", "tomas"])
def test_members_see_all_pages(client_of: ClientOf, done: Run, who: str) -> None:
    client = client_of(who)
    for address in (
        url("runs"),
        url("run", pk=done.pk),
        url("run", pk=done.pk) + "?sort=missing&show=all",
        url("run", pk=done.pk) + "?sort=remains&page=9",
        url("status", pk=done.pk),
        url("joint", pk=done.pk),
        pair_url(done),
        pair_url(done, "V3", "M2"),
        pair_url(done, "V1", "M2"),
    ):
        assert client.get(address).status_code == 200, address


def test_a_run_is_started_and_leads_to_its_page(
    client_of: ClientOf, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    started = client_of("oyelin").post(url("start"))
    run = Run.objects.get()
    assert started.headers["Location"] == url("run", pk=run.pk)
    page = client_of("oyelin").get(url("run", pk=run.pk)).content.decode()
    assert "You may leave this page" in page
    assert f'hx-get="{url("status", pk=run.pk)}"' in page
    assert "Cancel this run" in page


def test_starting_without_a_basis_says_what_is_needed(
    client_of: ClientOf, imported: ImportedFile
) -> None:
    client = client_of("mara")
    assert client.post(url("start")).headers["Location"] == url("runs")
    assert "no legal basis is recorded" in client.get(url("runs")).content.decode()
    assert not Run.objects.exists()


@pytest.mark.parametrize("who", ["ilse", "nadia", "tomas"])
def test_starting_and_cancelling_require_their_right(
    client_of: ClientOf, cast: Cast, imported: ImportedFile, attest: Attest, who: str
) -> None:
    attest(imported)
    assert client_of(who).post(url("start")).status_code == 403
    run = start_run(user=cast.mara, incident=cast.incident)
    assert client_of(who).post(url("cancel", pk=run.pk)).status_code == 403
    assert client_of("mara").get(url("start")).status_code == 405


def test_progress_is_live_and_ends_in_the_page(
    client_of: ClientOf, cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    Run.objects.update(status="running", stage="configurations", done=1, total=4)
    fragment = client_of("mara").get(url("status", pk=run.pk))
    assert 'value="25"' in fragment.content.decode()
    assert "1 of 4" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "HX-Refresh" not in fragment.headers
    Run.objects.update(status="done")
    assert client_of("mara").get(url("status", pk=run.pk)).headers["HX-Refresh"] == "true"


def test_a_run_is_cancelled(
    client_of: ClientOf, cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    client = client_of("mara")
    assert client.post(url("cancel", pk=run.pk)).status_code == 302
    page = client.get(url("run", pk=run.pk)).content.decode()
    assert "Cancelled" in page
    assert "Start again" in page
    client.post(url("cancel", pk=run.pk))
    assert "ended already" in client.get(url("run", pk=run.pk)).content.decode()
    assert client.get(url("joint", pk=run.pk)).status_code == 404
    assert client.get(pair_url(run)).status_code == 404


def test_a_failed_run_says_why(client_of: ClientOf, done: Run) -> None:
    Run.objects.update(status="failed", error="too large", results=None)
    page = client_of("mara").get(url("run", pk=done.pk)).content.decode()
    assert "too large" in page
    assert "Start again" in page


def test_candidates_are_sorted_by_strength(client_of: ClientOf, done: Run) -> None:
    client = client_of("mara")
    shown = client.get(url("run", pk=done.pk), {"show": "all"}).context["page"].object_list
    values = [candidate.log10_lr for candidate in shown]
    assert values == sorted(values, reverse=True)
    supported = client.get(url("run", pk=done.pk)).context["page"].object_list
    assert {(c.remains, c.missing) for c in supported} == {("V1", "M1"), ("V2", "M2")}


def test_the_pages_of_a_run_never_speak_of_a_match(client_of: ClientOf, done: Run) -> None:
    for address in (url("runs"), url("run", pk=done.pk), url("joint", pk=done.pk), pair_url(done)):
        page = client_of("mara").get(address).content.decode().lower()
        for word in (">match", " match", " hit ", "victim", "style="):
            assert word not in page, (address, word)


def test_markers_of_a_pair_sum_to_the_total(done: Run) -> None:
    pair = frozen_pair(done, "V1", "M1")
    assert pair is not None
    evidence = pair_evidence(pair)
    total = RunResults(done).candidate("V1", "M1").log10_lr
    assert sum(row.log10_lr for row in evidence.rows) == pytest.approx(total, abs=1e-9)
    assert (evidence.compared, evidence.relatives) == (12, ("R1",))


@pytest.mark.parametrize(("who", "sees"), [("mara", True), ("oyelin", True), ("ilse", False)])
def test_alleles_are_shown_to_those_who_work_with_them(
    client_of: ClientOf, done: Run, who: str, sees: bool
) -> None:
    page = client_of(who).get(pair_url(done)).content.decode()
    assert ("9, 13" in page) is sees
    assert ("8, 9" in page) is sees
    assert "log10 LR" in page


def test_a_pair_says_what_it_assumes(client_of: ClientOf, done: Run) -> None:
    page = client_of("mara").get(pair_url(done)).content.decode()
    for words in (
        "H1: the remains are this person.",
        "flat: every assignment",
        "small.json, 1",
        "θ 0",
        "equal, none",
        "AFSP 2009",
        "1 in 1\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000",
        done.inputs_fingerprint[:12],
        "antigone ",
    ):
        assert words in page, words


def test_destroyed_inputs_leave_the_totals(client_of: ClientOf, done: Run) -> None:
    FrozenInput.objects.all().delete()
    page = client_of("mara").get(pair_url(done)).content.decode()
    assert "inputs of this run were destroyed" in page
    assert "DNA alone" in page


def test_brothers_are_named_as_a_group(
    client_of: ClientOf, cast: Cast, data: Document, attest: Attest, work: Work
) -> None:
    family = data["families"][0]
    family["pedigree"].append({"id": "M3", "father": "R1", "mother": "MX", "sex": "M"})
    family["missing"].append("M3")
    data["missing"].append("M3")
    data["victims"].append({"id": "V4", "sex": "M"})
    data["genotypes"]["V4"] = {f"L{k}": ["8" if k % 2 else "9", "13"] for k in range(1, 13)}
    attest(bring_in(cast, data))
    run = work()
    page = client_of("mara").get(url("joint", pk=run.pk)).content.decode()
    assert "V1, V4 are M1, M3 in either order." in page
    assert "cannot tell which of V1, V4" in client_of("mara").get(pair_url(run)).content.decode()


def test_an_inconsistent_family_stands_first(
    client_of: ClientOf, cast: Cast, data: Document, attest: Attest, work: Work
) -> None:
    data["families"][0]["pedigree"].append({"id": "D1", "father": "R1", "mother": "MX", "sex": "F"})
    data["genotypes"]["D1"] = {"L2": ["12", "12"]}
    attest(bring_in(cast, data))
    run = work()
    for address in (url("run", pk=run.pk), url("joint", pk=run.pk)):
        page = client_of("mara").get(address).content.decode()
        assert page.index("own DNA contradicts") < page.index('class="tabs"')
    assert "says nothing" in client_of("mara").get(pair_url(run)).content.decode()


def test_a_refused_joint_view_says_why(client_of: ClientOf, done: Run) -> None:
    assert done.results is not None
    done.results["joint"] = {"exact": False, "error": "the block has 90 persons"}
    done.save()
    client = client_of("mara")
    assert "the block has 90 persons" in client.get(url("joint", pk=done.pk)).content.decode()
    assert client.get(url("run", pk=done.pk)).status_code == 200
    assert "the block has 90 persons" in client.get(pair_url(done)).content.decode()


def test_what_was_held_back_is_named(
    client_of: ClientOf, imported: ImportedFile, attest: Attest, work: Work
) -> None:
    attest(imported.families.get(name="F2"))
    page = client_of("mara").get(url("run", pk=work().pk)).content.decode()
    assert "family F1 (M1)" in page
    assert "CO-01" in page


def test_runs_of_another_incident_are_not_found(client_of: ClientOf, cast: Cast, done: Run) -> None:
    from antigone.web.incidents.models import Incident, Membership

    other = Incident.objects.create(slug="other", name="Other", begun_on=cast.incident.begun_on)
    Membership.objects.create(user=cast.mara, incident=other, role="coordinator")
    for name in ("run", "status", "joint"):
        address = reverse(f"matching:{name}", kwargs={"incident": "other", "pk": done.pk})
        assert client_of("mara").get(address).status_code == 404
    assert client_of("mara").get(pair_url(done, "V1", "M9")).status_code == 404


def test_records_lead_to_their_candidates(client_of: ClientOf, done: Run) -> None:
    client = client_of("tomas")
    family = MissingPerson.objects.get(number="M1").family
    for address in (
        reverse("records:remains", kwargs={"incident": "marel-valley", "number": "V1"}),
        family.get_absolute_url(),
    ):
        assert f'href="{pair_url(done)}"' in client.get(address).content.decode()
    stranger = reverse("records:remains", kwargs={"incident": "marel-valley", "number": "V3"})
    assert "No candidate yet" in client.get(stranger).content.decode()


def test_records_that_were_not_compared_say_so(
    client_of: ClientOf, imported: ImportedFile, attest: Attest, work: Work
) -> None:
    address = imported.families.get(name="F1").get_absolute_url()
    client = client_of("tomas")
    assert "Not compared yet" in client.get(address).content.decode()
    attest(imported.families.get(name="F2"))
    work()
    assert "Not part of the newest run" in client.get(address).content.decode()


def test_a_posterior_follows_its_prior() -> None:
    assert posterior_alone(0.0, 2) == 0.5
    assert posterior_alone(2.0, 101) == pytest.approx(0.5)
    assert posterior_alone(float("inf"), 10) == 1.0
    assert 0.999999 < posterior_alone(400.0, 10) < 1.0
    assert posterior_alone(-400.0, 10) == 0.0


def test_pages_ask_the_database_little(
    client_of: ClientOf, done: Run, django_assert_max_num_queries: Callable[[int], type]
) -> None:
    client = client_of("mara")
    for address in (url("runs"), url("run", pk=done.pk), url("joint", pk=done.pk)):
        with django_assert_max_num_queries(27):  # type: ignore[attr-defined]
            client.get(address)

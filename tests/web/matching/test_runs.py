"""Runs: frozen inputs, the real core, progress, cancelling, failing, and nothing private left."""

from __future__ import annotations

import json
import math
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from antigone.provenance import fingerprint
from antigone.reconcile.joint import reconcile
from antigone.search.pairs import fast_pairwise
from antigone.web.incidents.models import Incident
from antigone.web.journal.models import Entry
from antigone.web.matching import work as work_module
from antigone.web.matching.frozen import read_frozen
from antigone.web.matching.models import Run
from antigone.web.matching.results import NoResults, RunResults
from antigone.web.matching.runs import NothingToCompare, NotRunning, cancel_run, start_run
from antigone.web.matching.work import Progress, RunCancelled, compare
from antigone.web.records.consent import record_objection, withdraw_basis
from antigone.web.records.imports import import_upload, upload_file
from antigone.web.records.models import Family, ImportedFile, LegalBasis, Person, Profile
from tests.shared_data import shared
from tests.web.conftest import Cast
from tests.web.matching.conftest import Work
from tests.web.records.conftest import Attest, Document, bring_in, let_in

PRIVATE = "allele 9.3 of V1"


def test_it_works(done: Run) -> None:
    assert (done.status, done.error) == (Run.Status.DONE, "")
    results = RunResults(done)
    assert results.remains == ("V1", "V2", "V3")
    assert results.missing == ("M1", "M2")
    assert results.has_joint
    best = results.assignments[0].assignment
    assert (best["V1"], best["V2"]) == ("M1", "M2")
    assert results.candidate("V1", "M2").log10_lr is None
    assert sum(results.marginals["V3"].values()) == pytest.approx(1.0)


def test_the_stored_numbers_are_those_of_the_core(done: Run) -> None:
    dvi = read_frozen(done).dvi
    expected = reconcile(dvi, pairwise=fast_pairwise(dvi))
    results = RunResults(done)
    assert results.log10_lr == expected.pairwise.log10_lr
    assert expected.joint is not None
    assert results.marginals == expected.joint.marginals
    assert results.assignments == expected.joint.assignments


def test_the_worker_finds_the_run(
    cast: Cast, imported: ImportedFile, attest: Attest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The worker renews its connection between jobs; here it shares the test's transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False)
    run.refresh_from_db()
    assert run.status == Run.Status.DONE


def test_a_published_data_set_end_to_end(cast: Cast, attest: Attest, work: Work) -> None:
    content = shared("reference", "dvi", "example2.json").read_bytes()
    pending = upload_file(
        user=cast.mara, incident=cast.incident, name="example2.json", content=content
    )
    file = import_upload(user=cast.mara, pending=pending)
    let_in(cast, file)
    attest(file)
    results = RunResults(work())
    reference = json.loads(content)["results"]["pairwiseLR"]
    assert (list(results.remains), list(results.missing)) == (reference["rows"], reference["cols"])
    for row, expected in zip(results.log10_lr, reference["LR"], strict=True):
        for value, lr in zip(row, expected, strict=True):
            assert (value is None) == (lr is None)
            assert value is None or 10**value == pytest.approx(lr, rel=1e-9)
    assert results.has_joint


def test_the_inputs_are_frozen(done: Run, work: Work) -> None:
    salt, before = bytes(done.frozen_input.salt), read_frozen(done).content
    assert done.inputs_fingerprint == fingerprint(before, salt)
    assert len(salt) == 32
    profile = Profile.objects.get(remains__number="V1")
    profile.genotypes = {"L1": ["8", "8"]}
    profile.save()
    assert read_frozen(done).content == before
    again = work()
    assert read_frozen(again).content != before
    assert RunResults(again).log10_lr != RunResults(done).log10_lr


def test_equal_inputs_have_fingerprints_that_tell_nothing(done: Run, work: Work) -> None:
    again = work()
    assert read_frozen(again).content == read_frozen(done).content
    assert again.inputs_fingerprint != done.inputs_fingerprint


def test_co_01_without_a_basis_a_person_is_in_no_input_and_no_result(
    cast: Cast, imported: ImportedFile, attest: Attest, work: Work
) -> None:
    attest(Family.objects.get(name="F2"))
    run = work()
    frozen = read_frozen(run).content.decode()
    for name in ("F1", "M1", "R1", "MX"):
        assert f'"{name}"' not in frozen
        assert name not in json.dumps(run.results)
    assert RunResults(run).missing == ("M2",)
    assert run.held_back == [{"family": "F1", "missing": ["M1"], "donor": None}]


def test_co_01_a_withdrawn_basis_counts_for_the_next_run(cast: Cast, done: Run, work: Work) -> None:
    record_objection(
        user=cast.nadia, covered=Family.objects.get(name="F1"), reason="the family asked"
    )
    assert RunResults(work()).missing == ("M2",)
    done.refresh_from_db()
    assert RunResults(done).missing == ("M2",)
    withdraw_basis(user=cast.nadia, basis=LegalBasis.objects.get(), reason="asked")
    with pytest.raises(NothingToCompare, match="held back"):
        start_run(user=cast.mara, incident=cast.incident)


def test_a_donor_who_withdrew_is_not_frozen(cast: Cast, done: Run, work: Work) -> None:
    record_objection(user=cast.nadia, covered=Person.objects.get(code="R1"), reason="asked")
    run = work()
    frozen = json.loads(read_frozen(run).content)
    assert "R1" not in frozen["genotypes"]
    # Nobody of the family is typed any more; only mutation away from equilibrium is left.
    assert RunResults(run).candidate("V1", "M1").log10_lr == pytest.approx(0.0, abs=0.01)


def test_nothing_private_is_stored_with_a_run(done: Run) -> None:
    stored = json.dumps(
        [done.results, done.assumptions, done.held_back, done.error, done.stage]
        + [entry.details_text for entry in Entry.objects.all()]
        + list(DBTaskResult.objects.values_list("args_kwargs", "return_value"))
    )
    for private in ("genotype", "allele", '"13"', '"R1"', "small.json"):
        assert private not in stored.replace("small.json, 1", "")


def test_an_empty_incident_has_nothing_to_compare(cast: Cast) -> None:
    with pytest.raises(NothingToCompare):
        start_run(user=cast.mara, incident=cast.incident)
    assert not Run.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("name", ["ilse", "nadia", "tomas", "piet"])
def test_it_requires_the_right_to_run(
    cast: Cast, imported: ImportedFile, attest: Attest, name: str
) -> None:
    attest(imported)
    with pytest.raises(PermissionDenied):
        start_run(user=getattr(cast, name), incident=cast.incident)
    run = start_run(user=cast.oyelin, incident=cast.incident)
    with pytest.raises(PermissionDenied):
        cancel_run(user=getattr(cast, name), run=run)
    run.refresh_from_db()
    assert run.status == Run.Status.WAITING


def test_cancelled_while_waiting_it_is_never_begun(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    cancel_run(user=cast.mara, run=run)
    compare.call(run.pk)
    run.refresh_from_db()
    assert (run.status, run.results, run.started_at) == (Run.Status.CANCELLED, None, None)
    with pytest.raises(NotRunning):
        cancel_run(user=cast.mara, run=run)
    with pytest.raises(NoResults):
        RunResults(run)


def test_cancelled_while_running_it_stops_at_the_next_sign(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    Run.objects.update(status=Run.Status.RUNNING)
    tell = Progress(run)
    tell("families", 1, 2)
    run.refresh_from_db()
    assert (run.stage, run.done, run.total) == ("families", 1, 2)
    cancel_run(user=cast.mara, run=run)
    with pytest.raises(RunCancelled):
        tell("pairs", 0, 4)


def test_progress_is_told_at_most_twice_a_second(
    cast: Cast, imported: ImportedFile, attest: Attest, django_assert_num_queries: type
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    Run.objects.update(status=Run.Status.RUNNING)
    tell = Progress(run)
    with django_assert_num_queries(1):
        for done in range(1000):
            tell("pairs", done, 1000)


def test_a_failed_run_says_so_without_quoting_data(
    cast: Cast,
    imported: ImportedFile,
    attest: Attest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(PRIVATE)

    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    monkeypatch.setattr(work_module, "reconcile", fail)
    compare.call(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error) == (Run.Status.FAILED, "ZeroDivisionError")
    assert run.finished_at is not None
    assert PRIVATE not in caplog.text
    assert Entry.objects.filter(act="run.failed").exists()


def test_it_is_done_once(done: Run) -> None:
    finished = done.finished_at
    compare.call(done.pk)
    done.refresh_from_db()
    assert done.finished_at == finished
    assert Entry.objects.filter(act="run.finished").count() == 1


def test_a_run_whose_worker_died_is_noticed(done: Run) -> None:
    done.status = Run.Status.RUNNING
    assert not done.is_silent
    done.beat_at = timezone.now() - timedelta(hours=1)
    assert done.is_silent


def test_an_inconsistent_family_is_named_and_its_pairs_say_nothing(
    cast: Cast, data: Document, attest: Attest, work: Work
) -> None:
    run = work_with_impossible_sibling(cast, data, attest, work)
    results = RunResults(run)
    assert results.inconsistent_families == ("F1",)
    lr = results.candidate("V1", "M1").log10_lr
    assert lr is not None
    assert math.isnan(lr)


def work_with_impossible_sibling(cast: Cast, data: Document, attest: Attest, work: Work) -> Run:
    """R1 gets a typed daughter who shares no allele with him, where nothing mutates."""
    family = data["families"][0]
    family["pedigree"].append({"id": "D1", "father": "R1", "mother": "MX", "sex": "F"})
    data["genotypes"]["D1"] = {"L2": ["12", "12"]}
    attest(bring_in(cast, data))
    return work()


def test_runs_of_incidents_are_apart(cast: Cast, done: Run) -> None:
    other = Incident.objects.create(slug="other", name="Other", begun_on=cast.incident.begun_on)
    assert not other.runs.exists()

"""CO-03: a withdrawal takes effect at once, also on what a run has frozen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from antigone.reconcile.joint import reconcile
from antigone.web.matching import work as work_module
from antigone.web.matching.frozen import read_frozen
from antigone.web.matching.models import FrozenInput, Run
from antigone.web.matching.runs import start_run
from antigone.web.matching.work import compare
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family, ImportedFile, Person
from tests.web.conftest import Cast
from tests.web.records.conftest import Attest

Withdraw = Callable[[], None]


@pytest.fixture(params=["family", "donor"])
def withdraw(request: pytest.FixtureRequest, cast: Cast) -> Withdraw:
    """The family of M1 withdraws; or its only relative who gave DNA."""

    def act() -> None:
        covered: Family | Person = Family.objects.get(name="F1")
        if request.param == "donor":
            covered = Person.objects.get(code="R1")
        record_objection(user=cast.nadia, covered=covered, reason="They asked for it.")

    return act


def test_a_run_that_waits_is_not_worked_on(
    cast: Cast, imported: ImportedFile, attest: Attest, withdraw: Withdraw
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    withdraw()
    compare.call(run.pk)
    run.refresh_from_db()
    assert (run.status, run.results) == (Run.Status.FAILED, None)
    assert "withdrawn" in run.error


def test_a_run_that_works_stores_no_result(
    cast: Cast,
    imported: ImportedFile,
    attest: Attest,
    withdraw: Withdraw,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)

    def meanwhile(*args: object, **kwargs: object) -> object:
        withdraw()
        return reconcile(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(work_module, "reconcile", meanwhile)
    compare.call(run.pk)
    run.refresh_from_db()
    assert (run.status, run.results) == (Run.Status.FAILED, None)


def test_the_pair_is_no_longer_compared(
    done: Run, withdraw: Withdraw, client_of: Callable[[str], Client]
) -> None:
    def page(remains: str, missing: str) -> str:
        pair = {"remains": remains, "missing": missing}
        url = reverse("matching:pair", kwargs={"incident": "marel-valley", "pk": done.pk, **pair})
        return client_of("oyelin").get(url).content.decode()

    assert "DNA, marker by marker" in page("V1", "M1")
    withdraw()
    assert "DNA, marker by marker" not in page("V1", "M1")
    assert "A legal basis was withdrawn after this run" in page("V1", "M1")
    assert "DNA, marker by marker" in page("V2", "M2")


def test_what_a_file_said_of_the_family_goes_from_file_and_inputs(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    """Notices stand plain; those of others stay."""
    said = ["Family F1: M1 is called Invented Person.", "Family F2: nothing.", "F11 is another."]
    ImportedFile.objects.update(notices=said)
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    assert b"Invented Person" in bytes(FrozenInput.objects.get(run=run).content)
    record_objection(user=cast.nadia, covered=Family.objects.get(name="F1"), reason="Asked.")
    assert b"Invented Person" not in bytes(FrozenInput.objects.get(run=run).content)
    assert read_frozen(run).dvi.notices == tuple(said[1:])
    imported.refresh_from_db()
    assert imported.notices == said[1:]

"""After a withdrawal results show nobody who withdrew, and all others as they were found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from antigone.web.matching import work as work_module
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.runs import start_run
from antigone.web.matching.shown import hidden_persons, shown_results
from antigone.web.matching.taking_out import without
from antigone.web.matching.work import compare
from antigone.web.records.alive import record_found_alive, record_sought_again
from antigone.web.records.consent import record_objection, withdraw_basis
from antigone.web.records.models import Family, ImportedFile, LegalBasis, MissingPerson, Person
from tests.web.conftest import Cast, ClientOf
from tests.web.records.conftest import Attest

Leave = Callable[[], None]
WAYS = {"family", "donor", "basis", "alive"}


@pytest.fixture(params=sorted(WAYS))
def leave(request: pytest.FixtureRequest, cast: Cast, attest: Attest) -> Leave:
    """M1 leaves: the family withdraws, its donor does, its only basis ends, or M1 is alive."""

    def act() -> None:
        family = Family.objects.get(name="F1")
        if request.param == "family":
            record_objection(user=cast.nadia, covered=family, reason="Asked.")
        elif request.param == "donor":
            record_objection(
                user=cast.nadia, covered=Person.objects.get(code="R1"), reason="Asked."
            )
        elif request.param == "basis":
            attest(Family.objects.get(name="F2"))
            withdraw_basis(
                user=cast.nadia, basis=LegalBasis.objects.earliest("pk"), reason="Ended."
            )
        else:
            person = MissingPerson.objects.get(number="M1")
            record_found_alive(user=cast.nadia, missing_person=person, reason="A call.")

    return act


def pages_of(run: Run, client: Client) -> dict[str, str]:
    """Every page that shows results, but that of the family itself."""
    at = {"incident": "marel-valley"}
    addresses = {
        "run": run.get_absolute_url(),
        "all pairs": f"{run.get_absolute_url()}?show=all",
        "joint": reverse("matching:joint", kwargs=at | {"pk": run.pk}),
        "joint, filtered": reverse("matching:joint", kwargs=at | {"pk": run.pk}) + "?q=M1",
        "another pair": reverse(
            "matching:pair", kwargs=at | {"pk": run.pk, "remains": "V2", "missing": "M2"}
        ),
        "the same remains": reverse("records:remains", kwargs=at | {"number": "V1"}),
        "overview": reverse("incidents:overview", kwargs=at),
    }
    return {name: client.get(url).content.decode() for name, url in addresses.items()}


def names(which: str, page: str) -> list[str]:
    """Where names stand on a page: not what was asked for, drawn paths, the journal in the foot."""
    text = re.sub(r' (?:d|value)="[^"]*"|\?q=M1', "", page.partition("<footer")[0])
    return re.findall(rf".{{0,40}}\b(?:{which})\b.{{0,40}}", text)


def test_co_05_no_page_shows_who_was_taken_out(
    done: Run, leave: Leave, client_of: ClientOf
) -> None:
    client = client_of("oyelin")
    seen = [name for name, page in pages_of(done, client).items() if ">M1<" in page]
    assert {"run", "joint", "the same remains"} <= set(seen)
    leave()
    for name, page in pages_of(done, client).items():
        assert not names("M1|F1|R1", page), name
    address = f"{done.get_absolute_url()}pair/V1/M1/"
    gone = client.get(address)
    assert gone.status_code == 410
    assert "CO-05" in gone.content.decode()
    assert "DNA, marker by marker" not in gone.content.decode()
    assert client.get(f"{done.get_absolute_url()}pair/V1/M9/").status_code == 404


def test_others_stand_as_they_were_found(done: Run, leave: Leave) -> None:
    before = RunResults(done)
    leave()
    done.refresh_from_db()
    after = shown_results(done)
    assert after.missing == ("M2",)
    assert after.taken_out == ("V1",)
    for remains in before.remains:
        was = before.candidate(remains, "M2")
        assert after.candidate(remains, "M2").log10_lr == was.log10_lr
    kept = {None: before.marginals["V2"][None], "M2": before.marginals["V2"]["M2"]}
    assert after.marginals["V2"] == kept
    assert after.assignments[0].assignment == {"V2": "M2", "V3": None}
    assert sum(a.posterior for a in after.assignments) == pytest.approx(
        sum(a.posterior for a in before.assignments)
    )


def test_only_a_withdrawal_takes_it_out_of_the_store(
    request: pytest.FixtureRequest, done: Run, leave: Leave
) -> None:
    leave()
    done.refresh_from_db()
    way = request.node.callspec.params["leave"]
    stored = json.dumps(done.results)
    assert ('"M1"' in stored) is (way in {"basis", "alive"})
    assert ('"F1"' in stored) is (way in {"basis", "alive"})


def test_where_a_basis_follows_it_is_seen_again(cast: Cast, done: Run, attest: Attest) -> None:
    withdraw_basis(user=cast.nadia, basis=LegalBasis.objects.get(), reason="Ended.")
    assert hidden_persons(RunResults(done)) == {"M1", "M2"}
    attest(Family.objects.get(name="F1"))
    assert shown_results(done).missing == ("M1",)


def test_who_was_not_alive_after_all_is_seen_again(cast: Cast, done: Run) -> None:
    person = MissingPerson.objects.get(number="M1")
    found = record_found_alive(user=cast.nadia, missing_person=person, reason="A call.")
    assert shown_results(done).missing == ("M2",)
    record_sought_again(user=cast.nadia, found=found, reason="A namesake.")
    assert shown_results(done).missing == ("M1", "M2")


def test_where_nobody_is_left_there_is_no_joint_view(
    cast: Cast, done: Run, client_of: ClientOf
) -> None:
    for name in ("F1", "F2"):
        record_objection(user=cast.nadia, covered=Family.objects.get(name=name), reason="Asked.")
    done.refresh_from_db()
    results = shown_results(done)
    assert (results.missing, results.candidates) == ((), ())
    for name, page in pages_of(done, client_of("oyelin")).items():
        assert not names("M1|M2|F1|F2", page) or name == "another pair", name


def test_a_run_that_stores_its_results_after_a_withdrawal_stores_none(
    cast: Cast, imported: ImportedFile, attest: Attest, monkeypatch: pytest.MonkeyPatch
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    finish = work_module._finish

    def late(*args: object) -> None:
        record_objection(user=cast.nadia, covered=Family.objects.get(name="F1"), reason="Asked.")
        finish(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(work_module, "_finish", late)
    compare.call(run.pk)
    run.refresh_from_db()
    assert (run.status, run.results) == (Run.Status.FAILED, None)
    assert "withdrawn" in run.error


def test_results_of_before_there_were_blocks() -> None:
    results = {
        "families": {"M1": "F1", "M2": "F2"},
        "pairwise": {
            "remains": ["V1", "V2"],
            "missing": ["M1", "M2"],
            "log10_lr": [[1, 2], [3, 4]],
        },
        "joint": {
            "marginals": {"V1": {"M1": 1.0, "M2": 0.0}, "V2": {"M1": 0.0, "M2": 1.0}},
            "assignments": [{"assignment": {"V1": "M1", "V2": "M2"}, "posterior": 1.0}],
        },
        "inconsistent_families": ["F1", "F11"],
        "notices": ["The family F1 is large.", "F11 too."],
    }
    found = without(results, {"M1"})
    assert found["pairwise"]["log10_lr"] == [[2], [4]]
    assert found["joint"]["marginals"] == {"V2": {"M2": 1.0}}
    assert found["joint"]["assignments"] == [{"assignment": {"V2": "M2"}, "posterior": 1.0}]
    assert found["inconsistent_families"] == ["F11"]
    assert found["notices"] == ["F11 too."]
    assert results["families"] == {"M1": "F1", "M2": "F2"}
    assert without(results, {"M9"}) == results

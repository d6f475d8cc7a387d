"""What operations say and do: the same as the pages, and nothing that these would hide."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from antigone.policy.tokens import Scope
from antigone.web.custody.models import CustodyEvent
from antigone.web.journal.models import Entry
from antigone.web.matching.models import Run
from antigone.web.matching.shown import shown_results
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family, ImportedFile, Remains
from tests.web.api.asking import MAREL, V1, Program, said, token_for
from tests.web.api.needs import RECOVERY
from tests.web.board.conftest import attest, decidable, done, imported, work
from tests.web.conftest import Cast
from tests.web.records.conftest import Document, as_file, data_set, renamed, with_records
from tests.web.requests.taking import take

__all__ = ["attest", "done", "imported", "work"]


@pytest.fixture
def data() -> Document:
    return with_records(decidable())


def program(cast: Cast, name: str = "mara", *scopes: Scope) -> Program:
    return Program(token_for(getattr(cast, name), scopes or tuple(Scope)))


def test_a_list_is_read_page_by_page(cast: Cast, imported: ImportedFile) -> None:
    asking, found, cursor = program(cast), [], ""
    while True:
        page = asking.get(f"{MAREL}/remains", limit=2, cursor=cursor)
        found += [row["number"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert found == ["V1", "V2", "V3"]
    assert asking.get(f"{MAREL}/remains", number="v2")["items"][0]["markers_typed"] == 36
    assert asking.get(f"{MAREL}/remains", lacking="record")["items"][0]["number"] == "V3"


def test_a_record_is_shown_to_whom_the_page_shows_it(cast: Cast, imported: ImportedFile) -> None:
    shown = program(cast, "teo").get(f"{MAREL}/remains/V1")
    assert shown["record"]["state"]
    # Whoever sees these remains may know nothing of the persons that such opinions name.
    assert "tooth_opinions" not in shown["record"]
    for name, scopes in (("nadia", tuple(Scope)), ("mara", (Scope.READ_RUNS, Scope.READ_REMAINS))):
        hidden = program(cast, name, *scopes).get(f"{MAREL}/remains/V1")
        assert (hidden["record"] is None) == (name == "nadia")
    assert program(cast, "teo").ask("GET", f"{MAREL}/remains/V1/genotypes").status_code == 403
    alleles = program(cast, "oyelin").get(f"{MAREL}/remains/V1/genotypes")["genotypes"]
    assert alleles["L1"] == ["9", "13"]


def test_co_01_what_a_family_told_stays_shut_without_a_basis(
    cast: Cast, imported: ImportedFile
) -> None:
    """A basis covers the file; then the family F1 withdraws."""
    family = Family.objects.get(name="F1")
    open_one = program(cast, "oyelin").get(f"{MAREL}/missing/M1")
    assert not open_one["covered"]
    assert open_one["record"] is None
    assert open_one["record_hidden"]
    assert not program(cast).get(f"{MAREL}/families/{family.pk}/genotypes")["genotypes"]


def test_covered_and_then_withdrawn(cast: Cast, imported: ImportedFile, done: Run) -> None:
    family = Family.objects.get(name="F1")
    asking = program(cast, "oyelin")
    assert asking.get(f"{MAREL}/missing/M1")["record"]["names"]
    assert "R1" in asking.get(f"{MAREL}/families/{family.pk}/genotypes")["genotypes"]
    before = asking.get(f"{MAREL}/runs/{done.pk}/candidates")["items"]
    assert "M1" in {row["missing"] for row in before}
    record_objection(user=cast.nadia, covered=family, reason="They asked for it.")
    gone = asking.get(f"{MAREL}/missing/M1")
    assert (gone["withdrawn"], gone["record"]) == (True, None)
    assert not asking.get(f"{MAREL}/families/{family.pk}/genotypes")["genotypes"]
    after = asking.get(f"{MAREL}/runs/{done.pk}/candidates")["items"]
    assert "M1" not in {row["missing"] for row in after}
    assert asking.ask("GET", f"{MAREL}/runs/{done.pk}/pairs/V1/M1").status_code == 404


def test_nobody_reads_contacts_or_names_of_relatives(cast: Cast) -> None:
    """Whoever asks, whatever is asked."""
    family = take(cast).family
    number = family.missing_persons.get().number
    for name in ("mara", "nadia", "oyelin", "ruth", "tomas"):
        asking = program(cast, name)
        told = ""
        for path in (
            *("missing", f"missing/{number}", "families", f"families/{family.pk}"),
            *(f"families/{family.pk}/genotypes", "samples", "figures", "journal", "files"),
        ):
            told += asking.ask("GET", f"{MAREL}/{path}").content.decode()  # type: ignore[attr-defined]
        for secret in ("Лідія", "Lidiia", "+380", "employer", "Lukar-Stein"):
            assert secret not in told, (name, secret)


def test_remains_are_registered_as_on_the_page(cast: Cast) -> None:
    asking = program(cast, "teo")
    body = {"number": "PM-0301", "recovery": RECOVERY | {"seal": "4471"}}
    made = asking.ask("POST", f"{MAREL}/remains", body)
    assert made.status_code == 201, said(made)
    assert said(made)["number"] == "PM-0301"
    remains = Remains.objects.get(number="PM-0301")
    assert remains.registered_by == cast.teo
    event = CustodyEvent.objects.get(remains=remains)
    assert event.recorded_by == cast.teo
    assert Entry.objects.get(act="remains.registered").actor == "teo"
    again = asking.ask("POST", f"{MAREL}/remains", body)
    assert (again.status_code, said(again)["code"]) == (409, "conflict")
    later = body | {"number": "PM-0302", "recovery": RECOVERY | {"recovered_on": "2999-01-01"}}
    refused = asking.ask("POST", f"{MAREL}/remains", later)
    assert refused.status_code == 422
    assert said(refused)["fields"][0]["field"] == "recovery.recovered_on"
    assert not Remains.objects.filter(number="PM-0302").exists()


def test_a_run_is_started_watched_and_cancelled(
    cast: Cast, imported: ImportedFile, done: Run
) -> None:
    asking = program(cast, "oyelin")
    started = said(asking.ask("POST", f"{MAREL}/runs", {"prior": "open", "expected": 1.5}))
    assert started["status"] == "waiting"
    assert started["created_by"] == "oyelin"
    url = f"{MAREL}/runs/{started['id']}"
    assert asking.ask("GET", f"{url}/candidates").status_code == 409
    assert said(asking.ask("POST", f"{url}/cancel"))["status"] == "cancelled"
    assert asking.ask("POST", f"{url}/cancel").status_code == 409
    acts = list(Entry.objects.filter(actor="oyelin").values_list("act", flat=True))
    assert acts[-2:] == ["run.started", "run.cancelled"]
    for body, field in (
        ({"prior": "open"}, "expected"),
        ({"prior": "closed"}, "prior"),
        ({"prior": "guess"}, "given.prior"),
        ({"flat": True}, "given.flat"),
    ):
        refused = asking.ask("POST", f"{MAREL}/runs", body)
        assert (refused.status_code, said(refused)["fields"][0]["field"]) == (422, field)


def test_nothing_to_compare_is_a_conflict(cast: Cast) -> None:
    refused = program(cast).ask("POST", f"{MAREL}/runs", {})
    assert refused.status_code == 409
    assert "data set" in said(refused)["message"]


def test_what_a_run_found_is_what_the_page_shows(cast: Cast, done: Run) -> None:
    results = shown_results(done)
    asking, url = program(cast, "oyelin"), f"{MAREL}/runs/{done.pk}"
    rows = asking.get(f"{url}/candidates")["items"]
    assert len(rows) == len(results.candidates)
    values = [row["log10_lr"] for row in rows if not isinstance(row["log10_lr"], str)]
    assert values == sorted(values, reverse=True)
    for row in rows:
        pair = results.candidate(row["remains"], row["missing"])
        assert row["log10_lr"] == ("-inf" if pair.excluded else pair.log10_lr)
        assert row["posterior"] == pair.posterior
    only = asking.get(f"{url}/candidates", missing="M1", least=0)["items"]
    assert {row["missing"] for row in only} == {"M1"}
    pair_said = asking.get(f"{url}/pairs/V1/M1")
    total = sum(marker["log10_lr"] for marker in pair_said["markers"])
    assert total == pytest.approx(pair_said["log10_lr"])
    assert pair_said["markers"][0]["remains"] == "9, 13"
    assert pair_said["lines"]
    joint = asking.get(f"{url}/joint")
    assert joint["refusal"] is None
    assert [row["remains"] for row in joint["items"]] == ["V1", "V2", "V3"]
    assert joint["items"][0]["persons"]["M1"] > 0.9
    assert joint["items"][0]["error"] == 0


def test_alleles_and_lines_are_for_those_who_may_see_them(cast: Cast, done: Run) -> None:
    for name in ("ilse", "tomas"):
        said_to = program(cast, name).get(f"{MAREL}/runs/{done.pk}/pairs/V1/M1")
        assert said_to["markers"][0]["remains"] is None
        assert said_to["markers"][0]["relatives"] is None
        assert (said_to["lines"] is None) == (name == "tomas")
    few = program(cast, "oyelin", Scope.READ_RUNS)
    pair = few.get(f"{MAREL}/runs/{done.pk}/pairs/V1/M1")
    assert pair["markers"][0]["remains"] is None
    assert pair["lines"] is None


def test_a_file_is_looked_at_and_then_confirmed(cast: Cast) -> None:
    asking = program(cast)
    looked = said(asking.send(f"{MAREL}/uploads", as_file(renamed(data_set()))))
    assert looked["remains"] == ["XV1", "XV2", "XV3"]
    assert looked["problems"] == []
    assert not ImportedFile.objects.exists()
    assert asking.get(f"{MAREL}/uploads/{looked['id']}")["sha256"] == looked["sha256"]
    file = said(asking.ask("POST", f"{MAREL}/uploads/{looked['id']}/confirm"))
    assert asking.get(f"{MAREL}/files/{file['id']}")["name"] == "data.json"
    again = asking.send(f"{MAREL}/uploads", as_file(renamed(data_set())))
    assert (again.status_code, said(again)["code"]) == (409, "conflict")
    refused = asking.send(f"{MAREL}/uploads", b"neither this nor that")
    assert refused.status_code == 422
    assert said(refused)["fields"]
    other = said(asking.send(f"{MAREL}/uploads", as_file(data_set())))
    assert asking.ask("DELETE", f"{MAREL}/uploads/{other['id']}").status_code == 204
    assert asking.ask("GET", f"{MAREL}/uploads/{other['id']}").status_code == 404


def test_figures_count_what_the_lists_hold(cast: Cast, imported: ImportedFile, done: Run) -> None:
    asking = program(cast)
    figures = asking.get(f"{MAREL}/figures")
    assert (figures["remains"]["total"], figures["sought"]["total"]) == (3, 2)
    stages = {stage["code"]: stage["count"] for stage in figures["remains"]["stages"]}
    assert (stages["profiled"], stages["named"]) == (3, 0)
    lines = {line["code"]: line["days"] for line in figures["timeline"]}
    assert sum(day["count"] for day in lines["registered"]) == 3
    year = asking.get(f"{MAREL}/figures/{figures['years'][0]}")
    values = {figure["code"]: figure["value"] for figure in year["figures"]}
    assert values["remains_registered"] == 3
    assert asking.ask("GET", f"{MAREL}/figures/1901").status_code == 404


def test_a_list_is_taken_out_for_a_purpose_and_without_contacts(
    cast: Cast, imported: ImportedFile
) -> None:
    take(cast)
    asking = program(cast)
    wish = {"what": "persons", "form": "csv", "purpose": "statistics", "words": "For the office."}
    answer = asking.ask("POST", f"{MAREL}/exports", wish)
    content: bytes = answer.content  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert b"M1" in content
    assert b"+380" not in content
    entry = Entry.objects.get(act="list.taken_out")
    assert entry.details["purpose_in_words"] == "For the office."
    assert entry.details["with_enquirers"] is False
    for spoilt in ({"words": "short"}, {"purpose": "fun"}, {"form": "fam"}, {"contacts": True}):
        assert asking.ask("POST", f"{MAREL}/exports", wish | spoilt).status_code == 422, spoilt
    journal = wish | {"what": "journal"}
    assert asking.ask("POST", f"{MAREL}/exports", journal).status_code == 403
    assert Entry.objects.filter(act="list.taken_out").count() == 1


def test_ap_01_a_token_takes_nothing_out_that_it_may_not_read(
    cast: Cast, imported: ImportedFile
) -> None:
    wish = {"form": "csv", "purpose": "statistics", "words": "For the office."}
    asking = program(cast, "mara", Scope.EXPORT, Scope.READ_REMAINS)
    for what in ("persons", "requests", "candidates", "board", "notices", "transmissions", "owed"):
        answer = asking.ask("POST", f"{MAREL}/exports", wish | {"what": what})
        assert answer.status_code == 403, what
    for what in ("remains", "samples", "deaths", "graves"):
        answer = asking.ask("POST", f"{MAREL}/exports", wish | {"what": what})
        assert answer.status_code == 200, what


def test_an_auditor_reads_the_journal_in_its_order(
    cast: Cast, imported: ImportedFile, done: Run
) -> None:
    asking = program(cast, "tomas")
    entries = asking.get(f"{MAREL}/journal")["items"]
    assert [row["sequence"] for row in entries] == sorted(row["sequence"] for row in entries)
    for before, after in pairwise(entries):
        if after["sequence"] == before["sequence"] + 1:
            assert after["previous_hash"] == before["entry_hash"]
    only = asking.get(f"{MAREL}/journal", act="file.imported")["items"]
    assert [row["act"] for row in only] == ["file.imported"]
    assert program(cast).ask("GET", f"{MAREL}/journal").status_code == 403


def test_lists_cost_the_same_however_long(
    cast: Cast, imported: ImportedFile, django_assert_max_num_queries: object
) -> None:
    asking = program(cast)
    count = django_assert_max_num_queries
    for path in ("remains", "missing", "families", "files"):
        with count(22):  # type: ignore[operator]
            asking.get(f"{MAREL}/{path}")


def test_the_incident_says_what_the_token_may(cast: Cast) -> None:
    shown = program(cast, "mara", Scope.READ_INCIDENTS, Scope.READ_REMAINS).get(MAREL)
    assert shown["role"] == "coordinator"
    assert shown["permissions"] == ["see_remains", "view"]
    assert json.dumps(program(cast, "piet").get(f"{V1}/incidents")) == json.dumps(
        {"items": [], "next": None}
    )

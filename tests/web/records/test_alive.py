"""Persons found alive leave every comparison at once; an error is taken back, nothing is deleted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from antigone.web.journal.models import Entry
from antigone.web.matching.frozen import read_frozen
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.runs import NothingToCompare, start_run
from antigone.web.matching.work import compare
from antigone.web.records.alive import (
    AlreadyRecorded,
    found_alive,
    record_found_alive,
    record_sought_again,
)
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.models import FoundAlive, ImportedFile, MissingPerson
from tests.web.conftest import Cast
from tests.web.matching.conftest import done, work
from tests.web.records.conftest import Attest, Document, bring_in

__all__ = ["done", "work"]

ClientOf = Callable[[str], Client]
REASON = "She telephoned from Tarvik."


def alive(cast: Cast, number: str = "M1") -> FoundAlive:
    return record_found_alive(
        user=cast.nadia, missing_person=MissingPerson.objects.get(number=number), reason=REASON
    )


def url(name: str, pk: int) -> str:
    return reverse(f"records:{name}", kwargs={"incident": "marel-valley", "pk": pk})


def test_the_next_run_leaves_the_person_out(
    cast: Cast, done: Run, work: Callable[[], Run], client_of: ClientOf
) -> None:
    assert RunResults(done).missing == ("M1", "M2")
    alive(cast)
    run = work()
    assert RunResults(run).missing == ("M2",)
    assert '"M1"' not in read_frozen(run).content.decode()
    page = client_of("mara").get(run.get_absolute_url()).content.decode()
    assert "No longer sought, because found alive: M1" in page


def test_others_of_the_family_are_still_sought(cast: Cast, data: Document, attest: Attest) -> None:
    data["families"][0]["pedigree"].append({"id": "M3", "father": "R1", "mother": "MX", "sex": "M"})
    data["families"][0]["missing"].append("M3")
    data["missing"].append("M3")
    attest(bring_in(cast, data))
    alive(cast)
    dvi = incident_for_comparison(cast.incident).dvi
    assert dvi.missing == ("M2", "M3")
    assert "M1" in dvi.family_of("M3").pedigree.by_id


def test_a_run_that_waits_or_works_stores_nothing(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    alive(cast)
    compare.call(run.pk)
    run.refresh_from_db()
    assert (run.status, run.results) == (Run.Status.FAILED, None)
    assert "found alive" in run.error


def test_where_everybody_is_alive_nothing_is_compared(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    alive(cast, "M1")
    alive(cast, "M2")
    with pytest.raises(NothingToCompare, match="found alive"):
        start_run(user=cast.mara, incident=cast.incident)


def test_an_error_is_taken_back_and_stays_visible(
    cast: Cast, done: Run, work: Callable[[], Run]
) -> None:
    record_sought_again(user=cast.mara, found=alive(cast), reason="A namesake.")
    assert found_alive(cast.incident) == frozenset()
    assert FoundAlive.objects.get().taken_back_by == cast.mara
    assert RunResults(work()).missing == ("M1", "M2")
    alive(cast)
    assert FoundAlive.objects.count() == 2


def test_it_is_recorded_once(cast: Cast, imported: ImportedFile) -> None:
    found = alive(cast)
    with pytest.raises(AlreadyRecorded):
        alive(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        FoundAlive.objects.create(missing_person=found.missing_person, recorded_by=cast.nadia)
    record_sought_again(user=cast.nadia, found=found, reason="A namesake.")
    with pytest.raises(AlreadyRecorded):
        record_sought_again(user=cast.nadia, found=found, reason="A namesake.")


@pytest.mark.parametrize("who", ["oyelin", "ilse", "tomas", "piet"])
def test_it_requires_the_right(
    cast: Cast, imported: ImportedFile, client_of: ClientOf, who: str
) -> None:
    person = MissingPerson.objects.get(number="M1")
    with pytest.raises(PermissionDenied):
        record_found_alive(user=getattr(cast, who), missing_person=person, reason=REASON)
    status = 404 if who == "piet" else 403
    assert client_of(who).post(url("found_alive", person.pk)).status_code == status
    found = alive(cast)
    with pytest.raises(PermissionDenied):
        record_sought_again(user=getattr(cast, who), found=found, reason=REASON)
    assert client_of(who).post(url("sought_again", found.pk)).status_code == status


def test_the_journal_keeps_no_words(cast: Cast, imported: ImportedFile) -> None:
    found = alive(cast)
    entry = Entry.objects.latest("sequence")
    assert (entry.actor, entry.act, entry.subject) == ("nadia", "person.found_alive", "M1")
    record_sought_again(user=cast.nadia, found=found, reason="A namesake.")
    assert Entry.objects.latest("sequence").act == "person.sought_again"
    details = json.dumps([one.details_text for one in Entry.objects.all()])
    assert "Tarvik" not in details
    assert "namesake" not in details


def test_it_is_recorded_and_taken_back_on_the_pages(
    cast: Cast, imported: ImportedFile, client_of: ClientOf
) -> None:
    client, person = client_of("nadia"), MissingPerson.objects.get(number="M1")
    address = url("found_alive", person.pk)
    assert f'href="{address}"' in client.get(person.get_absolute_url()).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert not FoundAlive.objects.exists()
    assert (
        client.post(address, {"reason": REASON, "wish": "alive_only"}).headers["Location"]
        == person.get_absolute_url()
    )
    page = client.get(person.get_absolute_url()).content.decode()
    assert "Nobody is compared with this person any more." in page
    assert "Tarvik" not in page
    listed = client.get(reverse("records:missing_list", kwargs={"incident": "marel-valley"}))
    assert listed.content.decode().count("found alive</span>") == 1
    error = url("sought_again", FoundAlive.objects.get().pk)
    assert f'href="{error}"' in page
    client.post(error, {"reason": "A namesake."})
    assert "is sought again" in client.get(person.get_absolute_url()).content.decode()
    assert found_alive(cast.incident) == frozenset()

"""RE-01: remains enter a comparison after a named examiner confirmed death, with a recovery event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from antigone.web.examination.confirming import (
    AlreadyTakenBack,
    ConfirmationRefused,
    confirm_death,
    take_back,
)
from antigone.web.journal.models import Entry
from antigone.web.matching.models import Run
from antigone.web.matching.results import RunResults
from antigone.web.matching.runs import NothingToCompare, start_run
from antigone.web.matching.work import compare
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.models import (
    DeathConfirmation,
    ImportedFile,
    RecoveryEvent,
    Remains,
)
from tests.web.conftest import Cast
from tests.web.examination.conftest import ClientOf, url
from tests.web.matching.conftest import done, work
from tests.web.page import check_page
from tests.web.records.conftest import Attest

__all__ = ["done", "work"]

STATED = {
    "examiner": "Dr Imani Roskvist",
    "function": "Forensic physician",
    "examined_on": "2026-10-09",
    "particulars": "list of the mortuary",
}
OF_FILE = STATED | {
    "recovered_on": "2026-10-05",
    "place": "Marel Valley",
    "finder": "Recovery team 2",
}


def confirm(cast: Cast, remains: Remains) -> DeathConfirmation:
    return confirm_death(
        user=cast.sanna,
        of=remains,
        examiner="Dr Imani Roskvist",
        function="Forensic physician",
        examined_on=date(2026, 10, 9),
    )


@pytest.fixture
def bare(imported: ImportedFile) -> ImportedFile:
    """A file of whose remains nothing is stated yet."""
    DeathConfirmation.objects.all().delete()
    RecoveryEvent.objects.all().delete()
    return imported


def compared(cast: Cast) -> set[str]:
    return {r.id for r in incident_for_comparison(cast.incident).dvi.remains}


def test_nothing_is_compared_before(
    cast: Cast, client_of: ClientOf, bare: ImportedFile, attest: Attest
) -> None:
    attest(bare)
    found = incident_for_comparison(cast.incident)
    assert found.dvi.remains == ()
    assert [held.number for held in found.remains_held_back] == ["V1", "V2", "V3"]
    assert {held.finding.code for held in found.remains_held_back} == {"RE-01"}
    with pytest.raises(NothingToCompare, match="RE-01"):
        start_run(user=cast.mara, incident=cast.incident)
    page = client_of("mara").get("/i/marel-valley/remains/").content.decode()
    assert "held back: RE-01" in page


def test_a_file_page_offers_to_state_both_for_all(
    cast: Cast, client_of: ClientOf, bare: ImportedFile
) -> None:
    page = client_of("mara").get(bare.get_absolute_url()).content.decode()
    assert "State both for all its remains" in page
    address = url("state_of_file", pk=bare.pk)
    check_page(client_of("mara").get(address))
    for lacks in OF_FILE:
        answer = client_of("mara").post(address, OF_FILE | {lacks: ""})
        assert answer.status_code == 422, lacks
    assert not DeathConfirmation.objects.exists()
    assert client_of("mara").post(address, OF_FILE).status_code == 302
    assert compared(cast) == {"V1", "V2", "V3"}
    acts = Entry.objects.order_by("-sequence").values_list("act", flat=True)[:2]
    assert list(acts) == ["recovery.stated", "death.confirmed"]
    page = client_of("tomas").get(bare.get_absolute_url()).content.decode()
    assert "Dr Imani Roskvist" in page
    assert "State both for all its remains" not in page


def test_both_are_needed(cast: Cast, registered: Remains) -> None:
    assert compared(cast) == set()
    confirm(cast, registered)
    assert compared(cast) == {"PM-1"}
    RecoveryEvent.objects.all().delete()
    assert compared(cast) == set()


def test_the_examiner_is_named_in_full(
    cast: Cast, client_of: ClientOf, registered: Remains
) -> None:
    address = url("death", "PM-1")
    answer = client_of("sanna").post(address, STATED | {"examiner": "Roskvist"})
    assert answer.status_code == 422
    assert "RE-01" in answer.content.decode()
    with pytest.raises(ConfirmationRefused):
        confirm_death(
            user=cast.sanna,
            of=registered,
            examiner="Roskvist",
            function="x",
            examined_on=date(2026, 1, 1),
        )
    late = client_of("sanna").post(address, STATED | {"examined_on": "2126-01-01"})
    assert "This day is still to come." in late.content.decode()
    assert not DeathConfirmation.objects.exists()
    assert client_of("sanna").post(address, STATED).status_code == 302
    page = client_of("sanna").get(registered.get_absolute_url()).content.decode()
    assert "Death confirmed by Dr Imani Roskvist" in page


def test_taking_it_back_holds_back_at_once_also_from_a_run_at_work(
    cast: Cast, client_of: ClientOf, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    run = start_run(user=cast.mara, incident=cast.incident)
    stated = DeathConfirmation.objects.get()
    address = url("taken_back", pk=stated.pk)
    check_page(client_of("sanna").get(address))
    assert client_of("sanna").post(address, {"reason": ""}).status_code == 422
    assert client_of("sanna").post(address, {"reason": "Another tag."}).status_code == 302
    compare.call(run.pk)
    run.refresh_from_db()
    assert (run.status, run.results) == (Run.Status.FAILED, None)
    assert "RE-01" in run.error
    assert compared(cast) == set()
    with pytest.raises(AlreadyTakenBack):
        take_back(user=cast.sanna, stated=stated, reason="again")
    page = client_of("sanna").get(imported.get_absolute_url()).content.decode()
    assert "Another tag." in page


def test_one_that_is_held_back_is_told_by_the_run(
    cast: Cast, client_of: ClientOf, registered: Remains, done: Run
) -> None:
    assert "PM-1" not in RunResults(done).remains
    page = client_of("tomas").get(done.get_absolute_url()).content.decode()
    assert "Remains held back" in page
    assert "No named examiner has confirmed death." in page
    listed = client_of("tomas").get("/i/marel-valley/runs/").content.decode()
    assert "1 remains held back" in listed


def test_another_confirmation_still_holds(
    cast: Cast, imported: ImportedFile, attest: Callable[..., None]
) -> None:
    stated = DeathConfirmation.objects.get()
    confirm(cast, Remains.objects.get(number="V1"))
    take_back(user=cast.sanna, stated=stated, reason="The list was of another day.")
    assert compared(cast) == {"V1"}


@pytest.mark.parametrize("who", ["teo", "halvar", "oyelin", "ilse", "nadia", "tomas", "piet"])
def test_it_requires_the_right(cast: Cast, registered: Remains, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        confirm_death(
            user=person,
            of=registered,
            examiner="A B",
            function="c",
            examined_on=date(2026, 1, 1),
        )
    stated = confirm(cast, registered)
    with pytest.raises(PermissionDenied):
        take_back(user=person, stated=stated, reason="x")


def test_it_is_of_remains_or_of_a_file(cast: Cast, imported: ImportedFile) -> None:
    stated = DeathConfirmation.objects.get()
    stated.pk, stated.remains = None, Remains.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        stated.save(force_insert=True)

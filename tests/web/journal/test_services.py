"""Writing to the journal: chained, gap-free, with its act or not at all, and never private."""

from __future__ import annotations

import itertools

import pytest
from django.db import connection, transaction

from antigone.formats.journal import GENESIS, content_hash_of, hash_of_entry
from antigone.web.incidents.models import Incident
from antigone.web.journal.models import AppendOnly, Entry
from antigone.web.journal.services import (
    NotForTheJournal,
    OutsideTransaction,
    head,
    latest,
    record,
)
from tests.web.journal.conftest import Write


def test_entries_form_a_chain_from_one_without_a_gap(write: Write) -> None:
    entries = [write(subject=f"file {n}") for n in range(5)]
    assert [e.sequence for e in entries] == [1, 2, 3, 4, 5]
    assert entries[0].previous_hash == GENESIS
    for before, after in itertools.pairwise(entries):
        assert after.previous_hash == before.entry_hash


def test_what_the_database_gives_back_still_has_its_hash(write: Write) -> None:
    """Numbers survive as they were hashed, on every database."""
    details = {"a": 1e22, "b": 0.1, "c": -0.0, "d": 1e-7, "e": [None, True, "é\u2028"], "f": 10**20}
    write(details=details)
    entry = Entry.objects.get().as_written()
    assert entry.details == details
    assert hash_of_entry(1, GENESIS, content_hash_of(entry)) == entry.entry_hash


def test_each_entry_has_its_own_salt(write: Write) -> None:
    assert write().salt != write().salt


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written() -> None:
    with pytest.raises(OutsideTransaction):
        record(actor="mara", act="x.y", incident="", subject="s", details={})
    assert not Entry.objects.exists()


@transaction.atomic
def _fail_after_recording() -> None:
    Incident.objects.create(slug="x", name="X", begun_on="2026-01-01")
    record(actor="mara", act="incident.created", incident="x", subject="x", details={})
    raise ZeroDivisionError


def test_an_act_that_fails_takes_its_entry_with_it_and_leaves_no_gap(write: Write) -> None:
    write()
    with pytest.raises(ZeroDivisionError):
        _fail_after_recording()
    assert not Incident.objects.exists()
    assert write().sequence == 2


@pytest.mark.parametrize(
    "details",
    [
        {"genotypes": {}},
        {"Profile": 1},
        {"a": [{"contact_name": "x"}]},
        {"a": {"b": {"phone": "1"}}},
        {"homeAddress": "x"},
        {"e-mail": "x"},
        {"alleles": ["8", "9"]},
        {"password": "x"},
        {"a": ({"photo": "x"},)},
    ],
)
def test_private_keys_are_refused_at_any_depth(write: Write, details: dict[str, object]) -> None:
    with pytest.raises(NotForTheJournal, match="never genotypes or contact data"):
        write(details=details)
    assert not Entry.objects.exists()


def test_counting_private_things_is_allowed(write: Write) -> None:
    assert write(details={"profile_count": 12}).details == {"profile_count": 12}


def test_not_a_number_is_refused(write: Write) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write(details={"a": float("nan")})


def test_latest_is_of_the_incident(write: Write) -> None:
    write(subject="file 1")
    write(subject="file 2")
    write(incident="sorrel-quay", subject="file 9")
    found = latest("marel-valley")
    assert found is not None
    assert found.subject == "file 2"
    assert latest("nowhere") is None


def test_head_is_of_the_whole_chain(write: Write) -> None:
    assert head() == (0, GENESIS)
    last = write(incident="sorrel-quay")
    assert head() == (1, last.entry_hash)


def test_python_refuses_to_change_or_remove(write: Write) -> None:
    entry = write()
    entry.act = "x.z"
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(act="x.z"),
        lambda: Entry.objects.bulk_update([entry], ["act"]),
        lambda: Entry.objects.bulk_create([entry]),
        lambda: Entry.objects.update_or_create(sequence=1, defaults={"act": "x.z"}),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert Entry.objects.get().act == "file.imported"


CHANGES = [
    "UPDATE journal_entry SET actor = 'ilse'",
    "UPDATE journal_entry SET entry_hash = entry_hash",
    "DELETE FROM journal_entry",
    "DELETE FROM journal_entry WHERE sequence = (SELECT max(sequence) FROM journal_entry)",
    "INSERT INTO journal_entry SELECT sequence + 5, at, actor, incident, act, subject, details_text,"
    " salt, previous_hash, 'x' FROM journal_entry WHERE sequence = 2",
    "INSERT INTO journal_entry SELECT 4, at, actor, incident, act, subject, details_text, salt,"
    " previous_hash, 'x' FROM journal_entry WHERE sequence = 2",
    "INSERT INTO journal_entry SELECT 0, at, actor, incident, act, subject, details_text, salt,"
    " previous_hash, 'x' FROM journal_entry WHERE sequence = 1",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE sequence = 1",
    "REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE sequence = 3",
    "UPDATE OR REPLACE journal_entry SET sequence = 1 WHERE sequence = 2",
]
ON_POSTGRESQL = [
    "TRUNCATE journal_entry",
    "TRUNCATE journal_entry CASCADE",
    "INSERT INTO journal_entry SELECT * FROM journal_entry WHERE sequence = 1"
    " ON CONFLICT (sequence) DO UPDATE SET actor = 'ilse'",
]


@pytest.mark.parametrize("statement", [*CHANGES, *ON_SQLITE, *ON_POSTGRESQL])
def test_the_database_refuses_to_change_remove_or_insert(write: Write, statement: str) -> None:
    other = ON_POSTGRESQL if connection.vendor == "sqlite" else ON_SQLITE
    if statement in other:
        pytest.skip(f"not a statement of {connection.vendor}")
    for n in range(3):
        write(subject=f"file {n}")
    before = list(Entry.objects.values_list())
    with pytest.raises(Exception, match="journal"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(Entry.objects.values_list()) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n", [1, 2])
def test_a_test_database_is_emptied_and_guarded_again(write: Write, n: int) -> None:
    """Whatever a test commits is gone for the next one, whose journal is guarded again."""
    assert write(subject=f"file {n}").sequence == 1
    with pytest.raises(Exception, match="append-only"):
        connection.cursor().execute("DELETE FROM journal_entry")

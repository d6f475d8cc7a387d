"""Verifying the journal on its page: what was done to the rows is found, and the result stays."""

from __future__ import annotations

import pytest
from django.db import connection

from antigone.formats.journal import GENESIS
from antigone.web.journal import triggers
from antigone.web.journal.models import Entry
from antigone.web.register.models import Verification
from antigone.web.register.verifying import AlreadyVerifying, ask_to_verify, verify
from tests.web.conftest import Cast, ClientOf
from tests.web.journal.conftest import Write
from tests.web.register.test_pages import url

Status = Verification.Status


def tamper(statement: str, *values: str) -> None:
    """What whoever owns the database can do."""
    triggers.remove(connection)
    connection.cursor().execute(statement, values)
    triggers.install(connection)


def chain_of(write: Write, entries: int = 6) -> None:
    for number in range(entries):
        write(subject=f"V{number}")


def found(cast: Cast) -> Verification:
    return ask_to_verify(user=cast.tomas, incident=cast.incident)


def test_ra_06_a_whole_chain_is_sound(cast: Cast, write: Write) -> None:
    chain_of(write)
    last = Entry.objects.latest("sequence")
    result = found(cast)
    assert (result.status, result.up_to, result.head_hash) == (Status.SOUND, 6, last.entry_hash)
    assert result.seconds is not None
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject) == ("journal.verified", str(result))
    assert entry.details["result"] == "sound"


def test_an_empty_journal_is_sound(cast: Cast) -> None:
    result = found(cast)
    assert (result.status, result.up_to, result.head_hash) == (Status.SOUND, 0, GENESIS)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "ilse"),
        ("act", "picture.opened"),
        ("subject", "V99"),
        ("incident", "sorrel-quay"),
        ("details_text", '{"remains":["V2"]}'),
        ("details_text", '{"remains": ["V1"]}'),
        ("details_text", "no json"),
        ("salt", "0" * 32),
        ("entry_hash", "a" * 64),
        ("previous_hash", "b" * 64),
    ],
)
def test_ra_06_an_edited_entry_is_found(cast: Cast, write: Write, column: str, value: str) -> None:
    chain_of(write)
    tamper(f"UPDATE journal_entry SET {column} = %s WHERE sequence = 3", value)
    result = found(cast)
    assert result.status == Status.BROKEN
    assert result.faults[0][0] == 3


def test_ra_06_a_removed_entry_is_found(cast: Cast, write: Write) -> None:
    chain_of(write)
    tamper("DELETE FROM journal_entry WHERE sequence = 4")
    result = found(cast)
    assert (result.status, result.faults) == (Status.BROKEN, [[4, "gone"]])


def rewritten(write: Write, entries: int) -> None:
    tamper("DELETE FROM journal_entry")
    for number in range(entries):
        write(subject=f"other {number}")


def test_ra_06_a_chain_that_was_made_anew_is_found(cast: Cast, write: Write) -> None:
    chain_of(write)
    assert found(cast).status == Status.SOUND
    rewritten(write, 9)
    result = found(cast)
    assert (result.status, result.faults) == (Status.BROKEN, [[6, "not_that_of_before"]])


def test_ra_06_a_chain_that_was_cut_is_found(cast: Cast, write: Write) -> None:
    chain_of(write)
    assert found(cast).status == Status.SOUND
    tamper("DELETE FROM journal_entry WHERE sequence > 3")
    result = found(cast)
    assert (result.status, result.faults) == (Status.BROKEN, [[4, "gone"]])


def test_only_the_first_faults_are_kept_and_all_are_counted(cast: Cast, write: Write) -> None:
    chain_of(write, 30)
    tamper("UPDATE journal_entry SET actor = 'ilse'")
    result = found(cast)
    assert result.faults_found == 30
    assert len(result.faults) == 20


def test_a_long_chain_is_left_to_the_worker(cast: Cast, write: Write) -> None:
    chain_of(write)
    asked = ask_to_verify(user=cast.tomas, incident=cast.incident, long=3)
    assert asked.status == Status.WAITING
    with pytest.raises(AlreadyVerifying):
        ask_to_verify(user=cast.tomas, incident=cast.incident)
    verify.call(asked.pk)
    asked.refresh_from_db()
    assert (asked.status, asked.done) == (Status.SOUND, 6)
    verify.call(asked.pk)
    assert Entry.objects.filter(act="journal.verified").count() == 1


def test_who_lost_its_worker_does_not_block_the_next(cast: Cast, write: Write) -> None:
    chain_of(write)
    asked = ask_to_verify(user=cast.tomas, incident=cast.incident, long=3)
    Verification.objects.filter(pk=asked.pk).update(beat_at="2026-01-01T00:00:00Z")
    assert found(cast).status == Status.SOUND


@pytest.fixture
def tampered(cast: Cast, write: Write) -> None:
    chain_of(write)
    tamper("UPDATE journal_entry SET actor = 'ilse' WHERE sequence = 2")


def test_the_page_says_what_was_found(cast: Cast, client_of: ClientOf, tampered: None) -> None:
    answer = client_of("tomas").post(url("verification"), follow=True)
    content = answer.content.decode()
    assert "faults were found" in content
    assert "Entry 2: it was changed: its hash is not that of what it says." in content


def test_the_page_shows_the_result_that_stays(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    chain_of(write)
    client_of("tomas").post(url("verification"))
    client_of("tomas").post(url("verification"))
    content = client_of("tomas").get(url("verification")).content.decode()
    first = Verification.objects.earliest("pk")
    assert first.head_hash[:12] in content
    assert "entry 6" in content
    assert "Verifications before" in content


def test_a_second_one_meanwhile_is_refused(cast: Cast, client_of: ClientOf, write: Write) -> None:
    chain_of(write)
    ask_to_verify(user=cast.tomas, incident=cast.incident, long=3)
    answer = client_of("tomas").post(url("verification"))
    assert answer.status_code == 409
    assert "Look again" in answer.content.decode()

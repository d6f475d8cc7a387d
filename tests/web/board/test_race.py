"""Two persons at the same moment: exactly one outcome, on SQLite's file and on PostgreSQL."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database of its own: the one of the tests lives in memory, or in a transaction."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('race') / 'race.sqlite3'}"
        return
    import psycopg

    name = f"race_{secrets.token_hex(4)}"
    with django_db_blocker.unblock():
        parameters = connection.get_connection_params()
    options = {k: v for k, v in parameters.items() if k in {"host", "port", "user", "password"}}
    with psycopg.connect(dbname="postgres", autocommit=True, **options) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            login = f"{options.get('user', '')}:{options.get('password', '')}".rstrip(":")
            host = quote(str(options.get("host", "")), safe="")
            port = f"&port={options['port']}" if options.get("port") else ""
            yield f"postgresql://{login}@/{name}?host={host}{port}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def races(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = str(tmp_path_factory.mktemp("data"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.board.race"],
        cwd=ROOT,
        env=os.environ | {"ANTIGONE_DATABASE_URL": database, "ANTIGONE_DATA": folder},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_of_two_second_signatures_one_counts(races: dict[str, Any]) -> None:
    for found in races["two second signatures"]:
        assert found["outcomes"] == ["BO-04", "done"]
        assert (found["state"], found["signatures"], found["identifications"]) == ("signed", 2, 1)


def test_a_person_who_signs_twice_at_once_signs_once(races: dict[str, Any]) -> None:
    again = "BO-02 BO-03 BO-11 BO-12"
    for found in races["one signer twice"]:
        assert found["outcomes"] == [again, again, "done"]
        assert (found["state"], found["signatures"], found["identifications"]) == ("open", 1, 0)


def test_sign_against_withdraw_ends_in_exactly_one(races: dict[str, Any]) -> None:
    for found in races["sign against withdraw"]:
        assert found["outcomes"] == ["BO-04", "done"]
        either = (found["state"], found["signatures"], found["identifications"])
        assert either in {("signed", 2, 1), ("withdrawn", 1, 0)}


def test_sign_against_exclude_ends_in_exactly_one(races: dict[str, Any]) -> None:
    for found in races["sign against exclude"]:
        assert found["outcomes"] in (["BO-09", "done"], ["ID-04", "done"])
        assert found["identifications"] + found["exclusions"] == 1


def test_sign_against_asking_ends_in_exactly_one(races: dict[str, Any]) -> None:
    for found in races["sign against asking"]:
        either = (found["state"], found["signatures"], found["asked"], found["outcomes"])
        assert either in (
            ("signed", 2, 0, ["BO-17", "done"]),
            ("open", 1, 1, ["BO-13", "done"]),
        )


def test_signing_against_giving_the_key_up_ends_in_a_signature_or_in_none(
    races: dict[str, Any],
) -> None:
    for found in races["sign against giving the key up"]:
        either = (found["state"], found["signatures"], found["outcomes"])
        assert either in (
            ("signed", 2, ["done", "done"]),
            ("open", 1, ["SI-01", "done"]),
        )


def test_of_two_first_signatures_of_one_role_one_counts(races: dict[str, Any]) -> None:
    for found in races["two first signatures"]:
        assert found["outcomes"] == ["BO-11 BO-12", "done"]
        assert (found["state"], found["signatures"]) == ("open", 1)


def test_of_two_releases_one_is_made(races: dict[str, Any]) -> None:
    for found in races["two releases"]:
        assert found["outcomes"] == ["BO-16", "done"]
        assert (found["releases"], found["released"]) == (1, True)


def test_release_against_reopening_never_leaves_it_released(races: dict[str, Any]) -> None:
    """Either the release came too late and was refused, or the reopening ended it."""
    for found in races["release against reopening"]:
        assert (found["releases"], found["outcomes"]) in (
            (0, ["BO-16", "done"]),
            (1, ["done", "done"]),
        )
        assert (found["identifications"], found["released"]) == (0, False)


def test_of_two_proposals_one_is_made(races: dict[str, Any]) -> None:
    for found in races["two proposals"]:
        assert found["outcomes"] == ["BO-08", "done"]
        assert found["open"] == 1


def test_the_journal_has_no_gap_and_is_sound(races: dict[str, Any]) -> None:
    assert races["journal"] == {"outcomes": {"done": 8}, "written": 80, "gap_free": True}
    assert races["faults of the journal"] == []

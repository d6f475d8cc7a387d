"""Two acts about one dead person at the same moment, on SQLite's file and on PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.web.board.test_race import ROOT, database

__all__ = ["database"]


@pytest.fixture(scope="module")
def races(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = str(tmp_path_factory.mktemp("data"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.deaths.race"],
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


def test_of_three_who_begin_a_record_one_does(races: dict[str, Any]) -> None:
    (found,) = races["two records"]
    assert found == {"outcomes": ["DE-01", "DE-01", "done"], "records": 1}


def test_nothing_goes_to_a_family_once_it_fell(races: dict[str, Any]) -> None:
    """Either it was handed over before, and the receiver is told; or the act is refused, and custody has none."""
    for found in races["handing over against reopening"]:
        assert (found["outcomes"], found["handed"], found["custody"]) in (
            (["done", "done"], 1, 1),
            (["DE-13 DE-15", "done"], 0, 0),
            (["DE-13", "done"], 0, 0),
        )
        assert not found["stands"]


def test_of_two_handings_over_one_is_made(races: dict[str, Any]) -> None:
    for found in races["two handings over"]:
        assert (found["outcomes"], found["handed"]) == (["DE-16", "done"], 1)
        assert found["custody"] == 1


def test_no_name_is_written_after_it_fell(races: dict[str, Any]) -> None:
    for found in races["naming against reopening"]:
        assert (found["outcomes"], found["named"]) in (
            (["done", "done"], 1),
            (["DE-02", "done"], 0),
        )


def test_no_name_is_left_after_a_withdrawal(races: dict[str, Any]) -> None:
    (found,) = races["naming against withdrawing"]
    assert not any(found["words"])  # none was written, or nobody can read it
    assert found["outcomes"][-1] == "done"

"""Two persons at the same moment: exactly one outcome, on SQLite's file and on PostgreSQL."""

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
        [sys.executable, "-m", "tests.web.meetings.race"],
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


def test_mb_05_of_two_who_close_one_does(races: dict[str, Any]) -> None:
    for found in races["two who close"]:
        assert found == {"outcomes": ["MB-05", "done"], "minutes": 1, "entries": 1}


def test_mb_07_of_two_agendas_one_has_the_case(races: dict[str, Any]) -> None:
    for found in races["one case, two agendas"]:
        assert found == {"outcomes": ["MB-07", "done"], "items": 1}


def test_who_comes_twice_is_present_once(races: dict[str, Any]) -> None:
    for found in races["one who comes twice"]:
        assert found == {"outcomes": ["done", "done"], "rows": 1}


def test_a_signature_beside_the_close_is_in_the_minutes_or_after_them(
    races: dict[str, Any],
) -> None:
    for found in races["sign against close"]:
        assert found["outcomes"] == ["done", "done"]
        assert found["identified"] == 1
        assert found["same"]
        assert (found["outcome"], found["signatures"]) in [("signed", 2), ("part_signed", 1)]

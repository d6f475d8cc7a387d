"""Two acts of telling at the same moment: exactly one outcome, on SQLite's file and on PostgreSQL."""

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
        [sys.executable, "-m", "tests.web.notices.race"],
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


def test_sending_against_reopening_sends_nobody_to_tell_what_fell(races: dict[str, Any]) -> None:
    for found in races["assign against reopening"]:
        sent_first = found["outcomes"] == ["done", "done"] and found["notices"] == 1
        reopened_first = found["outcomes"] == ["NO-12", "done"] and found["notices"] == 0
        assert sent_first or reopened_first
        assert not found["stands"]


def test_of_two_assignments_one_notice_comes(races: dict[str, Any]) -> None:
    for found in races["two assignments"]:
        assert (found["outcomes"], found["notices"]) == (["done", "done"], 1)


def test_of_two_tellings_one_is_entered(races: dict[str, Any]) -> None:
    for found in races["two tellings"]:
        assert found["told"] == 1
        assert "told before" in found["outcomes"][0]
        assert found["outcomes"][1] == "done"

"""A search by face against what ends it, at the same moment, on SQLite's file and on PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.web.board.test_race import ROOT, database

__all__ = ["database"]

ENDS = ("consent ends", "photograph is taken back", "found alive", "family withdraws")


@pytest.fixture(scope="module")
def races(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = str(tmp_path_factory.mktemp("data"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.faces.race"],
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


def test_fa_14_of_two_releases_one_is_made(races: dict[str, Any]) -> None:
    for found in races["two releases"]:
        assert found == {"outcomes": ["FA-14", "done"], "releases": 1}


def test_two_searches_measure_each_photograph_once(races: dict[str, Any]) -> None:
    found = races["two searches"]
    assert found["outcomes"] == ["done", "done"]
    assert found["found"] == [["done", 2, 2], ["done", 2, 2]]
    assert found["vectors"] == 2


def test_of_several_workers_one_does_a_search(races: dict[str, Any]) -> None:
    assert races["two workers"] == {"outcomes": ["done"] * 3, "hits": 2, "entries": 1}


@pytest.mark.parametrize("what", ENDS)
def test_fa_11_whatever_ends_during_a_search_leaves_nothing(
    races: dict[str, Any], what: str
) -> None:
    """Nothing measured, no lead, none shown; the search goes on among the others."""
    for found in races[what]:
        assert found["outcomes"] == ["done", "done"]
        assert (found["status"], found["left"], found["shown"]) == ("done", 0, False)
        assert found["others"] == 2


def test_fa_14_no_lead_is_shown_of_a_release_that_was_taken_back(races: dict[str, Any]) -> None:
    for found in races["release is taken back"]:
        assert found["outcomes"] == ["done", "done"]
        assert found["status"] in ("failed", "done")
        assert found["shown"] == 0

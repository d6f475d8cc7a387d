"""A database of before anything was sealed is sealed by its migrations, and says the same.

It went through its history step by step; a new one, as the tests have, is made in one go: both are alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.web.board.test_race import database
from tests.web.sealing.schema import schema_of

__all__ = ["database"]

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def migrated(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = str(tmp_path_factory.mktemp("data"))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.web.sealing.before"],
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


def test_what_was_there_is_sealed_and_reads_the_same(migrated: dict[str, Any]) -> None:
    found = {key: value for key, value in migrated.items() if key != "schema"}
    assert found.pop("names")[1] == "Сокіл"
    assert ["Сокіл", "1991-02-28"] in found.pop("index")
    assert found == {
        "genotypes": ["8", "9"],
        "same inputs": True,
        "plain families": [],
        "same upload": True,
        "to overwrite": 2,
        "overwritten": True,
    }


def test_a_database_made_in_one_go_is_as_one_that_was_migrated(
    migrated: dict[str, Any], db: None
) -> None:
    new, by_steps = json.loads(json.dumps(schema_of(connection))), migrated["schema"]
    assert new["migrated"] == by_steps["migrated"]
    assert new["triggers"] == by_steps["triggers"] != []
    assert new["tables"].keys() == by_steps["tables"].keys()
    for name, table in new["tables"].items():
        assert table == by_steps["tables"][name], name

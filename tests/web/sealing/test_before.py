"""A database of before anything was sealed is sealed by its migrations, and says the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.web.board.test_race import database

__all__ = ["database"]

ROOT = Path(__file__).resolve().parents[3]


def test_what_was_there_is_sealed_and_reads_the_same(database: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.web.sealing.before"],
        cwd=ROOT,
        env=os.environ | {"ANTIGONE_DATABASE_URL": database, "ANTIGONE_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
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

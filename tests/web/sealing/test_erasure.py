"""What was destroyed cannot be read back from the files of the database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from antigone.web.sealing.erasure import overwrite, overwrite_soon
from antigone.web.sealing.models import Erasure, Key
from tests.web.board.test_race import database

__all__ = ["database"]

ROOT = Path(__file__).resolve().parents[3]
BEFORE = {"a name", "another name", "a birth date", "wrapped key of the family"}
"""Those that have to be found while they are there, or looking for them proves nothing."""


@pytest.fixture(scope="module")
def staged(database: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = str(tmp_path_factory.mktemp("data"))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.web.sealing.stage"],
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


def test_no_byte_of_it_is_left(staged: dict[str, Any]) -> None:
    if staged["vendor"] == "sqlite":
        before = set(staged["before"]["found"])
        assert before >= BEFORE
        # Not even before: what families give lies in the files sealed only.
        assert not any(name.startswith("genotypes") for name in before)
        assert not {"key of the family", "key of the donor"} & before
        assert staged["after"]["found"] == []
    else:
        before, after = staged["before"], staged["after"]
        assert (before["rows"] > 0, after["rows"]) == (True, 0)
        for table, file in before["files"].items():
            assert after["files"][table] != file, f"{table} was not written anew"
    assert staged["waiting"] == 0


def test_what_somebody_still_reads_is_tried_again(staged: dict[str, Any]) -> None:
    if staged["vendor"] != "sqlite":
        pytest.skip("PostgreSQL's readers are other connections of a server")
    read = staged["read by somebody"]
    assert (read["tries"], read["queued"]) == (1, 1)
    assert "reads the log" in read["problem"]
    assert staged["after the reader left"] == {"waiting": 0}


def test_inside_a_transaction_it_waits(db: None) -> None:
    overwrite_soon(Key)
    assert overwrite() is False
    assert Erasure.objects.get().tries == 0

"""All checks and tests but the long walks: on SQLite, then those that use a database again on PostgreSQL."""

from __future__ import annotations

import os
import sys
import tempfile

from tools import debian
from tools.check import check
from tools.environment import prepare
from tools.postgresql import throw_away_server
from tools.steps import (
    PYTHON,
    ROOT,
    StepFailed,
    end_cleanly_when_told,
    in_ci,
    say,
    shown,
    test_environment,
)

NEEDS = (debian.PDF, debian.FONTS, debian.VALIDATOR, debian.BROWSER, debian.POSTGRESQL)
# Each has a database and perhaps a browser of its own, and waits for it at times.
WORKERS = str(min(4, (os.cpu_count() or 1) + 1))
DIST = ("--dist", "loadfile", "--no-loadscope-reorder")  # in the order of tests/conftest.py
PYTEST = (PYTHON, "-m", "pytest", "--no-header", "-n", WORKERS, *DIST)
# What uses no database, or says itself that it uses SQLite, would only say the same again.
ON_SQLITE = ("-m", "not walk")
# What writes, locks, searches and counts in the database; of all other pages every address.
PARTS = (
    *("board", "custody", "deaths", "exchange", "faces", "journal", "lists", "matching"),
    *("meetings/test_acts.py", "meetings/test_race.py", "notices/test_acts.py"),
    *("notices/test_race.py", "records", "sealing", "signing", "transmissions/test_acts.py"),
    *("test_permission_matrix.py", "test_chain.py"),
)
ON_POSTGRESQL = (
    *(f"tests/web/{part}" for part in PARTS),
    "-m",
    "database and not once and not walk",
)


def gaps() -> list[str]:
    """What has to be left out here, and why, after installing what can be had."""
    left_out = debian.provide(NEEDS)
    if not (ROOT.parent / "shared").is_dir():
        left_out.append("the tests against reference values: no folder ../shared beside this one")
    return left_out


def test() -> int:
    """Run everything; 0 only if all of it passed.

    Raises:
        StepFailed: a check failed, or something is missing on a machine where it must not.
    """
    prepare("dev")
    left_out = gaps()
    for gap in left_out:
        say(f"Left out: {gap}")
    if left_out and in_ci():
        raise StepFailed("CI=true: nothing may be left out here.")
    check()
    with tempfile.TemporaryDirectory(prefix="antigone-") as folder:
        env = test_environment(folder)
        say("\nTests, on SQLite")
        if status := shown([*PYTEST, *ON_SQLITE], env):
            return status
        programs = debian.postgresql_programs()
        if programs is None:
            return 0
        say("\nTests that use a database, on PostgreSQL")
        with throw_away_server(programs) as address:
            return shown([*PYTEST, *ON_POSTGRESQL], env | {"ANTIGONE_DATABASE_URL": address})


def main() -> int:
    """Test, and leave nothing running, also after Ctrl-C."""
    end_cleanly_when_told()
    try:
        return test()
    except StepFailed as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main())

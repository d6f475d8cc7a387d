"""The machine of the whole cast for as long as one likes: random acts, and after each what must hold.

Run `python -m verification.machine --minutes 10`; each round has its own seed, and `--seed 40` goes on
after the fortieth. What fails is made shorter and printed as acts. `ANTIGONE_DATABASE_URL` chooses the
database, as for all tests. The suite runs the same machine for some hundred acts (`tests/web/machine`).
"""

from __future__ import annotations

import argparse
import os
import sys

import pytest

TESTS = "tests/web/machine"


def main() -> int:
    """Run the rounds within the tests, which make the database and the cast."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0, help="begin after this one")
    asked = parser.parse_args()
    os.environ["ANTIGONE_MACHINE_MINUTES"] = str(asked.minutes)
    os.environ["ANTIGONE_MACHINE_SEED"] = str(asked.seed)
    return int(pytest.main([TESTS, "-q", "-s", "-k", "for_some_minutes"]))


if __name__ == "__main__":
    sys.exit(main())

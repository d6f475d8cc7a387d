"""Make every paper in every language and ask a validator about each; `python -m verification.pdfa`.

Apache's validator knows PDF/A-1b alone, so the papers are made in that form for it, from the same
templates, fonts and drawings. What only PDF/A-3u asks is looked for by `tests/web/papers/archived.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from verification.preflight import NoValidator, faults_of

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "papers"
MAKES_THEM = "tests/web/papers/test_every_paper.py"


def main() -> int:
    """Make the papers, print what is said of each; 1 where one is not valid."""
    makes = [sys.executable, "-m", "pytest", "-q", "--no-header", MAKES_THEM]
    environment = os.environ | {"ANTIGONE_PAPERS": str(FOLDER)}
    made = subprocess.run(makes, cwd=ROOT, env=environment, check=False)
    wrong = 0
    try:
        for path in sorted(FOLDER.glob("*.a1b.pdf")):
            faults = faults_of(path)
            wrong += bool(faults)
            sys.stdout.write(f"{path.name}: {'; '.join(faults) or 'valid'}\n")
    except NoValidator as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 1 if wrong or made.returncode else 0


if __name__ == "__main__":
    sys.exit(main())

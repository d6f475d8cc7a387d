"""Apache's validator of PDF/A-1b, as Debian packages it: it knows no later part of the standard."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tools.debian import PREFLIGHT_JARS, has_preflight

MAIN = "org.apache.pdfbox.preflight.Validator_A1b"
VALID = "is a valid PDF/A-1b file"
TRANSPARENCY = "2.2.1 : Invalid graphics transparency, Group has a transparency S entry"
"""PDF/A-1 forbids groups that might be transparent, PDF/A-2 and 3 allow them: WeasyPrint makes one of
each text of a drawing that is not set from the left, with nothing in it that lets anything through."""

SECONDS = 120


class NoValidator(RuntimeError):
    """It is not installed; the message says which packages bring it."""


def faults_of(path: Path) -> list[str]:
    """What the validator says against a file, but for `TRANSPARENCY`; empty where it is valid.

    Raises:
        NoValidator: it is not there.
    """
    if not has_preflight():
        raise NoValidator("Apache's validator is missing: see tools/debian.py, VALIDATOR")
    java = shutil.which("java")
    assert java is not None  # has_preflight looked for it
    answer = subprocess.run(
        [java, "-cp", ":".join(map(str, PREFLIGHT_JARS)), MAIN, str(path)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if VALID in answer.stdout:
        return []
    first, *said = (answer.stdout + answer.stderr).strip().splitlines() or [""]
    if not said:
        return [first or "the validator said nothing"]
    return [line for line in said if not line.startswith(TRANSPARENCY)]

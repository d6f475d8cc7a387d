"""The virtual environment .venv, made from the lock with hashes; quick when nothing has changed."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from tools import debian
from tools.steps import PYTHON, ROOT, VENV, StepFailed, quiet, say

LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
OLDEST = (3, 11)


def fingerprint(kind: str) -> str:
    """Of everything that the environment is made from."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (LOCKS[kind], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(kind: str) -> bool:
    """Whether .venv holds what the lock names; the developers' lock contains the other one."""
    kinds = ("run", "dev") if kind == "run" else ("dev",)
    stamps = ((VENV / f"antigone-{name}.stamp", fingerprint(name)) for name in kinds)
    return PYTHON.exists() and any(
        stamp.exists() and stamp.read_text() == expected for stamp, expected in stamps
    )


def can_be_kept() -> bool:
    """Whether an existing .venv still works and has this Python's version."""
    if not PYTHON.exists():
        return False
    asked = "import pip, sys; print(sys.version)"
    answer = subprocess.run([PYTHON, "-c", asked], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def make() -> None:
    """Make an empty .venv, with Debian's venv package where Debian has split it off.

    Raises:
        StepFailed: Python cannot make one here.
    """
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if reason := debian.why_not():
            raise StepFailed(
                f"This Python ({sys.executable}) cannot make virtual environments, and {reason}. "
                f"Install the package that brings ensurepip (on Debian: {package}), then try again."
            )
        debian.install([package])
    if VENV.exists():
        shutil.rmtree(VENV)
    quiet("virtual environment", [sys.executable, "-m", "venv", VENV])


def prepare(kind: str) -> None:
    """Bring .venv to what the lock of this kind names, and Antigone into it.

    Raises:
        StepFailed: Python is too old, or an installation failed.
    """
    if sys.version_info < OLDEST:
        raise StepFailed(
            f"Antigone needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is "
            f"{sys.version.split()[0]} ({sys.executable}). Name another with `make PYTHON=…`."
        )
    if is_ready(kind):
        return
    say("Setting up .venv (a minute or two the first time)")
    if not can_be_kept():
        make()
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "install",
    ]
    quiet("locked packages", [*pip, "--require-hashes", "--only-binary=:all:", "-r", LOCKS[kind]])
    quiet("antigone", [*pip, "--no-deps", "--no-build-isolation", "--editable", "."])
    (VENV / f"antigone-{kind}.stamp").write_text(fingerprint(kind))


def main() -> int:
    """Prepare the kind named on the command line."""
    kind = sys.argv[1]
    try:
        prepare(kind)
    except StepFailed as failure:
        say(str(failure))
        return 1
    if kind == "run":
        for gap in debian.provide([debian.PDF, debian.FONTS]):
            say(f"Left out: {gap}".replace("the tests of ", ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())

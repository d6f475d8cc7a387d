"""Write both locks anew from pyproject.toml: hashes for every platform, no registry's address."""

from __future__ import annotations

import sys

from tools.environment import LOCKS, prepare
from tools.steps import VENV, StepFailed, quiet, say

UV = (VENV / "bin" / "uv", "pip", "compile", "pyproject.toml", "--quiet", "--upgrade")
FORM = ("--universal", "--python-version", "3.11", "--generate-hashes")
SILENT = ("--no-emit-index-url", "--no-header")


def lock() -> None:
    """Resolve what runs first; the developers' lock adds to it and changes none of it.

    Raises:
        StepFailed: there is no set of versions that fits.
    """
    run, dev = LOCKS["run"], LOCKS["dev"]
    groups = ("--group", "build")
    quiet(run, [*UV, *FORM, *SILENT, *groups, "-o", run])
    quiet(dev, [*UV, *FORM, *SILENT, *groups, "--group", "dev", "-c", run, "-o", dev])


def main() -> int:
    """Lock, with the uv that the developers' lock brings."""
    try:
        prepare("dev")
        lock()
    except StepFailed as failure:
        say(str(failure))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

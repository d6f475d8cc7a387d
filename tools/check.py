"""Every check that runs no test: style, types, layers, migrations, dependencies, templates."""

from __future__ import annotations

import sys
import tempfile

from tools.environment import prepare
from tools.steps import PYTHON, VENV, StepFailed, quiet, say, test_environment

PROGRAMS = VENV / "bin"


def check() -> None:
    """Run them all, the quickest first.

    Raises:
        StepFailed: one of them found something.
    """
    say("Checks")
    with tempfile.TemporaryDirectory(prefix="antigone-") as folder:
        env = test_environment(folder)
        quiet("style", [PROGRAMS / "ruff", "check", "--quiet", "."])
        quiet("layout", [PROGRAMS / "ruff", "format", "--check", "--quiet", "."])
        quiet("layers", [PROGRAMS / "lint-imports", "--no-logo"])
        quiet("dependencies", [PROGRAMS / "deptry", "src"])
        quiet("templates", [PROGRAMS / "djlint", "src", "--lint", "--quiet"])
        quiet("messages", [PYTHON, "-m", "tools.messages", "check"])
        migrations = "from antigone.web.manage import manage; manage(['makemigrations', '--check'])"
        quiet("migrations", [PYTHON, "-W", "error", "-c", migrations], env)
        quiet("types", [PROGRAMS / "mypy"], env)


def main() -> int:
    """Check, and end with 1 if anything was found."""
    try:
        prepare("dev")
        check()
    except StepFailed as failure:
        say(str(failure))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

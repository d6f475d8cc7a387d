"""Running one step after another: a line each, and the whole output of the one that fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PATIENCE_S = 30.0


class StepFailed(Exception):
    """A step ended badly; the message says which and what to do."""


def say(text: str) -> None:
    """Print a line at once, also when the output goes to a file."""
    print(text, flush=True)


def in_ci() -> bool:
    """Whether a machine runs this, where nothing may be left out (CI=true)."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def quiet(name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> None:
    """Run a command, show one line, and its output only if it fails.

    Raises:
        StepFailed: the command ended with an error.
    """
    started = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        say(f"  {name}: failed\n\n{done.stdout.rstrip()}\n")
        raise StepFailed(f"{name} failed: {' '.join(map(str, command))}")
    say(f"  {name:<24}{time.monotonic() - started:6.1f} s")


def shown(command: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Run a command whose output is shown; after Ctrl-C it is given time to clear up."""
    child = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=dict(env))
    try:
        return child.wait()
    except (KeyboardInterrupt, SystemExit) as ending:
        # The terminal has sent Ctrl-C to the child as well; a second one would cut its clearing up.
        if isinstance(ending, SystemExit):
            child.send_signal(signal.SIGINT)
        try:
            child.wait(PATIENCE_S)
        finally:
            child.kill()
        raise


def test_environment(folder: str) -> dict[str, str]:
    """The variables for checks and tests: whatever they store goes into this folder."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ANTIGONE_")}
    return ours | {"ANTIGONE_DATA": folder} | kept_settings()


def kept_settings() -> dict[str, str]:
    """The settings of the tests themselves, which a person may give."""
    names = ("ANTIGONE_CHROMIUM", "ANTIGONE_SCREENSHOTS")
    return {name: os.environ[name] for name in names if name in os.environ}


def end_cleanly_when_told() -> None:
    """Let a termination request run every `finally`, as Ctrl-C does."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(143)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)

"""One browser for all tests here, and a server of its own for each of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.serving import environment, free_port, running, wait_until_it_says
from tools.debian import chromium

# The browser asks its maker's servers for nothing.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed (ANTIGONE_CHROMIUM names one elsewhere)")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of an installation with the invented persons and an empty incident."""
    env = environment(tmp_path / "data")
    stage = [sys.executable, "-m", "tests.browser.stage"]
    made = subprocess.run(stage, env=env, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    log, port = tmp_path / "log", free_port()
    with running(["serve", "--port", str(port)], env, log) as server:
        wait_until_it_says("Antigone is at", server, log)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def antigone(tmp_path: Path) -> Callable[..., str]:
    """`antigone("journal", "export", …)`: the command line of the served installation."""

    def run(*arguments: str, expect: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "antigone.cli", *arguments],
            env=environment(tmp_path / "data"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expect, done.stderr
        return done.stdout

    return run

"""One browser for all tests here, and a server of its own for each of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.serving import environment, free_port, running, wait_until_it_says
from tools.debian import chromium

PATIENCE_MS = 30_000

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
    # Playwright's loop stays open in this thread, where Django then refuses its database; other
    # tests may follow in the same process, and none of them is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # What comes is seen at once; a machine that is busy with other tests may need longer.
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the invented persons and an empty incident; each test gets a copy."""
    folder = tmp_path_factory.mktemp("installed") / "data"
    stage = [sys.executable, "-m", "tests.browser.stage"]
    made = subprocess.run(
        stage, env=environment(folder), capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def served(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of an installation with the invented persons and an empty incident."""
    with _serving(installed, tmp_path) as address:
        yield address


@contextmanager
def _serving(installed: Path, folder: Path) -> Iterator[str]:
    """The address of a server of its own for a copy of an installation."""
    shutil.copytree(installed, folder / "data")
    env = environment(folder / "data")
    log, port = folder / "log", free_port()
    with running(["serve", "--port", str(port), "--workers", "1"], env, log) as server:
        wait_until_it_says("Antigone is at", server, log)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def compared_before(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with a small data set, which waits to be compared; each test gets a copy."""
    return _further("compared", installed, tmp_path_factory)


@pytest.fixture
def compared(compared_before: Path, tmp_path: Path) -> Iterator[str]:
    """The same, served; its worker compares it."""
    with _serving(compared_before, tmp_path) as address:
        yield address


@pytest.fixture(scope="module")
def compared_for_all(
    compared_before: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The same, served for all tests of a module: each leaves alone what another looks at."""
    with _serving(compared_before, tmp_path_factory.mktemp("compared")) as address:
        yield address


@pytest.fixture
def decidable(served: str, tmp_path: Path) -> str:
    """The same with so many markers that V1 may be proposed to be M1, and V2 to be M2."""
    _on_stage("compared", tmp_path / "data", "decidable")
    return served


@pytest.fixture(scope="session")
def signed_before(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in which V1 is M1, signed by two; each test gets a copy."""
    return _further("signed", installed, tmp_path_factory)


@pytest.fixture
def signed(signed_before: Path, tmp_path: Path) -> Iterator[str]:
    """The same, served."""
    with _serving(signed_before, tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def told_before(signed_before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in which the family of M1 was told, and what that leads to was done."""
    return _further("told", signed_before, tmp_path_factory)


@pytest.fixture
def told(told_before: Path, tmp_path: Path) -> Iterator[str]:
    """The same, served."""
    with _serving(told_before, tmp_path) as address:
        yield address


def _further(stage: str, before: Path, folders: pytest.TempPathFactory) -> Path:
    """A copy of an installation in which a stage goes on."""
    folder = folders.mktemp(stage) / "data"
    shutil.copytree(before, folder)
    _on_stage(stage, folder)
    return folder


def _on_stage(stage: str, data: Path, *which: str) -> None:
    made = subprocess.run(
        [sys.executable, "-m", f"tests.browser.{stage}_stage", *which],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr


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

"""Both notebooks run to their end against a real server with the invented incident."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from antigone.client import Client
from tests.serving import environment, free_port, running, wait_until_it_says

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "notebooks"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SCOPES = ("read:incidents", "read:runs", "read:genotypes", "read:figures")
PATIENCE_S = 300


@dataclass(frozen=True)
class Office:
    """A server with the demo, and what a notebook needs to ask it."""

    env: dict[str, str]

    def run(self, *arguments: str) -> str:
        """A program of ours in this environment; what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The server has done its first run."""
    folder = tmp_path_factory.mktemp("office")
    log, port, data = folder / "log", free_port(), folder / "demo"
    arguments = ["demo", "--port", str(port), "--data", str(data)]
    with running(arguments, environment(folder), log) as server:
        wait_until_it_says("Antigone is at", server, log)
        token, address = folder / "token", f"http://127.0.0.1:{port}"
        env = environment(data) | {"ANTIGONE_ADDRESS": address, "ANTIGONE_TOKEN_FILE": str(token)}
        here = Office(env)
        token.write_text(here.run(str(HERE / "make_token.py"), "oyelin", *SCOPES))
        client = Client(address, token.read_text().strip())
        (run,) = client.runs("marel-valley")
        assert client.wait_for("marel-valley", run.id, most_s=PATIENCE_S).status == "done"
        yield here


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_to_its_end(path: Path, office: Office) -> None:
    shown = json.loads(office.run(str(HERE / "execute.py"), str(path)))
    assert shown["pictures"] >= 3
    assert shown["values"] >= 3
    assert shown["said"] == 0, "nothing is printed, and nothing warns"


def test_there_are_two_and_neither_keeps_what_it_showed() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["coordinator", "geneticist"]
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text())["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert not any(cell["outputs"] or cell["execution_count"] for cell in code)

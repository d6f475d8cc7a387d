"""The locks: every package with a hash, none with an address, and both of one mind."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import cast

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN, DEV = "requirements.lock", "requirements-dev.lock"


def pins(lock: str) -> dict[str, str]:
    """Each requirement line, with its marker, and the text of its hashes and origins."""
    blocks = re.split(r"(?m)^(?=[a-z0-9])", (ROOT / lock).read_text())[1:]
    return {block.split("\\")[0].strip(): block for block in blocks}


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[._]+", "-", hit[0]).lower() for hit in found if hit}


def declared(*groups: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = list(cast("list[str]", project["project"]["dependencies"]))
    for group in groups:
        wanted += project["dependency-groups"][group]
    return names(wanted)


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_each_package_has_a_version_and_hashes(lock: str) -> None:
    assert len(pins(lock)) > 20
    for requirement, block in pins(lock).items():
        assert re.match(r"[a-z0-9-]+==[0-9][^ ]*( ; .+)?$", requirement), requirement
        assert "--hash=sha256:" in block, requirement


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_no_address_stands_in_a_lock(lock: str) -> None:
    assert not re.search(r"https?:|file:|@ |index|/", (ROOT / lock).read_text())


def test_what_the_project_names_is_locked() -> None:
    assert declared("build") <= names(list(pins(RUN)))
    assert declared("build", "dev") <= names(list(pins(DEV)))


def test_developers_run_what_everybody_runs() -> None:
    """What only some systems run, developers may have on all."""
    dev = set(pins(DEV))
    assert [pin for pin in pins(RUN) if pin not in dev and pin.split(" ; ")[0] not in dev] == []

"""`antigone package`: on another machine, with public keys alone."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner, Result

from antigone.cli import app
from antigone.formats.dead_person_json import write_dead_list
from antigone.formats.package import read_package
from antigone.formats.package_sealing import encrypt
from antigone.formats.signatures import key_id_of
from antigone.formats.signing_keys import write_keys
from tests.formats.packages import KEY, KEYS, PUBLIC, after, dead_list, package

EXPORTED = "2026-11-28T01:02:03+00:00"


@dataclass(frozen=True)
class Machine:
    """The recipient's machine: the file as it came, its private key, the sender's public keys."""

    folder: Path

    def path(self, name: str) -> str:
        return str(self.folder / name)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "identity.txt").write_text(f"# of the Agency\n{identity}\n")
    (tmp_path / "keys.json").write_bytes(write_keys([], exported_at=EXPORTED, installation=KEY))
    (tmp_path / "T-CTA-0001.age").write_bytes(encrypt(package(), str(identity.to_public())))
    (tmp_path / "T-CTA-0001.tar").write_bytes(package())
    return Machine(tmp_path)


def verify(machine: Machine, name: str, *more: str) -> Result:
    keys = ["--keys", machine.path("keys.json")]
    return CliRunner().invoke(app, ["package", "verify", machine.path(name), *keys, *more])


def opened(machine: Machine, *more: str) -> Result:
    options = ["--identity", machine.path("identity.txt"), "--keys", machine.path("keys.json")]
    options += ["--out", machine.path("list.json"), *more]
    return CliRunner().invoke(app, ["package", "open", machine.path("T-CTA-0001.age"), *options])


def test_a_package_is_verified(machine: Machine) -> None:
    found = verify(machine, "T-CTA-0001.tar", "--installation-key-id", key_id_of(PUBLIC))
    assert found.exit_code == 0, found.output
    assert "sound, package T-CTA-0001 to Central Tracing Agency" in found.output
    assert "approved by Sanna Aho" in found.output
    assert "person there told you" not in found.output
    assert "person there told you" in verify(machine, "T-CTA-0001.tar").output


def test_a_package_is_opened_verified_and_written_once(machine: Machine) -> None:
    found = opened(machine, "--keep", machine.path("kept.tar"))
    assert found.exit_code == 0, found.output
    out = machine.folder / "list.json"
    assert out.read_bytes() == write_dead_list(dead_list())
    assert out.stat().st_mode & 0o077 == 0
    assert (machine.folder / "kept.tar").read_bytes() == package()
    again = opened(machine)
    assert again.exit_code == 1
    assert "File exists" in again.output


def test_nothing_is_written_of_a_package_that_is_not_sound(machine: Machine) -> None:
    other = Ed25519PrivateKey.generate()
    keys = write_keys([], exported_at=EXPORTED, installation=other)
    (machine.folder / "keys.json").write_bytes(keys)
    found = opened(machine)
    assert found.exit_code == 1
    assert "not among those given" in found.output
    assert not (machine.folder / "list.json").exists()


@pytest.mark.parametrize("name", ["T-CTA-0001.age", "keys.json", "identity.txt"])
def test_whatever_is_changed_is_refused(machine: Machine, name: str) -> None:
    path = machine.folder / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert opened(machine).exit_code == 1
    assert not (machine.folder / "list.json").exists()


def test_another_installation_is_not_the_one_that_was_named(machine: Machine) -> None:
    found = verify(machine, "T-CTA-0001.tar", "--installation-key-id", "0" * 32)
    assert found.exit_code == 1
    assert "another installation" in found.output


def test_a_package_that_is_missing_between_two_is_found(machine: Machine) -> None:
    first = read_package(package(), "1", KEYS)
    second = after(first, dead_list(package="T-CTA-0002"))
    third = after(read_package(second, "2", KEYS), dead_list(package="T-CTA-0003"))
    (machine.folder / "2.tar").write_bytes(second)
    (machine.folder / "3.tar").write_bytes(third)
    before = ["--after", machine.path("T-CTA-0001.tar")]
    assert "nothing between them is missing" in verify(machine, "2.tar", *before).output
    assert "does not follow" in verify(machine, "3.tar", *before).output
    assert "give --after" in verify(machine, "3.tar").output


WITHOUT_DJANGO = """
import socket
import sys
for name in ("django", "sqlite3", "antigone.web"):
    sys.modules[name] = None
del socket.socket
from antigone.commands.package import package
package()
"""


@pytest.mark.parametrize("program", [["-c", WITHOUT_DJANGO], ["-m", "antigone.cli", "package"]])
def test_it_needs_no_settings_no_database_and_no_network(
    machine: Machine, program: list[str]
) -> None:
    """In a process with an empty environment; once with Django out of reach."""
    command = [sys.executable, *program, "open", machine.path("T-CTA-0001.age")]
    command += ["--identity", machine.path("identity.txt"), "--keys", machine.path("keys.json")]
    command += ["--out", machine.path("list.json")]
    empty = {"PATH": os.environ.get("PATH", ""), "HOME": str(machine.folder)}
    done = subprocess.run(command, cwd=machine.folder, env=empty, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"sound, package T-CTA-0001" in done.stdout
    assert (machine.folder / "list.json").read_bytes() == write_dead_list(dead_list())

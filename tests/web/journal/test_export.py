"""The signed file of the journal, its key, and the commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings
from typer.testing import CliRunner

from antigone.cli import app
from antigone.formats.journal import fingerprint_of_key
from antigone.formats.journal_verify import verify_journal
from antigone.web.journal import triggers
from antigone.web.journal.export import export_journal
from antigone.web.journal.keys import NAME, KeyRefused, installation_key
from tests.web.journal.conftest import Write

runner = CliRunner()


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = installation_key(folder).public_key().public_bytes_raw()
    assert (folder / NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == [NAME]
    assert installation_key(folder).public_key().public_bytes_raw() == first


def test_processes_that_start_together_get_the_same_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    start = threading.Barrier(8)

    def use() -> None:
        start.wait()
        found.append(installation_key(tmp_path).public_key().public_bytes_raw())

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    installation_key(tmp_path)
    (tmp_path / NAME).chmod(0o640)
    with pytest.raises(KeyRefused, match="chmod 600"):
        installation_key(tmp_path)


def test_a_broken_key_is_refused_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text("nothing")
    path.chmod(0o600)
    with pytest.raises(KeyRefused, match="holds no private key"):
        installation_key(tmp_path)
    assert path.read_text() == "nothing"


def test_an_export_is_sound_and_signed_by_the_installation(write: Write, tmp_path: Path) -> None:
    for n in range(3):
        write(subject=f"file {n}")
    own = fingerprint_of_key(installation_key(tmp_path).public_key().public_bytes_raw())
    verdict = verify_journal(export_journal(None), key=own)
    assert verdict.sound, verdict.faults
    assert (verdict.entries, verdict.sealed) == (3, 0)


def test_an_export_of_an_incident_seals_all_others(write: Write) -> None:
    write(actor="oyelin", incident="sorrel-quay", act="secret.act", subject="secret subject")
    write()
    data = export_journal("marel-valley")
    verdict = verify_journal(data)
    assert verdict.sound
    assert (verdict.entries, verdict.sealed) == (2, 1)
    for foreign in (b"oyelin", b"sorrel-quay", b"secret"):
        assert foreign not in data


def test_a_change_behind_the_triggers_is_found(write: Write) -> None:
    """Who owns the database can drop its triggers; the chain shows what was done then."""
    for n in range(3):
        write(subject=f"file {n}")
    triggers.remove(connection)
    connection.cursor().execute("UPDATE journal_entry SET actor = 'ilse' WHERE sequence = 2")
    verdict = verify_journal(export_journal(None))
    assert [f.line for f in verdict.faults] == [2]
    connection.cursor().execute("DELETE FROM journal_entry WHERE sequence = 2")
    assert "entry 2 should stand here" in str(verify_journal(export_journal(None)).faults[0])


def test_commands_export_and_verify(write: Write, tmp_path: Path) -> None:
    write()
    file = tmp_path / "journal.jsonl"
    assert runner.invoke(app, ["journal", "export", "--out", str(file)]).exit_code == 0
    told = runner.invoke(app, ["journal", "verify", str(file)])
    assert told.exit_code == 0
    assert "sound, 1 entries, 0 of them sealed" in told.output
    assert "The key was taken from the file itself" in told.output
    key = json.loads(file.read_bytes().splitlines()[-1])["head"]["public_key_fingerprint"]
    told = runner.invoke(app, ["journal", "verify", str(file), "--key", key])
    assert told.exit_code == 0
    assert "taken from the file" not in told.output
    assert runner.invoke(app, ["journal", "verify", str(file), "--key", "00" * 32]).exit_code == 1


def test_export_to_standard_output(write: Write) -> None:
    write()
    told = runner.invoke(app, ["journal", "export", "--incident", "nowhere"])
    assert told.exit_code == 0
    assert verify_journal(told.stdout_bytes).sealed == 1


def test_verify_says_what_is_wrong_where(write: Write, tmp_path: Path) -> None:
    write()
    file = tmp_path / "journal.jsonl"
    file.write_bytes(export_journal(None).replace(b"mara", b"ilse"))
    told = runner.invoke(app, ["journal", "verify", str(file)])
    assert told.exit_code == 1
    assert f"{file}: line 1: entry 1 was changed" in told.output
    assert "not sound" in told.output


def test_verify_after_an_earlier_export(write: Write, tmp_path: Path) -> None:
    write()
    earlier, later = tmp_path / "earlier.jsonl", tmp_path / "later.jsonl"
    earlier.write_bytes(export_journal(None))
    write()
    later.write_bytes(export_journal(None))
    arguments = ["journal", "verify", str(later), "--after", str(earlier)]
    assert "continues" in runner.invoke(app, arguments).output
    swapped = ["journal", "verify", str(earlier), "--after", str(later)]
    told = runner.invoke(app, swapped)
    assert told.exit_code == 1
    assert "entry 2 of the earlier export is missing" in told.output


def test_verify_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    told = runner.invoke(app, ["journal", "verify", str(tmp_path / "none")])
    assert told.exit_code == 1
    assert "No such file" in told.output


def test_export_without_a_database_says_what_to_set(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "antigone.cli", "journal", "export"],
        env=os.environ | {"ANTIGONE_DATABASE_URL": "", "ANTIGONE_DATA": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "Set ANTIGONE_DATA or ANTIGONE_DATABASE_URL" in told.stderr
    assert "Traceback" not in told.stderr


def test_verify_needs_neither_django_nor_a_database(write: Write, tmp_path: Path) -> None:
    write()
    file = tmp_path / "journal.jsonl"
    file.write_bytes(export_journal(None))
    code = (
        "import sys; sys.modules['django'] = None\n"
        f"sys.argv = ['antigone', 'journal', 'verify', {str(file)!r}]\n"
        "from antigone.cli import main; main()"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd="/", check=False
    )
    assert told.returncode == 0, told.stderr
    assert "sound, 1 entries" in told.stdout

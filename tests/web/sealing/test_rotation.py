"""Master keys: a new one takes over every key, also where that is interrupted; an old one retires."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from antigone.web.journal.models import Entry
from antigone.web.sealing import rotation
from antigone.web.sealing.keys import (
    KeyDestroyed,
    destroy,
    drafted_key,
    new_key,
    seal,
    unseal,
)
from antigone.web.sealing.masters import MasterKeysRefused, changing, current, masters, new_master
from antigone.web.sealing.masters import path_of_masters as path
from antigone.web.sealing.models import Key
from antigone.web.sealing.rotation import RotationRefused, retire, rotate, status

ROOT = Path(__file__).resolve().parents[3]
MANY = 1_000

FILL = f"""
from antigone.web.manage import setup; setup()
from django.core.management import call_command
call_command("migrate", "sealing", verbosity=0); call_command("migrate", "journal", verbosity=0)
from antigone.web.sealing.keys import drafted_key
from antigone.web.sealing.models import Key
Key.objects.bulk_create(drafted_key(Key.Purpose.MEDIA) for _ in range({MANY}))
"""

OPEN = """
from antigone.web.manage import setup; setup()
from antigone.web.journal.models import Entry
from antigone.web.sealing.keys import unwrap
from antigone.web.sealing.models import Key
print(len({unwrap(key) for key in Key.objects.all()}), len({k.master for k in Key.objects.all()}))
print(*Entry.objects.values_list("act", flat=True))
"""


def quiet(done: int, of: int) -> None:
    pass


@pytest.fixture
def sealed(db: None) -> dict[Key, bytes]:
    """Some keys, each with what it sealed."""
    keys = [new_key(Key.Purpose.FAMILY) for _ in range(7)]
    return {key: seal(key, b"told", "record") for key in keys}


def test_every_key_is_wrapped_anew_and_opens_what_it_sealed(sealed: dict[Key, bytes]) -> None:
    old = current()
    gone = next(iter(sealed))
    destroy(gone)
    told: list[tuple[int, int]] = []
    name = rotate(by="console", tell=lambda *step: told.append(step))
    assert (name, told[-1]) == (current(), (6, 6))
    assert (status().wrapped, status().left) == ({name: 6, old: 0}, 0)
    for key, content in sealed.items():
        fresh = Key.objects.get(pk=key.pk)
        if key.pk == gone.pk:
            with pytest.raises(KeyDestroyed):
                unseal(fresh, content, "record")
        else:
            assert unseal(fresh, content, "record") == b"told"
    entry = Entry.objects.latest("sequence")
    assert (entry.actor, entry.act, entry.details) == (
        "console",
        "master_key.rotated",
        {"wrapped_count": 6},
    )


def test_what_was_interrupted_goes_on_with_the_same_master_key(
    sealed: dict[Key, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)

    def interrupted(done: int, of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(by="console", tell=interrupted)
    begun = current()
    assert status().left == 3
    assert len(masters()) == 2
    for key, content in sealed.items():
        assert unseal(Key.objects.get(pk=key.pk), content, "record") == b"told"
    assert rotate(by="console", tell=quiet) == begun
    assert (status().left, len(masters())) == (0, 2)


def test_a_thousand_keys_while_the_process_is_killed(tmp_path: Path) -> None:
    env = os.environ | {
        "ANTIGONE_DATABASE_URL": f"sqlite:///{tmp_path / 'keys.sqlite3'}",
        "ANTIGONE_DATA": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
    }
    python = [sys.executable, "-W", "ignore"]
    subprocess.run([*python, "-c", FILL], env=env, check=True, timeout=120)
    command = [*python, "-m", "antigone.cli", "keys", "rotate"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert "of 1000 keys" in first.stdout.readline()
        first.send_signal(signal.SIGKILL)
    assert first.returncode == -signal.SIGKILL
    again = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=120, check=True
    )
    lines = again.stdout.splitlines()
    assert "1000 of 1000 keys" in lines
    assert lines[0] != "100 of 1000 keys", "it went on where it was killed"
    opened = subprocess.run(
        [*python, "-c", OPEN], env=env, capture_output=True, text=True, timeout=120, check=True
    )
    assert opened.stdout.split() == [str(MANY), "1", "master_key.rotated"]
    old = (tmp_path / "master-keys").read_text().split()[1].partition(":")[0]
    keys = [*python, "-m", "antigone.cli", "keys"]
    subprocess.run([*keys, "retire", old], env=env, check=True, timeout=120, capture_output=True)
    told = subprocess.run([*keys, "status"], env=env, check=True, timeout=120, capture_output=True)
    shown = told.stdout.decode()
    assert ": 1000 keys, wraps new keys" in shown
    assert old not in shown
    assert "nothing destroyed waits" in shown


def test_a_master_key_retires_once_it_wraps_nothing(sealed: dict[Key, bytes]) -> None:
    old = current()
    with pytest.raises(RotationRefused, match="wraps new keys"):
        retire(old, by="console")
    with pytest.raises(RotationRefused, match="is no master key"):
        retire("nobody", by="console")
    rotate(by="console", tell=quiet)
    late = drafted_key(Key.Purpose.FAMILY)
    late.save()
    retire(old, by="console")
    assert list(masters()) == [current()]
    assert Entry.objects.latest("sequence").act == "master_key.retired"
    assert path().stat().st_mode & 0o077 == 0


def test_one_that_still_wraps_does_not_retire(
    sealed: dict[Key, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = current()
    monkeypatch.setattr(rotation, "BATCH", 2)
    with pytest.raises(KeyboardInterrupt):
        rotate(by="console", tell=lambda *step: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(RotationRefused, match="still wraps 5 keys"):
        retire(old, by="console")


def test_those_of_the_environment_are_changed_there(
    sealed: dict[Key, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = path().read_text().split()
    monkeypatch.setenv("ANTIGONE_MASTER_KEYS", line)
    with pytest.raises(RotationRefused, match="Put a new one before it") as refused:
        rotate(by="console", tell=quiet)
    given = str(refused.value).splitlines()[-1]
    monkeypatch.setenv("ANTIGONE_MASTER_KEYS", f"{given},{line}")
    assert rotate(by="console", tell=quiet) == given.partition(":")[0]
    with pytest.raises(RotationRefused, match="take it out of ANTIGONE_MASTER_KEYS"):
        retire(line.partition(":")[0], by="console")


def test_a_master_key_that_is_missing_is_named(sealed: dict[Key, bytes]) -> None:
    old = current()
    path().write_text(f"{new_master()}\n")
    assert status().missing == {old: 7}
    with pytest.raises(RotationRefused, match=f"are missing: {old}"):
        rotate(by="console", tell=quiet)


def test_a_change_by_another_process_is_seen_at_once(db: None) -> None:
    before = masters()
    assert masters() is before, "the file is not read again and again"
    other = new_master()
    draft = path().with_name("draft")
    draft.write_text(f"{other}\n")
    draft.replace(path())
    assert current() == other.partition(":")[0]


def test_one_process_at_a_time_changes_them(db: None) -> None:
    with changing(), pytest.raises(MasterKeysRefused, match="another process"), changing():
        pass


def test_one_that_wraps_what_came_while_it_was_looked_at_stays(
    sealed: dict[Key, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long import began before the rotation, and ends behind the first look."""
    old = current()
    late = drafted_key(Key.Purpose.FAMILY)
    rotate(by="console", tell=lambda *_: None)
    seen = rotation._insist_it_wraps_nothing

    def after_the_import(name: str) -> None:
        late.save()
        seen(name)

    monkeypatch.setattr(rotation, "_insist_it_wraps_nothing", after_the_import)
    with pytest.raises(RotationRefused, match="came meanwhile"):
        retire(old, by="console")
    assert old in masters()

"""`antigone media check`; and seals open after the master key was changed, also half-way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from antigone.cli import app
from antigone.web.media import storage
from antigone.web.media.integrity import check_media
from antigone.web.media.models import Picture, PrintFile, SealedFile
from antigone.web.media.sealed import act, content_of
from antigone.web.records.models import Family
from antigone.web.sealing.keys import destroy
from antigone.web.sealing.models import Key
from antigone.web.sealing.rotation import rotate
from tests.web.media import drawn
from tests.web.media.conftest import files, folder

MANY = 1000


def test_it_is_sound(picture: Picture, photograph: Picture, prints: PrintFile) -> None:
    report = check_media()
    assert (report.opened, report.destroyed, report.faults) == (3, 0, [])


def test_a_missing_file_a_stray_one_and_a_broken_seal_are_named(
    picture: Picture, photograph: Picture, prints: PrintFile
) -> None:
    (folder() / picture.file.name).unlink()
    (folder() / photograph.file.name).write_bytes(b"something else")
    (folder() / "0123456789abcdef0123456789abcdef").write_bytes(b"left by a crash")
    report = check_media()
    assert report.opened == 1
    assert [fault.split(": ")[1].split(" (")[0] for fault in report.faults] == [
        "its file is not there",
        "its seal does not open",
        "a file without a row; a crash may have left it",
    ]


def test_what_a_crash_left_of_a_withdrawal_is_removed(
    covered: Family, photograph: Picture, picture: Picture
) -> None:
    destroy(covered.key)
    report = check_media()
    assert (report.opened, report.destroyed, report.removed, report.faults) == (1, 1, 1, [])
    assert files() == {picture.file.name}


def test_a_row_that_nothing_belongs_to_is_named(db: None) -> None:
    with act() as kept:
        kept.keep(drawn.jpeg(), None)
    assert "no picture and no prints belong to its row" in check_media().faults[0]


def test_the_command_shows_counts_and_no_content(picture: Picture) -> None:
    done = CliRunner().invoke(app, ["media", "check"])
    assert (done.exit_code, done.output) == (0, "1 files open, 0 are destroyed\n")
    (folder() / picture.file.name).unlink()
    done = CliRunner().invoke(app, ["media", "check"])
    assert done.exit_code == 1
    assert "not sound, 1 fault" in done.output
    assert "anchor" not in done.output


class PowerCut(Exception):
    """The computer stops."""


@pytest.fixture
def _quick_disk(settings: Settings) -> Iterator[None]:
    """A folder in memory where there is one: a thousand files are waited for one by one."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        settings.DATA_FOLDER = Path(made)
        yield


@pytest.mark.usefixtures("_quick_disk")
def test_a_thousand_pictures_open_after_a_rotation_that_was_interrupted(db: None) -> None:
    content = drawn.png(drawn.noise(4, 4))
    with act() as kept:
        for _ in range(MANY):
            kept.keep(content, None)
    before = {row.pk: bytes(row.wrapped or b"") for row in Key.objects.all()}

    def stop_half_way(done: int, of: int) -> None:
        if done >= MANY // 2:
            raise PowerCut

    with pytest.raises(PowerCut):
        rotate(by="console", tell=stop_half_way)
    assert Key.objects.values("master").distinct().count() == 2
    opened = [content_of(file) for file in SealedFile.objects.select_related("key")[::100]]
    assert opened == [content] * 10
    rotate(by="console", tell=lambda done, of: None)
    assert Key.objects.values("master").distinct().count() == 1
    changed = {pk: bytes(row.wrapped or b"") for pk, row in Key.objects.in_bulk().items()}
    assert all(changed[pk] != wrapped for pk, wrapped in before.items())
    assert all(content_of(file) == content for file in SealedFile.objects.select_related("key"))


def test_a_draft_of_a_crash_is_named(db: None) -> None:
    folder().mkdir()
    (folder() / ".0123456789abcdef0123456789abcdef-00").write_bytes(b"half")
    assert len(check_media().faults) == 1


@pytest.mark.parametrize("name", ["../secret-key", "a", "", "A" * 32, "0" * 33])
def test_storage_takes_only_names_of_its_own(name: str) -> None:
    with pytest.raises(ValueError, match="32 hexadecimal digits"):
        storage.read(name)

"""Adding: sealed on the disk, in words in the row, in the journal; or nothing at all."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from antigone.web.journal.models import Entry
from antigone.web.media.adding import Described, Place, add_picture, add_prints
from antigone.web.media.checks import Refused
from antigone.web.media.models import Picture, PrintFile, SealedFile
from antigone.web.media.sealed import FileGone, content_of
from antigone.web.media.words import words_of_picture, words_of_prints
from antigone.web.records.models import Family, Remains
from antigone.web.sealing.keys import KeyDestroyed, SealBroken, destroy
from antigone.web.sealing.models import Key
from tests.web.conftest import Cast
from tests.web.media import drawn
from tests.web.media.conftest import ADDED, SHOWS, TAKEN, files, folder
from tests.web.media.tiff import exif_block


def in_the_database(text: str) -> bool:
    """Whether a text stands in any column of the tables of media."""
    found = False
    for model in (Picture, PrintFile, SealedFile):
        for row in model._default_manager.values():
            found |= any(text.encode() in str(value).encode() for value in row.values())
            found |= any(
                text.encode() in bytes(value)
                for value in row.values()
                if isinstance(value, bytes | memoryview)
            )
    return found


def test_a_picture_of_remains_is_kept_as_it_came(picture: Picture) -> None:
    assert content_of(picture.file) == TAKEN
    assert picture.file.key is not None
    assert picture.file.key.purpose == Key.Purpose.MEDIA
    words = words_of_picture(picture)
    assert words is not None
    assert (words.file_name, words.shows, words.view) == ("IMG_1.jpg", SHOWS, "left")
    at = datetime(2026, 10, 5, 11, 20, 30, tzinfo=timezone(timedelta(hours=3)))
    assert words.said.taken_at == at
    assert (words.said.latitude, words.said.longitude) == (49.5, 36.25)
    assert (picture.width, picture.height, picture.form) == (96, 64, "JPEG")


def test_neither_disk_nor_database_shows_what_it_is(picture: Picture, photograph: Picture) -> None:
    assert files() == {picture.file.name, photograph.file.name}
    for path in folder().iterdir():
        stored = path.read_bytes()
        for trace in (b"JFIF", b"Exif", b"2026:10:05", TAKEN[300:316], b"\xff\xd8"):
            assert trace not in stored
        assert path.stat().st_mode & 0o077 == 0
    for words in (SHOWS, "smiling", "IMG_1", "smile.jpg", "49.5", "Teo Varga"):
        assert not in_the_database(words)


def test_the_journal_tells_who_added_what_where_and_nothing_of_what_it_shows(
    picture: Picture,
) -> None:
    entry = Entry.objects.latest("sequence")
    assert (entry.actor, entry.act, entry.subject) == ("teo", "picture.added", "V1")
    assert entry.details["item"] == picture.pk
    assert entry.details["fingerprint"] == picture.file.sha256
    assert "anchor" not in entry.details_text
    assert "IMG_1" not in entry.details_text


def test_me_06_of_a_familys_photograph_only_the_picture_is_kept(photograph: Picture) -> None:
    kept, words = content_of(photograph.file), words_of_picture(photograph)
    assert b"Exif" not in kept
    assert words is not None
    assert (words.said.latitude, words.said.longitude, words.said.within_m) == (None, None, None)
    assert photograph.file.key is None
    assert photograph.file.family == photograph.family


def test_me_06_the_place_is_kept_where_the_family_wants_it(cast: Cast, family: Family) -> None:
    described = Described("portrait", "at home", keep_place=True)
    photograph = add_picture(
        user=cast.nadia,
        place=Place.of_family(family),
        name="a.jpg",
        content=TAKEN,
        described=described,
    )
    words = words_of_picture(photograph)
    assert content_of(photograph.file) == TAKEN
    assert words is not None
    assert words.said.latitude == 49.5


@pytest.mark.parametrize("name", ["oyelin", "ilse", "nadia", "tomas", "ruth", "ada", "piet"])
def test_pictures_of_remains_need_the_right_to_add(cast: Cast, remains: Remains, name: str) -> None:
    with pytest.raises(PermissionDenied):
        add_picture(
            user=getattr(cast, name),
            place=Place.of_remains(remains),
            name="a.jpg",
            content=TAKEN,
            described=ADDED,
        )
    assert not files()


@pytest.mark.parametrize("name", ["teo", "sanna", "halvar", "oyelin", "ruth"])
def test_photographs_need_the_right_to_take_requests(cast: Cast, family: Family, name: str) -> None:
    with pytest.raises(PermissionDenied):
        add_picture(
            user=getattr(cast, name),
            place=Place.of_family(family),
            name="a.jpg",
            content=TAKEN,
            described=ADDED,
        )
    assert not files()


def test_what_is_refused_leaves_nothing(cast: Cast, remains: Remains) -> None:
    keys, entries = Key.objects.count(), Entry.objects.count()
    for content in (b"", b"%PDF-1.7", TAKEN[:500], TAKEN + b"<html>", drawn.png_bomb(9000, 9000)):
        with pytest.raises(Refused):
            add_picture(
                user=cast.teo,
                place=Place.of_remains(remains),
                name="a.jpg",
                content=content,
                described=ADDED,
            )
    with pytest.raises(Refused):
        add_prints(
            user=cast.teo, place=Place.of_remains(remains), name="a", content=TAKEN, shows="x"
        )
    assert not files()
    assert not SealedFile.objects.exists()
    assert (Key.objects.count(), Entry.objects.count()) == (keys, entries)


def test_an_act_that_fails_leaves_no_file(cast: Cast, remains: Remains) -> None:
    """The file is written, then the database refuses the row."""

    def refuse(execute: object, sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "media_picture"'):
            assert len(files()) == 1
            raise IntegrityError("refused")
        return execute(sql, *rest)  # type: ignore[operator]

    with connection.execute_wrapper(refuse), pytest.raises(IntegrityError):
        add_picture(
            user=cast.teo,
            place=Place.of_remains(remains),
            name="a.jpg",
            content=TAKEN,
            described=ADDED,
        )
    assert not files()
    assert not SealedFile.objects.exists()


def test_a_family_that_withdrew_is_not_written_to(cast: Cast, family: Family) -> None:
    destroy(family.key)
    with pytest.raises(KeyDestroyed):
        add_picture(
            user=cast.nadia,
            place=Place.of_family(family),
            name="a.jpg",
            content=TAKEN,
            described=ADDED,
        )
    assert not files()


def test_a_file_that_was_altered_or_is_gone_does_not_open(
    picture: Picture, photograph: Picture
) -> None:
    for row in (picture, photograph):
        path = folder() / row.file.name
        stored = path.read_bytes()
        path.write_bytes(stored[:-1] + bytes([stored[-1] ^ 1]))
        with pytest.raises(SealBroken):
            content_of(row.file)
        path.unlink()
        with pytest.raises(FileGone):
            content_of(row.file)


def test_one_file_does_not_stand_for_another(picture: Picture, photograph: Picture) -> None:
    first, second = (folder() / row.file.name for row in (picture, photograph))
    second.write_bytes(first.read_bytes())
    with pytest.raises(SealBroken):
        content_of(photograph.file)


def test_prints_are_kept_with_their_facts(cast: Cast, prints: PrintFile) -> None:
    words = words_of_prints(prints)
    assert content_of(prints.file) == drawn.prints()
    assert words is not None
    assert [image.positions for image in words.facts.images] == [(1,), (7,)]
    assert b"INVENTED" not in (folder() / prints.file.name).read_bytes()
    assert not in_the_database("INVENTED")
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.details["images_count"]) == ("prints.added", 2)


def test_a_photograph_keeps_its_orientation(cast: Cast, family: Family) -> None:
    photograph = add_picture(
        user=cast.nadia,
        place=Place.of_family(family),
        name="a.jpg",
        content=drawn.jpeg(exif=exif_block(orientation=8)),
        described=ADDED,
    )
    words = words_of_picture(photograph)
    assert words is not None
    assert words.said.orientation == 8

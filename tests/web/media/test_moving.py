"""Nothing of remains is deleted: it moves with a reason, or is retracted. Families take back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from antigone.web.journal.models import Entry
from antigone.web.media.models import Picture, PrintFile
from antigone.web.media.moving import NotMoved, move, retract, take_back
from antigone.web.media.proposals import (
    NothingToPropose,
    propose_for_recovery,
    proposed_by_pictures,
)
from antigone.web.media.sealed import content_of
from antigone.web.media.words import words_of_picture
from antigone.web.records.models import Remains
from antigone.web.sealing.keys import KeyDestroyed
from tests.web.conftest import Cast, ClientOf
from tests.web.media.conftest import TAKEN, OnCommit, files, folder


def url(name: str, pk: int) -> str:
    return reverse(f"media:{name}", kwargs={"incident": "marel-valley", "pk": pk})


def test_me_07_a_picture_goes_on_in_the_right_record(
    cast: Cast, picture: Picture, other: Remains
) -> None:
    new = move(user=cast.sanna, item=picture, to=other, because="Tags were swapped.")
    old = Picture.objects.get(pk=picture.pk)
    assert (old.remains, old.went_to, old.stands) == (picture.remains, new, False)
    assert (new.remains, new.moved_from, new.moved_because) == (other, old, "Tags were swapped.")
    assert isinstance(new, Picture)
    assert words_of_picture(new) == words_of_picture(old)
    assert content_of(new.file) == TAKEN
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject) == ("picture.moved", "V1")
    assert entry.details == {"item": old.pk, "to": "V2", "new_item": new.pk}


def test_me_07_prints_move_too(cast: Cast, prints: PrintFile, other: Remains) -> None:
    new = move(user=cast.sanna, item=prints, to=other, because="Tags were swapped.")
    assert PrintFile.objects.get(pk=prints.pk).went_to == new
    assert Entry.objects.latest("sequence").act == "prints.moved"


def test_me_07_what_is_retracted_stays(cast: Cast, picture: Picture) -> None:
    retract(user=cast.sanna, item=picture, because="Blurred.")
    row = Picture.objects.get(pk=picture.pk)
    assert (row.retracted_because, row.retracted_by) == ("Blurred.", cast.sanna)
    assert content_of(row.file) == TAKEN
    assert "Blurred" not in Entry.objects.latest("sequence").details_text


def test_it_is_done_once(cast: Cast, picture: Picture, other: Remains) -> None:
    with pytest.raises(NotMoved):
        move(user=cast.sanna, item=picture, to=picture.remains or other, because="x")
    move(user=cast.sanna, item=picture, to=other, because="x")
    with pytest.raises(NotMoved):
        move(user=cast.sanna, item=picture, to=other, because="x")
    with pytest.raises(NotMoved):
        retract(user=cast.sanna, item=picture, because="x")


@pytest.mark.parametrize("name", ["oyelin", "nadia", "ilse", "piet"])
def test_it_needs_the_right_to_add(cast: Cast, picture: Picture, other: Remains, name: str) -> None:
    user = getattr(cast, name)
    with pytest.raises(PermissionDenied):
        move(user=user, item=picture, to=other, because="x")
    with pytest.raises(PermissionDenied):
        retract(user=user, item=picture, because="x")


def test_a_family_takes_one_photograph_back(
    cast: Cast, photograph: Picture, picture: Picture, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        take_back(user=cast.nadia, item=photograph)
        assert len(files()) == 2, "the file goes when the transaction has ended, not before"
    row = Picture.objects.select_related("file").get(pk=photograph.pk)
    assert files() == {picture.file.name}
    assert (row.is_gone, row.sealed_words, row.file.sealed_key, row.file.sha256) == (
        True,
        None,
        None,
        "",
    )
    assert words_of_picture(row) is None
    with pytest.raises(KeyDestroyed):
        content_of(row.file)
    assert Entry.objects.latest("sequence").act == "picture.taken_back"


def test_only_a_family_takes_back_and_nothing_of_it_moves(
    cast: Cast, photograph: Picture, picture: Picture, other: Remains
) -> None:
    with pytest.raises(NotMoved):
        take_back(user=cast.mara, item=picture)
    with pytest.raises(NotMoved):
        move(user=cast.mara, item=photograph, to=other, because="x")
    with pytest.raises(NotMoved):
        retract(user=cast.mara, item=photograph, because="x")
    assert (folder() / picture.file.name).exists()


def test_the_pages_do_it(
    client_of: ClientOf, picture: Picture, photograph: Picture, other: Remains
) -> None:
    client = client_of("mara")
    wrong = client.post(url("move_picture", picture.pk), {"number": "V99", "because": "Swapped."})
    assert wrong.status_code == 422
    assert b"There are no remains with this number" in wrong.content
    assert b"Swapped." in wrong.content
    client.post(url("move_picture", picture.pk), {"number": "V2", "because": "Swapped."})
    old = client.get("/i/marel-valley/remains/V1/pictures/").content
    assert b"It stood in the wrong record" in old
    assert b"Swapped." in old
    moved = Picture.objects.get(remains=other)
    client.post(url("retract_picture", moved.pk), {"because": "Blurred."})
    assert b"Blurred." in client.get("/i/marel-valley/remains/V2/pictures/").content
    assert client.get(url("take_back_picture", photograph.pk)).status_code == 200
    assert not Picture.objects.get(pk=photograph.pk).is_gone
    client.post(url("take_back_picture", photograph.pk))
    page = client.get(f"/i/marel-valley/sought/families/{photograph.family_id}/photographs/")
    assert b"The family took it back or withdrew" in page.content
    assert b"smiling" not in page.content


def test_what_a_picture_says_is_proposed_for_the_recovery(
    client_of: ClientOf, cast: Cast, picture: Picture, remains: Remains, other: Remains
) -> None:
    page = client_of("teo").get("/i/marel-valley/remains/V1/pictures/").content.decode()
    assert "The picture says: taken" in page
    assert "5 October 2026, 11:20 (UTC+03:00)" in page
    assert "49.5, 36.25" in page
    assert proposed_by_pictures(remains) == []
    assert client_of("teo").post(url("propose", picture.pk)).status_code == 302
    (found,) = proposed_by_pictures(remains)
    assert (found.picture, found.said.latitude, found.said.within_m) == (picture, 49.5, 5)
    assert Entry.objects.latest("sequence").act == "picture.proposed_recovery"
    with pytest.raises(NothingToPropose):
        propose_for_recovery(user=cast.teo, picture=picture)
    move(user=cast.sanna, item=picture, to=other, because="Swapped.")
    assert proposed_by_pictures(remains) == []
    assert len(proposed_by_pictures(other)) == 1


def test_a_photograph_of_a_family_proposes_nothing(
    cast: Cast, client_of: ClientOf, photograph: Picture
) -> None:
    with pytest.raises(NothingToPropose):
        propose_for_recovery(user=cast.mara, picture=photograph)
    assert client_of("nadia").get(url("propose", photograph.pk)).status_code == 405
    assert client_of("mara").post(url("propose", photograph.pk)).status_code == 404


def test_each_page_is_about_remains_or_about_a_family(
    client_of: ClientOf, picture: Picture, photograph: Picture
) -> None:
    client = client_of("mara")
    assert client.post(url("take_back_picture", picture.pk)).status_code == 404
    assert client.get(url("move_picture", photograph.pk)).status_code == 404
    assert client.post(url("retract_picture", photograph.pk), {"because": "x"}).status_code == 404

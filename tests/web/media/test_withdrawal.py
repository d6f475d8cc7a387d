"""When a family withdraws, what it gave can be read by nobody at once; placeholders stay."""

from __future__ import annotations

import pytest
from django.test import Client

from antigone.web.media.adding import Place, add_picture, add_prints
from antigone.web.media.models import Picture, PrintFile
from antigone.web.media.opening import open_picture
from antigone.web.media.sealed import content_of
from antigone.web.media.words import words_of_picture
from antigone.web.records.consent import record_basis, record_objection
from antigone.web.records.models import Family
from antigone.web.sealing.keys import KeyDestroyed, destroy
from tests.web.conftest import Cast, ClientOf
from tests.web.media import drawn
from tests.web.media.conftest import ADDED, TAKEN, OnCommit, files
from tests.web.records.conftest import STATED


@pytest.fixture
def family_prints(cast: Cast, family: Family) -> PrintFile:
    return add_prints(
        user=cast.nadia,
        place=Place.of_family(family),
        name="card.nist",
        content=drawn.prints(),
        shows="card of 2019",
    )


def withdraw(cast: Cast, family: Family, on_commit: OnCommit) -> None:
    with on_commit(execute=True):
        record_objection(user=cast.nadia, covered=family, reason="The sister asked.")


def test_me_08_all_that_a_family_gave_is_destroyed(
    cast: Cast,
    covered: Family,
    photograph: Picture,
    family_prints: PrintFile,
    picture: Picture,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    opening = open_picture(
        user=cast.nadia, picture=photograph, reason="other", words="her brother asked", proved=True
    )
    withdraw(cast, covered, django_capture_on_commit_callbacks)
    assert files() == {picture.file.name}
    for model, pk in ((Picture, photograph.pk), (PrintFile, family_prints.pk)):
        row = model.objects.select_related("file").get(pk=pk)
        assert row.is_gone
        assert (row.sealed_words, row.file.sealed_key, row.file.salt) == (None, None, "")
        with pytest.raises(KeyDestroyed):
            content_of(row.file)
    opening.refresh_from_db()
    assert opening.sealed_words is None
    assert content_of(Picture.objects.get(pk=picture.pk).file) == TAKEN


def test_destroying_the_familys_key_alone_is_enough(covered: Family, photograph: Picture) -> None:
    """Whatever becomes of the file: with the key gone, its content and its words are gone."""
    destroy(covered.key)
    row = Picture.objects.get(pk=photograph.pk)
    assert files() == {row.file.name}
    with pytest.raises(KeyDestroyed):
        content_of(row.file)
    assert words_of_picture(row) is None


def test_a_placeholder_is_shown_and_nothing_can_be_added(
    cast: Cast,
    client_of: ClientOf,
    covered: Family,
    photograph: Picture,
    family_prints: PrintFile,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    withdraw(cast, covered, django_capture_on_commit_callbacks)
    client: Client = client_of("nadia", second_factor=True)
    page = client.get(f"/i/marel-valley/sought/families/{covered.pk}/photographs/").content
    assert b"The family withdrew" in page
    assert b"smiling" not in page
    assert b"card of 2019" not in page
    response = client.post(
        f"/i/marel-valley/pictures/{photograph.pk}/open/", {"reason": "comparison"}
    )
    assert response.status_code in {302, 422}
    with pytest.raises(KeyDestroyed):
        add_picture(
            user=cast.nadia,
            place=Place.of_family(covered),
            name="a.jpg",
            content=TAKEN,
            described=ADDED,
        )
    assert not files()


def test_after_a_new_basis_new_photographs_are_kept_and_old_ones_stay_gone(
    cast: Cast,
    covered: Family,
    photograph: Picture,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    withdraw(cast, covered, django_capture_on_commit_callbacks)
    record_basis(user=cast.nadia, covered=covered, attestation=STATED, statement="I state it.")
    new = add_picture(
        user=cast.nadia,
        place=Place.of_family(Family.objects.get(pk=covered.pk)),
        name="b.jpg",
        content=drawn.jpeg(),
        described=ADDED,
    )
    assert content_of(new.file)
    assert words_of_picture(Picture.objects.get(pk=photograph.pk)) is None

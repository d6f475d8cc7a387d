"""Lifting the veil: the right, a second factor and a reason; once, journalled, never cached."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.test import Client
from django.urls import reverse
from PIL import Image

from antigone.web.journal.models import Entry
from antigone.web.media.models import Opening, Picture, PrintFile
from antigone.web.media.moving import move
from antigone.web.media.opening import open_picture, show
from antigone.web.media.rights import NotOpened
from antigone.web.records.models import Family, Remains
from antigone.web.requests.consents import Question, withdraw_consent
from antigone.web.requests.models import Purpose
from tests.web.conftest import Cast, ClientOf
from tests.web.media import drawn
from tests.web.media.conftest import SHOWS, TAKEN

GIVEN = {"reason": "comparison", "words": "compared with the family's description"}


def url(name: str, pk: int) -> str:
    return reverse(f"media:{name}", kwargs={"incident": "marel-valley", "pk": pk})


def opened_by(client: Client, picture: Picture) -> Opening:
    response = client.post(url("open", picture.pk), GIVEN)
    opening = Opening.objects.latest("pk")
    assert response.status_code == 302
    assert response.headers["Location"] == url("opened", opening.pk)
    return opening


def test_it_works(client_of: ClientOf, picture: Picture) -> None:
    client = client_of("sanna", second_factor=True)
    assert b"Open this one picture" in client.get(url("open", picture.pk)).content
    opening = opened_by(client, picture)
    page = client.get(url("opened", opening.pk))
    assert page.content.count(b"<img") == 1
    assert SHOWS.encode() in page.content
    response = client.get(url("shown", opening.pk))
    image = Image.open(io.BytesIO(response.content))
    assert (response.headers["Content-Type"], image.size) == ("image/jpeg", (96, 64))


def test_the_picture_has_headers_that_shut_it_in(client_of: ClientOf, picture: Picture) -> None:
    client = client_of("sanna", second_factor=True)
    headers = client.get(url("shown", opened_by(client, picture).pk)).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    assert headers["Content-Disposition"].startswith("inline; filename=")
    assert not {"ETag", "Last-Modified", "Expires"} & set(headers)


def test_what_is_shown_is_not_what_came(client_of: ClientOf, picture: Picture) -> None:
    client = client_of("sanna", second_factor=True)
    shown = client.get(url("shown", opened_by(client, picture).pk)).content
    assert shown != TAKEN
    assert b"Exif" not in shown


def test_me_01_it_is_shown_once_for_each_reason(client_of: ClientOf, picture: Picture) -> None:
    client = client_of("sanna", second_factor=True)
    opening = opened_by(client, picture)
    assert client.get(url("shown", opening.pk)).status_code == 200
    again = client.get(url("shown", opening.pk), headers={"If-None-Match": "*"})
    assert again.status_code == 404
    page = client.get(url("opened", opening.pk)).content
    assert b"<img" not in page
    assert b"It is veiled again" in page


def test_a_reason_grows_old(cast: Cast, picture: Picture) -> None:
    opening = open_picture(user=cast.sanna, picture=picture, proved=True, **GIVEN)
    Opening.objects.update(opened_at=F("opened_at") - timedelta(minutes=2))
    assert show(user=cast.sanna, opening=opening) is None


def test_each_opening_is_an_entry_with_the_kind_of_reason_only(
    client_of: ClientOf, picture: Picture
) -> None:
    client = client_of("halvar", second_factor=True)
    for _ in range(2):
        opened_by(client, picture)
    entries = Entry.objects.filter(act="picture.opened")
    opening = Opening.objects.latest("pk")
    assert entries.count() == 2
    assert entries.latest("sequence").details == {
        "item": picture.pk,
        "opening": opening.pk,
        "reason": "comparison",
    }
    assert "description" not in entries.latest("sequence").details_text
    assert b"compared" not in bytes(opening.sealed_words or b"")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, b"Choose"),
        ({"reason": "curiosity"}, b"Select a valid choice"),
        ({"reason": "family"}, b"Select a valid choice"),
        ({"reason": "other", "words": " "}, b"Say in words which other reason"),
    ],
)
def test_me_01_without_a_reason_nothing_opens(
    client_of: ClientOf, picture: Picture, given: dict[str, str], words: bytes
) -> None:
    response = client_of("sanna", second_factor=True).post(url("open", picture.pk), given)
    assert response.status_code == 422
    assert words in response.content or b"required" in response.content
    assert not Opening.objects.exists()
    assert not Entry.objects.filter(act="picture.opened").exists()


@pytest.mark.parametrize("name", ["open", "opened", "shown"])
def test_me_02_without_a_second_factor_it_is_asked_for(
    client_of: ClientOf, picture: Picture, cast: Cast, name: str
) -> None:
    opening = open_picture(user=cast.sanna, picture=picture, proved=True, **GIVEN)
    pk = picture.pk if name == "open" else opening.pk
    response = client_of("sanna").get(url(name, pk))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("accounts:second_factor"))
    assert client_of("sanna").post(url("open", picture.pk), GIVEN).status_code == 302
    assert Opening.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *(("teo", 403), ("oyelin", 403), ("nadia", 403), ("ruth", 403), ("tomas", 403)),
        *(("ada", 404), ("piet", 404)),
    ],
)
def test_me_02_without_the_right_nothing_opens(
    client_of: ClientOf, cast: Cast, picture: Picture, name: str, status: int
) -> None:
    opening = open_picture(user=cast.sanna, picture=picture, proved=True, **GIVEN)
    client = client_of(name, second_factor=True)
    assert client.get(url("open", picture.pk)).status_code == status
    assert client.post(url("open", picture.pk), GIVEN).status_code == status
    for page in ("opened", "shown"):
        assert client.get(url(page, opening.pk)).status_code == status
    assert Opening.objects.count() == 1


def test_nobody_sees_what_another_opened(client_of: ClientOf, cast: Cast, picture: Picture) -> None:
    opening = open_picture(user=cast.sanna, picture=picture, proved=True, **GIVEN)
    client = client_of("halvar", second_factor=True)
    assert client.get(url("shown", opening.pk)).status_code == 403
    assert show(user=cast.halvar, opening=opening) is None
    assert show(user=cast.sanna, opening=opening) is not None


@pytest.mark.parametrize(
    ("name", "proved"), [("teo", True), ("nadia", True), ("sanna", False), ("piet", True)]
)
def test_me_02_the_act_itself_refuses(
    cast: Cast, picture: Picture, name: str, proved: bool
) -> None:
    with pytest.raises((NotOpened, PermissionDenied)):
        open_picture(user=getattr(cast, name), picture=picture, proved=proved, **GIVEN)
    assert not Opening.objects.exists()


def test_me_09_a_familys_photograph_opens_only_on_a_live_basis(
    client_of: ClientOf, photograph: Picture
) -> None:
    client = client_of("nadia", second_factor=True)
    response = client.post(url("open", photograph.pk), GIVEN)
    assert response.status_code == 422
    assert b"No live legal basis covers this family" in response.content
    assert not Opening.objects.exists()


def test_me_09_a_familys_photograph_opens_only_with_its_consent(
    client_of: ClientOf, photograph: Picture, based: Family
) -> None:
    client = client_of("nadia", second_factor=True)
    response = client.post(url("open", photograph.pk), GIVEN)
    assert response.status_code == 422
    assert b"The family does not consent to the use of its photographs" in response.content
    assert not Opening.objects.exists()


@pytest.mark.parametrize("name", ["nadia", "oyelin", "ruth", "mara", "halvar", "ilse"])
def test_who_sees_the_family_opens_its_photographs(
    client_of: ClientOf, photograph: Picture, covered: Family, name: str
) -> None:
    client = client_of(name, second_factor=True)
    opening = opened_by(client, photograph)
    assert client.get(url("shown", opening.pk)).status_code == 200
    assert Entry.objects.latest("sequence").subject == f"family {covered.pk}"


@pytest.mark.parametrize("name", ["teo", "sanna", "tomas"])
def test_others_do_not(
    client_of: ClientOf, photograph: Picture, covered: Family, name: str
) -> None:
    client = client_of(name, second_factor=True)
    assert client.post(url("open", photograph.pk), GIVEN).status_code == 403


def test_prints_are_handed_out_with_a_reason(client_of: ClientOf, prints: PrintFile) -> None:
    client = client_of("halvar", second_factor=True)
    assert b"Hand it out" in client.get(url("hand_out", prints.pk)).content
    assert client.post(url("hand_out", prints.pk), {}).status_code == 422
    response = client.post(url("hand_out", prints.pk), {"reason": "examiner"})
    assert response.content == drawn.prints()
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Cache-Control"] == "private, no-store"
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject) == ("prints.handed_out", "V1")
    assert entry.details["reason"] == "examiner"


@pytest.mark.parametrize(
    ("name", "status"), [("teo", 403), ("oyelin", 403), ("nadia", 403), ("piet", 404)]
)
def test_prints_are_not_handed_out_without_the_right(
    client_of: ClientOf, prints: PrintFile, name: str, status: int
) -> None:
    client = client_of(name, second_factor=True)
    response = client.post(url("hand_out", prints.pk), {"reason": "examiner"})
    assert response.status_code == status
    assert not Opening.objects.exists()


def test_prints_need_the_second_factor_too(client_of: ClientOf, prints: PrintFile) -> None:
    response = client_of("halvar").post(url("hand_out", prints.pk), {"reason": "examiner"})
    assert response.status_code == 302
    assert not Opening.objects.exists()


def test_me_09_what_the_family_took_back_meanwhile_is_not_shown(
    client_of: ClientOf, cast: Cast, photograph: Picture, covered: Family
) -> None:
    """Its consent ends after the reason was given, and before the picture is fetched."""
    client = client_of("nadia", second_factor=True)
    opening = opened_by(client, photograph)
    question = Question(Purpose.PHOTOGRAPHS)
    withdraw_consent(
        user=cast.nadia, family=covered, question=question, reason="By telephone.", confirmed=True
    )
    assert client.get(url("shown", opening.pk)).status_code == 404


def test_me_07_what_was_moved_meanwhile_is_not_shown(
    client_of: ClientOf, cast: Cast, picture: Picture, other: Remains
) -> None:
    client = client_of("sanna", second_factor=True)
    opening = opened_by(client, picture)
    move(user=cast.sanna, item=picture, to=other, because="A mix-up.")
    assert client.get(url("shown", opening.pk)).status_code == 404

"""Pages of searches by face: what they show, to whom, and what they refuse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from antigone.web.faces import engines
from antigone.web.faces.desk import awaiting
from antigone.web.faces.models import EyePoints, FaceOpinion, FaceRelease, FaceSearch
from antigone.web.faces.releasing import take_back_release
from antigone.web.faces.work import search_by_face
from antigone.web.incidents.models import Incident
from antigone.web.journal.models import Entry
from antigone.web.media.models import Opening
from antigone.web.media.moving import take_back
from antigone.web.records.models import Remains
from antigone.web.requests.consents import Question, withdraw_consent
from antigone.web.requests.models import Purpose
from tests.web.conftest import ClientOf
from tests.web.faces.conftest import Done
from tests.web.faces.making import WORDS, Ready, a_photograph, a_picture, searched, started
from tests.web.media.drawn import jpeg


def url(name: str, **kwargs: object) -> str:
    return reverse(f"faces:{name}", kwargs={"incident": "marel-valley", **kwargs})


@pytest.fixture
def halvar(client_of: ClientOf) -> Client:
    return client_of("halvar", second_factor=True)


class Answer(Protocol):
    """What the test's client gives."""

    @property
    def content(self) -> bytes: ...


def text_of(response: Answer) -> str:
    return response.content.decode()


def test_the_way_from_the_release_to_the_opinion(at: Ready, client_of: ClientOf) -> None:
    """Ilse releases, Halvar searches, looks, and says what he thinks; nothing is done in passing."""
    take_back_release(user=at.cast.ilse, release=at.release, reason="Anew.")
    page = url("of_remains", number=at.remains.number)
    ilse, halvar = client_of("ilse"), client_of("halvar", second_factor=True)
    release = url("release", pk=at.picture.pk)
    assert release in text_of(ilse.get(page))
    assert ilse.post(release, {"reason": "Fresh, the face is whole."}).status_code == 302
    start = url("start", pk=at.picture.pk)
    assert start in text_of(halvar.get(page))
    assert " disabled" not in text_of(halvar.get(start))
    answer = halvar.post(start, {"purpose": "first_sample", "words": WORDS})
    row = FaceSearch.objects.get()
    assert answer.headers["Location"] == row.get_absolute_url()
    waiting = text_of(halvar.get(row.get_absolute_url()))
    assert 'hx-get="' + url("status", pk=row.pk) in waiting
    search_by_face.call(row.pk)
    ended = halvar.get(url("status", pk=row.pk))
    assert ended.headers["HX-Refresh"] == "true"
    compare = url("compare", pk=row.pk, missing=at.person.number)
    assert compare in text_of(halvar.get(row.get_absolute_url()))
    _compared(halvar, compare)
    opinion = FaceOpinion.objects.get()
    assert (opinion.opinion, opinion.missing_person) == ("same_2", at.person)
    shown = text_of(halvar.get(compare))
    assert "The ears agree." in shown
    sample = reverse("custody:of_family", kwargs={"incident": "marel-valley", "pk": at.family.pk})
    assert sample in shown


def _compared(halvar: Client, compare: str) -> None:
    veiled = text_of(halvar.get(compare))
    assert "<image" not in veiled
    early = halvar.post(compare, {"act": "opinion", "opinion": "same_2", "reasons": "The ears."})
    assert early.status_code == 409
    assert "FA-12" in text_of(early)
    assert halvar.post(compare, {"act": "open", "words": ""}).status_code == 422
    opened = halvar.post(compare, {"act": "open", "words": "To compare the ears."})
    shown = text_of(halvar.get(opened.headers["Location"]))
    addresses = re.findall(r'<image href="([^"]+)"', shown)
    assert len(addresses) == 2
    assert shown.count("<circle") >= 14
    for address in addresses:
        assert halvar.get(address).headers["Content-Type"] == "image/jpeg"
        assert halvar.get(address).status_code == 404  # once
    assert Entry.objects.filter(act="picture.opened", actor="halvar").count() == 2
    words = {"act": "opinion", "opinion": "same_2", "reasons": "The ears agree."}
    assert halvar.post(compare, words).status_code == 302


def test_a_result_shows_numbers_and_bands_and_neither_name_nor_contact_nor_place(
    found: Done, halvar: Client
) -> None:
    text = text_of(halvar.get(found.search.get_absolute_url()))
    assert found.at.person.number in text
    assert "Look here first" in text
    assert "not calibrated here" in text
    assert "FA-09" in text
    assert "Bali" in text
    assert "dlib" in text
    family = found.at.family.name
    for hidden in (
        family,
        "Орлевич",
        "Lidiia",
        "+380",
        "Lukar bridge",
        "The bridge",
        "<img",
        "<image",
    ):
        assert hidden not in text, hidden


def test_only_those_who_search_see_leads(found: Done, client_of: ClientOf) -> None:
    address = found.search.get_absolute_url()
    for name in ("ilse", "oyelin", "sanna", "nadia", "tomas", "teo"):
        assert client_of(name, second_factor=True).get(address).status_code == 403, name
    assert client_of("piet").get(address).status_code == 404
    assert client_of("mara").get(address).status_code == 200


def test_a_withdrawn_lead_is_gone_from_every_page(found: Done, halvar: Client) -> None:
    compare = url("compare", pk=found.search.pk, missing=found.at.person.number)
    assert halvar.get(compare).status_code == 200
    withdraw_consent(
        user=found.at.cast.nadia,
        family=found.at.family,
        question=Question(Purpose.FACES),
        reason="",
        confirmed=True,
    )
    assert halvar.get(compare).status_code == 404
    text = text_of(halvar.get(found.search.get_absolute_url()))
    assert found.at.person.number not in text
    assert "FA-11" in text


def test_who_released_it_reads_why_they_cannot_search(at: Ready, client_of: ClientOf) -> None:
    FaceRelease.objects.update(released_by=at.cast.mara)
    mara, start = client_of("mara", second_factor=True), url("start", pk=at.picture.pk)
    shown = text_of(mara.get(start))
    assert " disabled" in shown
    assert "FA-03" in shown
    refused = mara.post(start, {"purpose": "board", "words": WORDS})
    assert refused.status_code == 409
    assert not FaceSearch.objects.exists()


def test_a_form_that_lacks_something_is_not_sent(
    at: Ready, halvar: Client, client_of: ClientOf
) -> None:
    assert halvar.post(url("start", pk=at.picture.pk), {}).status_code == 422
    ilse = client_of("ilse")
    other = a_picture(at.cast, at.remains)
    assert ilse.post(url("release", pk=other.pk), {"reason": ""}).status_code == 422
    assert ilse.post(url("release", pk=at.picture.pk), {"reason": "Again."}).status_code == 409
    assert ilse.post(url("take_back", pk=at.release.pk), {"reason": ""}).status_code == 422
    assert (
        ilse.post(url("take_back", pk=at.release.pk), {"reason": "A mistake."}).status_code == 302
    )
    assert (
        ilse.post(url("take_back", pk=at.release.pk), {"reason": "A mistake."}).status_code == 302
    )


def test_without_a_second_factor_it_is_asked_for(at: Ready, client_of: ClientOf) -> None:
    plain = client_of("halvar")
    for name in ("start", "eyes"):
        answer = plain.get(url(name, pk=at.picture.pk))
        assert answer.status_code == 302
        assert reverse("accounts:second_factor") in answer.headers["Location"]


def test_eyes_are_set_by_pointing_twice(at: Ready, halvar: Client) -> None:
    page = url("eyes", pk=at.picture.pk)
    assert 'type="image"' not in text_of(halvar.get(page))
    first = halvar.post(page, {"act": "open", "words": "Two faces."}).headers["Location"]
    shown = text_of(halvar.get(first))
    width, height, source = re.findall(
        r'type="image" name="point" width="(\d+)" height="(\d+)" src="([^"]+)"', shown
    )[0]
    assert (width, height) == ("320", "320")
    assert halvar.get(source).status_code == 200
    point = {"act": "point", "words": "First eye", "point.x": "128", "point.y": "64"}
    second = halvar.post(page, point).headers["Location"]
    assert "x=0.4000&y=0.2000" in second
    assert "left eye" in text_of(halvar.get(second))
    missed = halvar.post(page, {**point, "x": "0.4", "y": "0.2", "point.x": "0", "point.y": "0"})
    assert "x=0.4000" in missed.headers["Location"]
    kept = halvar.post(page, {**point, "x": "0.4", "y": "0.2", "point.x": "160"})
    assert kept.status_code == 302
    row = EyePoints.objects.get()
    assert (row.right_x, row.right_y, row.left_x, row.left_y) == (0.4, 0.2, 0.5, 0.2)
    assert Opening.objects.filter(picture=at.picture, opened_by=at.cast.halvar).count() == 3


def test_photographs_without_a_face_are_named_until_the_family_takes_them_back(
    at: Ready, halvar: Client
) -> None:
    hidden = a_photograph(at.cast, at.near, jpeg())
    row = searched(at)
    assert row.unmeasured == [hidden.pk]
    eyes = url("eyes", pk=hidden.pk)
    assert eyes in text_of(halvar.get(row.get_absolute_url()))
    take_back(user=at.cast.nadia, item=hidden)
    assert eyes not in text_of(halvar.get(row.get_absolute_url()))


def test_eyes_are_set_by_numbers(at: Ready, halvar: Client) -> None:
    page = url("eyes", pk=at.picture.pk)
    numbers = {"act": "keep", "right_x": "40", "right_y": "20", "left_x": "48.5", "left_y": "20"}
    assert halvar.post(page, {**numbers, "left_x": "140"}).status_code == 422
    assert halvar.post(page, {**numbers, "left_x": "40"}).status_code == 422
    assert halvar.post(page, numbers).status_code == 302
    assert EyePoints.objects.get().left_x == 0.485


def test_eyes_of_a_photograph_that_no_family_gave_for_this_are_not_set(
    at: Ready, halvar: Client
) -> None:
    withdraw_consent(
        user=at.cast.nadia,
        family=at.family,
        question=Question(Purpose.FACES),
        reason="",
        confirmed=True,
    )
    numbers = {"act": "keep", "right_x": "40", "right_y": "20", "left_x": "48", "left_y": "20"}
    halvar.post(url("eyes", pk=at.photograph.pk), numbers)
    assert not EyePoints.objects.exists()


def test_where_no_engine_is_the_page_says_what_to_install(
    at: Ready, halvar: Client, settings: Settings, tmp_path: Path
) -> None:
    engines._loaded.cache_clear()
    settings.FACE_MODELS = tmp_path  # an empty folder: no model in it
    shown = text_of(halvar.get(url("of_remains", number=at.remains.number)))
    assert "Faces cannot be compared here" in shown
    start = url("start", pk=at.picture.pk)
    assert " disabled" in text_of(halvar.get(start))
    refused = halvar.post(start, {"purpose": "board", "words": WORDS})
    assert refused.status_code == 409
    assert not FaceSearch.objects.exists()


def test_a_search_can_be_cancelled_on_its_page(at: Ready, halvar: Client) -> None:
    start = url("start", pk=at.picture.pk)
    halvar.post(start, {"purpose": "board", "words": WORDS})
    row = FaceSearch.objects.get()
    assert halvar.post(url("cancel", pk=row.pk)).status_code == 302
    assert "Cancelled" in text_of(halvar.get(row.get_absolute_url()))
    assert halvar.post(url("cancel", pk=row.pk)).status_code == 302


def test_what_runs_is_named_as_long_as_the_remains_are_in_sight(at: Ready) -> None:
    started(at)
    halvar = at.cast.halvar
    assert [task.title for task in awaiting(halvar)] == [f"Search by face of {at.remains.number}"]
    lead = at.cast.mara.agency
    Incident.objects.filter(pk=at.cast.incident.pk).update(agency=lead)
    Remains.objects.filter(pk=at.remains.pk).update(agency=lead)
    assert awaiting(halvar) == []


def test_the_number_of_queries_does_not_grow_with_pictures_and_leads(
    found: Done, halvar: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        a_picture(found.at.cast, found.at.remains)
    with django_assert_max_num_queries(45):
        halvar.get(url("of_remains", number=found.at.remains.number))
    with django_assert_max_num_queries(45):
        halvar.get(found.search.get_absolute_url())

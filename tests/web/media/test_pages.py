"""The pages: every picture veiled, words only, and each file with its own verdict."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from antigone.web.journal.models import Entry
from antigone.web.media.models import Picture, PrintFile
from antigone.web.media.moving import move
from antigone.web.media.words import words_of_picture
from antigone.web.records.models import Family, Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.media import drawn
from tests.web.media.conftest import SHOWS, TAKEN, files
from tests.web.page import check_page, html_of

OF_REMAINS = "/i/marel-valley/remains/V1/"
GIVEN = {"kind": "mark", "shows": SHOWS, "view": "", "taken_by": ""}


def of_family(family: Family) -> str:
    return f"/i/marel-valley/sought/families/{family.pk}/"


def sent(name: str, content: bytes, kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def add(client: Client, *pictures: SimpleUploadedFile, **changed: object) -> HttpResponseBase:
    given = GIVEN | {"pictures": list(pictures)} | changed
    return client.post(f"{OF_REMAINS}pictures/new/", given)


def test_pictures_are_listed_as_veils_with_words(client_of: ClientOf, picture: Picture) -> None:
    response = client_of("sanna", second_factor=True).get(f"{OF_REMAINS}pictures/")
    page = check_page(response)
    assert not page.all("img")
    assert SHOWS in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert len([form for form in page.all("form") if "/open/" in str(form.get("action"))]) == 1


def test_no_page_of_another_part_shows_a_picture(client_of: ClientOf, picture: Picture) -> None:
    client = client_of("mara", second_factor=True)
    for address in (OF_REMAINS, "/i/marel-valley/remains/", "/i/marel-valley/", "/"):
        content = client.get(address).content
        assert b"<img" not in content
        assert f"/pictures/{picture.pk}/".encode() not in content


def test_a_recoverer_reads_the_words_and_is_told_who_opens(
    client_of: ClientOf, picture: Picture
) -> None:
    content = client_of("teo").get(f"{OF_REMAINS}pictures/").content.decode()
    assert SHOWS in content
    assert (
        "Your role does not open these pictures. These do: Mortuary staff, Odontologist" in content
    )
    assert "Open picture 1 with a reason" not in content


def test_without_a_proof_the_page_says_that_it_is_asked_for(
    client_of: ClientOf, picture: Picture
) -> None:
    content = client_of("sanna").get(f"{OF_REMAINS}pictures/").content.decode()
    assert "Prove it and go on" in content
    assert "Open this one picture" not in content


@pytest.mark.parametrize(
    ("name", "status"), [("nadia", 403), ("ruth", 403), ("tomas", 403), ("piet", 404), ("ada", 404)]
)
def test_who_sees_no_remains_sees_no_veil(
    client_of: ClientOf, picture: Picture, name: str, status: int
) -> None:
    for address in ("pictures/", "pictures/new/", "prints/new/"):
        assert client_of(name).get(OF_REMAINS + address).status_code == status


def test_photographs_are_seen_by_those_who_see_the_family(
    client_of: ClientOf, photograph: Picture, family: Family
) -> None:
    address = of_family(family) + "photographs/"
    for name, status in (("nadia", 200), ("ruth", 200), ("teo", 403), ("piet", 404)):
        response = client_of(name).get(address)
        assert response.status_code == status
        assert (b"smiling, at a table" in response.content) == (status == 200)
    assert "Kept, and not opened" in client_of("nadia").get(address).content.decode()


def test_several_at_once_each_with_its_verdict(client_of: ClientOf, remains: Remains) -> None:
    good, other = sent("a.jpg", TAKEN), sent("b.png", drawn.png(), "text/plain")
    response = add(client_of("teo"), good, sent("bad.jpg", b"%PDF-1.7"), other)
    content = html_of(response)
    assert response.status_code == 422
    assert "a.jpg is kept, sealed and veiled." in content
    assert "bad.jpg was not kept: it is a PDF document." in content
    assert "b.png is kept" in content
    assert SHOWS in content
    assert Picture.objects.count() == len(files()) == 2
    assert Entry.objects.filter(act="picture.added").count() == 2


def test_all_kept_leads_back_to_the_list(client_of: ClientOf, remains: Remains) -> None:
    camera = sent("image.jpg", drawn.jpeg())
    response = add(client_of("teo"), sent("a.jpg", TAKEN), camera=camera)
    assert response.headers["Location"] == f"{OF_REMAINS}pictures/"
    assert Picture.objects.count() == 2


def test_what_was_typed_stays_and_each_error_names_its_field(
    client_of: ClientOf, remains: Remains
) -> None:
    response = add(client_of("teo"), kind="")
    content = html_of(response)
    assert response.status_code == 422
    assert "Choose at least one picture, or take one." in content
    assert f'value="{SHOWS}"' in content
    assert not files()


def raw_form(name: str, content: bytes) -> bytes:
    """A form as a browser sends it, with a file's name as it likes."""
    parts = [f'name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in GIVEN.items()]
    head = f'name="pictures"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
    parts.append(head.encode() + content + b"\r\n")
    body = b"".join(b"--edge\r\nContent-Disposition: form-data; " + part for part in parts)
    return body + b"--edge--\r\n"


def post_raw(client: Client, name: str) -> HttpResponseBase:
    address, form = f"{OF_REMAINS}pictures/new/", "multipart/form-data; boundary=edge"
    return client.post(address, data=raw_form(name, TAKEN), content_type=form)


@pytest.mark.parametrize("name", ["../../a.jpg", "/etc/a.jpg", "..\\a.jpg", "x&#47;a.jpg"])
def test_me_04_a_path_in_the_name_is_refused_as_it_was_sent(
    client_of: ClientOf, remains: Remains, name: str
) -> None:
    response = post_raw(client_of("teo"), name)
    assert response.status_code == 422
    assert "its name holds a path" in html_of(response)
    assert not files()


def test_a_plain_name_sent_the_same_way_is_kept(client_of: ClientOf, remains: Remains) -> None:
    assert post_raw(client_of("teo"), "a.jpg").status_code == 302
    words = words_of_picture(Picture.objects.get())
    assert words is not None
    assert words.file_name == "a.jpg"


def test_a_forged_form_is_refused(cast: Cast, remains: Remains) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.teo)
    for address in ("pictures/new/", "prints/new/"):
        response = client.post(OF_REMAINS + address, GIVEN | {"pictures": sent("a.jpg", TAKEN)})
        assert response.status_code == 403
    assert not files()


def test_a_phone_is_offered_its_camera(client_of: ClientOf, remains: Remains) -> None:
    page = check_page(client_of("teo").get(f"{OF_REMAINS}pictures/new/"))
    by_name = {str(control.get("name")): control for control in page.all("input")}
    assert by_name["camera"]["capture"] == "environment"
    assert "multiple" in by_name["pictures"]
    assert by_name["pictures"]["accept"] == "image/jpeg,image/png,image/webp"


def test_a_liaison_officer_adds_photographs(client_of: ClientOf, family: Family) -> None:
    person = family.missing_persons.get()
    client, address = client_of("nadia"), of_family(family) + "photographs/new/"
    assert "Adding needs no legal basis" in client.get(address).content.decode()
    given = {"kind": "portrait", "shows": "at the sea", "missing_person": person.pk}
    response = client.post(address, given | {"pictures": sent("a.jpg", TAKEN)})
    assert response.status_code == 302
    photograph = Picture.objects.get()
    words = words_of_picture(photograph)
    assert (photograph.family, photograph.missing_person) == (family, person)
    assert words is not None
    assert words.said.latitude is None
    kept = given | {"pictures": sent("a.jpg", TAKEN), "keep_place": "on"}
    client.post(address, kept)
    words = words_of_picture(Picture.objects.latest("pk"))
    assert words is not None
    assert words.said.latitude == 49.5


def test_prints_are_added_and_shown_as_facts(
    client_of: ClientOf, remains: Remains, family: Family
) -> None:
    card = sent("card.nist", drawn.prints(), "application/octet-stream")
    client = client_of("mara")
    response = client.post(f"{OF_REMAINS}prints/new/", {"file": card, "shows": "two fingers"})
    assert response.status_code == 302
    content = client.get(f"{OF_REMAINS}pictures/").content.decode()
    assert "right thumb" in content
    assert "500 per inch" in content
    assert "INVENTED" not in content
    bad = sent("card.nist", drawn.prints(changed={13: "thumb"}))
    response = client.post(f"{OF_REMAINS}prints/new/", {"file": bad, "shows": "two fingers"})
    assert response.status_code == 422
    assert "record 3 (type 14), field 14.013" in response.content.decode()
    assert PrintFile.objects.count() == 1
    card = sent("card.nist", drawn.prints())
    address = of_family(family) + "prints/new/"
    assert client.post(address, {"file": card, "shows": "card of 2019"}).status_code == 302
    shown = client.get(of_family(family) + "photographs/").content.decode()
    assert "card of 2019" in shown
    assert "Prints are handed out only while a live legal basis covers the family." in shown


def test_how_often_it_was_opened_is_shown(client_of: ClientOf, picture: Picture) -> None:
    client = client_of("sanna", second_factor=True)
    address = reverse("media:open", kwargs={"incident": "marel-valley", "pk": picture.pk})
    for _ in range(2):
        client.post(address, {"reason": "board"})
    assert "Opened 2 times, last" in client.get(f"{OF_REMAINS}pictures/").content.decode()


def test_where_it_went_is_not_told_to_whom_may_not_know(
    cast: Cast, client_of: ClientOf, picture: Picture, other: Remains
) -> None:
    """The number of a case out of sight stays out of sight."""
    move(user=cast.sanna, item=picture, to=other, because="Swapped.")
    agency = cast.teo.agency
    Remains.objects.filter(number="V1").update(agency=agency)
    cast.incident.agency = cast.mara.agency
    cast.incident.save()
    content = client_of("teo").get(f"{OF_REMAINS}pictures/").content.decode()
    assert "goes on in another" in content
    assert ">V2<" not in content
    assert "/V2/" not in content
    new = Picture.objects.get(remains=other)
    address = reverse("media:move_picture", kwargs={"incident": "marel-valley", "pk": new.pk})
    assert client_of("teo").get(address).status_code == 404


def test_few_questions_to_the_database(
    client_of: ClientOf, picture: Picture, django_assert_max_num_queries: object
) -> None:
    client = client_of("sanna", second_factor=True)
    for _ in range(6):
        add(client, sent("a.jpg", drawn.jpeg()))
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get(f"{OF_REMAINS}pictures/")

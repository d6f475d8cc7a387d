"""Reading labels: a frame, a photograph, a typed code; nothing is stored, and no stranger reads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from antigone.web.custody.acts.tags import reserve_tags
from antigone.web.custody.decoding import MOST_BYTES_OF_FRAME
from antigone.web.custody.finding import label_of
from antigone.web.records.models import Person, Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.custody.making import a_sample
from tests.web.page import check_page

SCAN = "/i/marel-valley/scan/"
FRAME, PHOTO = f"{SCAN}frame/", f"{SCAN}photo/"


def picture(content: str, *, kind: str = "PNG", scale: int = 6) -> bytes:
    """A label in the middle of a larger picture."""
    code = io.BytesIO()
    segno.make_qr(content).save(code, kind="png", scale=scale, border=4)
    whole = Image.new("L", (640, 480), 200)
    whole.paste(Image.open(code).convert("L"), (120, 60))
    out = io.BytesIO()
    whole.save(out, kind)
    return out.getvalue()


def sent(
    name: str, client_of: ClientOf, data: bytes, kind: str = "image/jpeg"
) -> tuple[int, dict[str, object]]:
    cache.clear()
    answer = client_of(name).post(FRAME, data, content_type=kind)
    return answer.status_code, answer.json() if "json" in answer.headers["Content-Type"] else {}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_frame_leads_to_the_remains(remains: Remains, client_of: ClientOf, kind: str) -> None:
    data = picture(label_of(remains).content, kind=kind)
    status, found = sent("teo", client_of, data)
    assert (status, found["found"], found["name"]) == (200, True, "V3")
    assert found["url"] == remains.get_absolute_url()
    assert found["content"] == label_of(remains).content


def test_a_code_that_the_browser_read_itself(
    cast: Cast, remains: Remains, client_of: ClientOf
) -> None:
    sample = a_sample(cast, remains)
    content = label_of(sample).content.encode()
    status, found = sent("sanna", client_of, content, "text/plain")
    assert (status, found["url"]) == (200, sample.get_absolute_url())


def test_an_unused_tag_leads_to_registering(
    cast: Cast, imported: object, client_of: ClientOf
) -> None:
    run = reserve_tags(user=cast.teo, incident=cast.incident, count=1, prefix="PM-", purpose="T")
    tag = run.tags.get()
    _, found = sent("teo", client_of, picture(label_of(tag).content))
    assert str(found["url"]).endswith("?number=PM-0001")
    Remains.objects.create(incident=cast.incident, number="PM-0001", sex="U")
    _, found = sent("teo", client_of, picture(label_of(tag).content))
    assert found["url"] == "/i/marel-valley/remains/PM-0001/"


def test_what_is_no_label_of_this_incident_is_told(remains: Remains, client_of: ClientOf) -> None:
    for content, words in (
        ("https://example.org/PM-0147", "is not known in this incident"),
        ("AGR:PM-0147:C", "PM-0147 is not known in this incident"),
    ):
        status, found = sent("teo", client_of, picture(content))
        assert (status, found["found"]) == (200, False)
        assert words in str(found["said"])
    status, found = sent("teo", client_of, picture("x", kind="JPEG")[:100])
    assert (status, found["found"]) == (422, False)


def test_large_and_many_frames_are_refused(remains: Remains, client_of: ClientOf) -> None:
    status, found = sent("teo", client_of, b"x" * (MOST_BYTES_OF_FRAME + 1))
    assert status == 422
    assert "256 KiB" in str(found["said"])
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    status, found = sent("teo", client_of, bomb.getvalue())
    assert (status, "too many pixels" in str(found["said"])) == (422, True)
    client, data = client_of("teo"), picture(label_of(remains).content)
    cache.clear()
    answers = [client.post(FRAME, data, content_type="image/png").status_code for _ in range(4)]
    assert answers[0] == 200
    assert 429 in answers


def test_a_photograph_is_read_and_not_kept(
    remains: Remains, client_of: ClientOf, settings: Settings, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    client = client_of("teo")
    data = picture(label_of(remains).content, kind="JPEG")
    answer = client.post(PHOTO, {"photo": SimpleUploadedFile("label.jpg", data)})
    assert answer.headers["Location"] == remains.get_absolute_url()
    for content, words in (
        (picture("x")[:60], "no picture that can be read"),
        (b"x" * (12 * 1024 * 1024 + 1), "at most 12 MiB"),
        (picture("nothing of ours"), "is not known"),
    ):
        answer = client.post(PHOTO, {"photo": SimpleUploadedFile("label.jpg", content)})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_photograph_needs_the_token(remains: Remains, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.teo)
    data = {"photo": SimpleUploadedFile("label.jpg", picture("x"))}
    assert client.post(PHOTO, data).status_code == 403


def test_a_typed_code(cast: Cast, remains: Remains, client_of: ClientOf) -> None:
    sample = a_sample(cast, remains)
    client = client_of("sanna")
    check = label_of(remains).check
    for typed, url in (
        ("v3", remains.get_absolute_url()),
        (f"V3 {check}", remains.get_absolute_url()),
        (sample.code.lower().replace("-", " "), sample.get_absolute_url()),
    ):
        assert client.post(SCAN, {"code": typed}).headers["Location"] == url
    wrong = "B" if check != "B" else "C"
    mistyped = sample.code[:-1] + ("0" if sample.code[-1] != "0" else "1")
    for typed, words in (
        (f"V3 {wrong}", "do not fit"),
        (mistyped, "was mistyped"),
        ("PM-7777", "is not known"),
    ):
        answer = client.post(SCAN, {"code": typed})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert typed in answer.content.decode()


def test_the_camera_is_allowed_here_and_nowhere_else(remains: Remains, client_of: ClientOf) -> None:
    client = client_of("sanna")
    page = client.get(SCAN)
    check_page(page)
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    hand_over = client.get("/i/marel-valley/custody/hand-over/")
    assert "camera=(self)" in hand_over.headers["Permissions-Policy"]
    assert "camera=()" in client.get(remains.get_absolute_url()).headers["Permissions-Policy"]


@pytest.mark.parametrize("who", ["ruth", "tomas", "ada", "piet"])
def test_it_requires_the_right(remains: Remains, client_of: ClientOf, who: str) -> None:
    status = 404 if who in {"piet", "ada"} else 403
    assert client_of(who).get(SCAN).status_code == status
    data = picture(label_of(remains).content)
    assert client_of(who).post(FRAME, data, content_type="image/png").status_code == status


def test_a_donors_label_says_no_name(cast: Cast, donor: Person) -> None:
    sample = a_sample(cast, donor, kind="buccal")
    assert donor.family.name not in label_of(sample).content

"""What pictures say of place and time, put into the form of the recovery by a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from antigone.web.examination.from_pictures import PictureSays
from antigone.web.examination.models import SectionVersion
from antigone.web.media.adding import Described, Place, add_picture
from antigone.web.media.exif import Said
from antigone.web.media.models import Picture
from antigone.web.media.proposals import propose_for_recovery
from antigone.web.records.models import Remains
from tests.web.conftest import Cast
from tests.web.examination.conftest import RECOVERY, ClientOf, sent, url
from tests.web.media import drawn
from tests.web.media.tiff import exif_block
from tests.web.page import check_nothing_inline, html_of

FORM = url("section", "PM-1", section="recovery")


@pytest.fixture
def picture(cast: Cast, registered: Remains) -> Picture:
    """A picture of PM-1 with place and time, proposed for the recovery."""
    added = add_picture(
        user=cast.teo,
        place=Place.of_remains(registered),
        name="one.jpg",
        content=drawn.jpeg(exif=exif_block()),
        described=Described("scene", "the orchard from the road"),
    )
    return propose_for_recovery(user=cast.teo, picture=added)


def test_a_picture_says_where_and_when_and_a_person_decides(
    cast: Cast, client_of: ClientOf, picture: Picture
) -> None:
    page = client_of("teo").get(FORM)
    check_nothing_inline(page)
    html = html_of(page)
    assert "A picture says:" in html
    assert "49.5, 36.25" in html
    assert "the orchard from the road" in html
    assert f'href="?picture={picture.pk}"' in html
    assert 'name="latitude" value="48.05"' in html, "nothing is taken over unasked"
    chosen = client_of("teo").get(f"{FORM}?picture={picture.pk}")
    html = html_of(chosen)
    assert "In the form below" in html
    assert 'name="latitude" value="49.5"' in html
    assert 'name="longitude" value="36.25"' in html
    assert 'name="within_m" value="5"' in html
    assert str(RECOVERY["place"]) in html, "the rest stays as it stands"
    assert SectionVersion.objects.count() == 1, "looking keeps nothing"


def test_what_a_picture_says_is_recorded_as_a_version_like_any_other(
    cast: Cast, client_of: ClientOf, picture: Picture
) -> None:
    based_on = str(SectionVersion.objects.get().pk)
    changed = RECOVERY | {"latitude": 49.5, "longitude": 36.25, "within_m": 5.0}
    answer = client_of("teo").post(f"{FORM}?picture={picture.pk}", sent(changed, based_on=based_on))
    assert answer.status_code == 302
    assert SectionVersion.objects.get(version=2).content["latitude"] == 49.5


@pytest.mark.parametrize("asked", ["", "0", "x", "999999"])
def test_another_picture_changes_nothing(
    cast: Cast, client_of: ClientOf, picture: Picture, asked: str
) -> None:
    html = html_of(client_of("teo").get(f"{FORM}?picture={asked}"))
    assert 'name="latitude" value="48.05"' in html
    assert "In the form below" not in html


def test_without_a_proposal_no_picture_speaks(client_of: ClientOf, registered: Remains) -> None:
    html = html_of(client_of("teo").get(FORM))
    assert "A picture says:" not in html


def test_a_time_with_its_zone_is_told_by_our_clock_and_one_without_as_it_was_read() -> None:
    east = datetime(2026, 10, 5, 1, 30, tzinfo=timezone(timedelta(hours=3)))
    assert PictureSays(1, "", Said(taken_at=east, zone_known=True)).content == {
        "recovered_on": "2026-10-04",
        "recovered_time": "22:30",
    }
    read = Said(taken_at=datetime(2026, 10, 5, 1, 30, tzinfo=UTC))
    assert PictureSays(1, "", read).content["recovered_time"] == "01:30"
    assert PictureSays(1, "", Said()).content == {}


def test_a_place_without_its_error_leaves_that_to_the_person() -> None:
    said = Said(latitude=49.12345678, longitude=36.0)
    assert PictureSays(1, "", said).content == {"latitude": 49.123457, "longitude": 36.0}
    near = Said(latitude=49.0, longitude=36.0, within_m=0.4)
    assert PictureSays(1, "", near).content["within_m"] == 1.0

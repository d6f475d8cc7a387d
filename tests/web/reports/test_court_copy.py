"""The court copy: for an authority that asks, by a person who may, each picture opened by itself."""

from __future__ import annotations

import io

import grimp
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from antigone.web.accounts.models import User
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification, Proposal
from antigone.web.board.refusal import RuleRefused
from antigone.web.incidents.desk import awaiting, informed_of
from antigone.web.journal.models import Entry
from antigone.web.media.adding import Described, Place, add_picture
from antigone.web.media.models import Opening, Picture
from antigone.web.media.moving import retract
from antigone.web.media.rights import NotOpened
from antigone.web.records.models import Remains
from antigone.web.reports.court_copy import (
    Asked,
    PictureNotShown,
    open_for_court,
    record_told,
    render_court_copy,
)
from antigone.web.reports.models import CourtCopy
from tests.web.conftest import Cast, ClientOf
from tests.web.media import drawn

ASKED = Asked("District Court of Marel", "17 C 204/26", "The identity of V1 is disputed.")
FORM = {
    "authority": ASKED.authority,
    "case_number": ASKED.case_number,
    "reason": ASKED.reason,
}


def picture_of(cast: Cast, number: str, kind: str = "mark") -> Picture:
    """A picture of remains, added by Sanna."""
    return add_picture(
        user=cast.sanna,
        place=Place.of_remains(Remains.objects.get(number=number)),
        name="IMG_7.jpg",
        content=drawn.jpeg(),
        described=Described(kind, "left forearm, tattoo of an anchor"),
    )


@pytest.fixture
def decision(identified: Proposal) -> Identification:
    return identified.identification


@pytest.fixture
def picture(cast: Cast, decision: Identification) -> Picture:
    return picture_of(cast, "V1")


def opened(
    user: User, decision: Identification, *chosen: Picture, proved: bool = True
) -> CourtCopy:
    return open_for_court(
        user=user, identification=decision, chosen=chosen, asked=ASKED, proved=proved
    )


def images_in(pdf: bytes) -> int:
    """How many pictures are in the file; every page knows of all of them."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return len({image.indirect_reference.idnum for page in pages for image in page.images})  # type: ignore[union-attr]


def test_it_shows_the_chosen_picture_and_says_for_whom(
    cast: Cast, decision: Identification, picture: Picture
) -> None:
    picture_of(cast, "V1", "face")
    copy = opened(cast.ilse, decision, picture)
    pdf = render_court_copy(user=cast.ilse, copy=copy)
    reader = PdfReader(io.BytesIO(pdf))
    assert images_in(pdf) == 1
    for page in reader.pages:
        text = " ".join(page.extract_text().split())
        assert "Court copy 1 for District Court of Marel, 17 C 204/26." in text
        assert "V1" in text
        assert "M1" in text
    assert ASKED.reason in " ".join(reader.pages[0].extract_text().split())
    assert list(reader.attachments) == [f"identification-{decision.pk}.json"]
    assert b"/Interpolate true" not in pdf


def test_each_picture_is_opened_and_entered_by_itself(
    cast: Cast, decision: Identification, picture: Picture
) -> None:
    second = picture_of(cast, "V1", "teeth")
    copy = opened(cast.ilse, decision, picture, second)
    assert set(copy.openings.values_list("picture", flat=True)) == {picture.pk, second.pk}
    assert Entry.objects.filter(act="picture.opened", actor="ilse").count() == 2
    entry = Entry.objects.get(act="report.court_copy")
    assert entry.subject == "V1, M1"
    assert entry.details["openings"] == [o.pk for o in Opening.objects.order_by("pk")]
    for words in (ASKED.authority, ASKED.case_number, ASKED.reason):
        assert words not in entry.details_text


def test_it_is_made_once(cast: Cast, decision: Identification, picture: Picture) -> None:
    copy = opened(cast.ilse, decision, picture)
    assert render_court_copy(user=cast.ilse, copy=copy)
    with pytest.raises(PictureNotShown):
        render_court_copy(user=cast.ilse, copy=copy)


def test_another_person_does_not_get_what_somebody_opened(
    cast: Cast, decision: Identification, picture: Picture
) -> None:
    copy = opened(cast.ilse, decision, picture)
    with pytest.raises(PictureNotShown):
        render_court_copy(user=cast.mara, copy=copy)


@pytest.mark.parametrize("name", ["mara", "oyelin", "sanna", "nadia", "ruth", "tomas", "piet"])
def test_only_the_board_makes_one(
    cast: Cast, decision: Identification, picture: Picture, name: str
) -> None:
    with pytest.raises(PermissionDenied):
        opened(getattr(cast, name), decision, picture)
    assert not CourtCopy.objects.exists()
    assert not Opening.objects.exists()


def test_rp_02_nothing_is_opened_for_nobody(
    cast: Cast, decision: Identification, picture: Picture
) -> None:
    with pytest.raises(RuleRefused, match="RP-02"):
        open_for_court(
            user=cast.ilse,
            identification=decision,
            chosen=[picture],
            asked=Asked("", "", ""),
            proved=True,
        )
    assert not Opening.objects.exists()


def test_rp_03_pictures_of_other_remains_stay_veiled(
    cast: Cast, decision: Identification, picture: Picture
) -> None:
    with pytest.raises(RuleRefused, match="RP-03"):
        opened(cast.ilse, decision, picture, picture_of(cast, "V2"))
    retract(user=cast.sanna, item=picture, because="blurred")
    with pytest.raises(RuleRefused, match="RP-03"):
        opened(cast.ilse, decision, picture)
    assert not Opening.objects.exists()


def test_without_a_second_factor_nothing_is_opened(
    cast: Cast, decision: Identification, picture: Picture
) -> None:
    with pytest.raises(NotOpened, match="second factor"):
        opened(cast.ilse, decision, picture, proved=False)
    assert not CourtCopy.objects.exists()


def url_of(decision: Identification) -> str:
    kwargs = {"incident": "marel-valley", "pk": decision.pk}
    return reverse("reports:court_copy", kwargs=kwargs)


def test_the_page_makes_it(client_of: ClientOf, decision: Identification, picture: Picture) -> None:
    client = client_of("ilse", second_factor=True)
    page = client.get(url_of(decision)).content.decode()
    assert "V1: Mark, scar or tattoo, left forearm, tattoo of an anchor" in page
    assert "<img" not in page
    answer = client.post(url_of(decision), {**FORM, "chosen": [picture.pk]})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="court-copy-1.pdf"'
    assert images_in(answer.content) == 1
    after = client.get(url_of(decision)).content.decode()
    assert "Court copy 1 for District Court of Marel, 17 C 204/26." in after


def test_the_page_says_which_rule_stands_against(
    client_of: ClientOf, decision: Identification, picture: Picture
) -> None:
    client = client_of("ilse", second_factor=True)
    answer = client.post(url_of(decision), {**FORM, "chosen": []})
    assert answer.status_code == 409
    assert "RP-03" in answer.content.decode()
    answer = client.post(url_of(decision), {**FORM, "chosen": [999]})
    assert answer.status_code == 422


def test_the_page_asks_for_the_second_factor(
    client_of: ClientOf, decision: Identification, picture: Picture
) -> None:
    answer = client_of("ilse").post(url_of(decision), {**FORM, "chosen": [picture.pk]})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("accounts:second_factor"))
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("mara", 403), ("sanna", 403), ("tomas", 403), ("ruth", 403), ("piet", 404)],
)
def test_the_page_is_for_the_board(
    client_of: ClientOf, decision: Identification, picture: Picture, name: str, status: int
) -> None:
    client = client_of(name, second_factor=True)
    assert client.get(url_of(decision)).status_code == status
    answer = client.post(url_of(decision), {**FORM, "chosen": [picture.pk]})
    assert answer.status_code == status
    assert not Opening.objects.exists()


def test_only_the_board_is_led_there(client_of: ClientOf, identified: Proposal) -> None:
    def leads_there(client: Client) -> bool:
        page = client.get(identified.get_absolute_url()).content.decode()
        return url_of(identified.identification) in page

    assert leads_there(client_of("ilse"))
    assert not leads_there(client_of("mara"))
    assert not leads_there(client_of("ruth"))


def test_rp_06_the_court_is_told_when_the_decision_falls(
    cast: Cast, client_of: ClientOf, decision: Identification, picture: Picture
) -> None:
    copy = opened(cast.ilse, decision, picture)
    with pytest.raises(RuleRefused, match="RP-06"):
        record_told(user=cast.ilse, copy=copy, how="letter")
    assert not [t for t in awaiting(cast.ilse) if "court copy" in t.title]
    reopen(user=cast.ilse, decision=decision, cause="Another tooth was found.")
    assert [t.title for t in awaiting(cast.ilse) if "court copy" in t.title] == [
        "District Court of Marel holds a court copy of a decision that no longer stands"
    ]
    (informed,) = (
        one
        for one in informed_of(decision.remains, decision.missing_person)
        if one.who == ASKED.authority
    )
    assert informed.corrected_at is None
    client = client_of("ilse", second_factor=True)
    assert "RP-06" in client.get(informed.url).content.decode()
    told = reverse("reports:court_told", kwargs={"incident": "marel-valley", "pk": copy.pk})
    assert client.post(told, {"how": ""}).status_code == 302
    assert client.post(told, {"how": "by letter, to the registry"}).status_code == 302
    copy.refresh_from_db()
    assert (copy.told_by, copy.told_how) == (cast.ilse, "by letter, to the registry")
    assert Entry.objects.filter(act="report.court_told").count() == 1
    assert "by letter, to the registry" in client.get(informed.url).content.decode()
    with pytest.raises(RuleRefused, match="RP-06"):
        record_told(user=cast.ilse, copy=copy, how="again")
    assert not [t for t in awaiting(cast.ilse) if "court copy" in t.title]


@pytest.mark.parametrize("part", ["notices", "deaths", "transmissions", "papers"])
def test_nothing_for_families_reaches_a_court_copy(part: str) -> None:
    graph = grimp.build_graph("antigone", cache_dir=None)
    chain = graph.find_shortest_chains(
        f"antigone.web.{part}", "antigone.web.reports", as_packages=True
    )
    assert chain == set()
    to_media = graph.find_shortest_chains(
        f"antigone.web.{part}", "antigone.web.media", as_packages=True
    )
    assert to_media == set()

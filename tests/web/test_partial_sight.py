"""No page tells a member of another agency of a case that is not theirs, whatever joins the two."""

from __future__ import annotations

import json
import re

import pytest
from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.custody.acts.tags import reserve_tags
from antigone.web.custody.models import Sample, TagRun
from antigone.web.examination.confirming import confirm_death
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import Role
from antigone.web.media.adding import Described, Place, add_picture
from antigone.web.media.moving import move
from antigone.web.records.alive import record_found_alive
from antigone.web.records.models import (
    Family,
    ImportedFile,
    MissingPerson,
    Person,
    Reassociation,
    Remains,
    SamePerson,
)
from tests.web.conftest import Cast, browser_of
from tests.web.crawl import crawled
from tests.web.custody.making import a_broken_sample, a_sample
from tests.web.media.drawn import jpeg
from tests.web.records.conftest import Document, attest, data_set, imported

__all__ = ["attest", "imported"]

URL = "/i/marel-valley/"
HIDDEN = r"hidden[a-z]+\d*"


@pytest.fixture
def data() -> Document:
    """The small data set, in which everything of the other family bears a name that is searched for."""
    text = json.dumps(data_set())
    for name in ("V1", "V3", "M1", "F1", "R1", "MX"):
        text = text.replace(f'"{name}"', f'"HIDDEN{name}"')
    document: Document = json.loads(text)
    return document


@pytest.fixture
def led(cast: Cast, imported: ImportedFile) -> Cast:
    """Mara's agency leads. V2 and F2 are of Sanna's, and joined with what is hidden from it."""
    Incident.objects.filter(pk=cast.incident.pk).update(agency=cast.mara.agency)
    Remains.objects.update(agency=cast.mara.agency)
    Family.objects.update(agency=cast.mara.agency)
    Remains.objects.filter(number="V2").update(agency=cast.sanna.agency)
    Family.objects.filter(name="F2").update(agency=cast.sanna.agency)
    ImportedFile.objects.update(name="file.json")
    cast.incident.refresh_from_db()
    _work_on_both(cast)
    return cast


def remains(number: str) -> Remains:
    return Remains.objects.select_related("incident").get(number=number)


def sought(number: str) -> MissingPerson:
    return MissingPerson.objects.select_related("incident").get(number=number)


def _work_on_both(cast: Cast) -> None:
    theirs, ours = remains("HIDDENV1"), remains("V2")
    a_broken_sample(cast, theirs)
    a_broken_sample(cast, remains("HIDDENV3"))
    a_sample(cast, ours)
    donor = Person.objects.select_related("family__incident", "key").get(code="HIDDENR1")
    a_sample(cast, donor, kind="buccal")
    Reassociation.objects.create(
        incident=cast.incident,
        first=theirs,
        second=ours,
        reasons="They fit.",
        recorded_by=cast.mara,
    )
    SamePerson.objects.create(
        incident=cast.incident,
        first=sought("HIDDENM1"),
        second=sought("M2"),
        reasons="hiddenreason: one birth date.",
        recorded_by=cast.mara,
    )
    record_found_alive(user=cast.nadia, missing_person=sought("HIDDENM1"), reason="hiddenalive")
    for source, to in ((theirs, ours), (ours, theirs)):
        described = Described(kind="mark", shows="a scar")
        picture = add_picture(
            user=cast.mara,
            place=Place.of_remains(source),
            name="a.jpg",
            content=jpeg(),
            described=described,
        )
        move(user=cast.mara, item=picture, to=to, because="A mix-up.")
    run = reserve_tags(
        user=cast.mara, incident=cast.incident, count=2, prefix="HIDDENT-", purpose="hiddenrun"
    )
    Remains.objects.filter(number="HIDDENV3").update(number=run.tags.first().number)  # type: ignore[union-attr]
    confirm_death(
        user=cast.sanna,
        of=theirs,
        examiner="Hidden Examiner",
        function="physician",
        examined_on=timezone.localdate(),
    )


def test_no_page_names_a_case_out_of_sight(led: Cast) -> None:
    """In whatever role somebody of the other agency works here."""
    told: dict[str, list[str]] = {}
    codes = Sample.objects.exclude(remains__number="V2").values_list("code", flat=True)
    hidden = re.compile("|".join([HIDDEN, *codes]), re.IGNORECASE)
    for role in (Role.COORDINATOR, Role.LIAISON, Role.MORTUARY, Role.GENETICIST, Role.AUDITOR):
        Membership.objects.filter(user=led.sanna).update(role=role)
        sanna = User.objects.get(pk=led.sanna.pk)
        pages = crawled(browser_of(sanna, second_factor=True))
        assert len(pages) > 5
        for url, page in pages.items():
            if "HIDDEN" not in url and (found := hidden.findall(page)):
                told[f"{role}: {url}"] = sorted(set(found))
    assert told == {}


def test_rules_do_not_name_what_is_out_of_sight(led: Cast) -> None:
    """V2 is of one body with what is hidden: what speaks against it is told, and not where it stands."""
    ours = Remains.objects.create(
        incident=led.incident, number="V9", sex="M", agency=led.sanna.agency
    )
    Remains.objects.filter(number="HIDDENV1").update(sex="F")
    Remains.objects.filter(number="V2").update(sex="U")
    client = browser_of(led.sanna)
    sent = {"number": "V2", "reasons": "They fit.", "weighed": "on"}
    url = f"{URL}remains/{ours.number}/body/"
    for page in (client.get(f"{url}?with=V2"), client.post(url, sent)):
        words = page.content.decode()
        assert "something that is recorded elsewhere" in words
        assert "HIDDEN" not in words
    assert Reassociation.objects.count() == 1


def test_a_tag_of_another_agency_is_not_known(led: Cast) -> None:
    """Whether remains lie under it already is not told either."""
    client = browser_of(led.sanna)
    for tag in TagRun.objects.get().tags.all():
        page = client.get(f"{URL}custody/where/", {"q": tag.number}).content.decode()
        assert "is not known in this incident" in page
    assert client.get(f"{URL}labels/tags/{TagRun.objects.get().pk}/").status_code == 404

"""Whatever people write stands on pages as they wrote it, and is never read as part of the page."""

from __future__ import annotations

import json

import pytest

from antigone.web.custody.models import Packet
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.media.adding import Described, Place, add_picture
from antigone.web.records.models import Family, ImportedFile, Remains
from antigone.web.requests.pedigree_codes import name_relative
from tests.web.conftest import Cast, ClientOf
from tests.web.crawl import crawled
from tests.web.custody.making import START, a_broken_sample
from tests.web.matching.conftest import Work, work
from tests.web.media.drawn import jpeg
from tests.web.records.conftest import Attest, Document, attest, data_set, imported
from tests.web.requests.taking import ALL, ENQUIRER, SOUGHT, draft_of, take

__all__ = ["attest", "imported", "work"]

EVIL = "<zq a='b'>&\"zq"


@pytest.fixture
def data() -> Document:
    """Every number, code and family name of the small data set with something behind it."""
    text = json.dumps(data_set())
    for name in ("V1", "V2", "V3", "M1", "M2", "F1", "F2", "R1", "R2", "MX", "FX"):
        text = text.replace(f'"{name}"', json.dumps(name + EVIL))
    document: Document = json.loads(text)
    return document


def evil(value: object) -> object:
    """All that is told freely, with something behind it."""
    if isinstance(value, dict):
        free = {"family", "given", "seen_where", "circumstances", "text", "name_own", "not_told"}
        return {k: f"{v}{EVIL}" if k in free else evil(v) for k, v in value.items()}
    return [evil(one) for one in value] if isinstance(value, list) else value


def test_nothing_that_is_written_becomes_part_of_a_page(
    cast: Cast, imported: ImportedFile, attest: Attest, work: Work, client_of: ClientOf
) -> None:
    attest(imported)
    work()
    parts = evil(ALL | {"sought": SOUGHT})
    assert isinstance(parts, dict)
    enquirer = evil(ENQUIRER)
    assert isinstance(enquirer, dict)
    request = take(cast, parts, enquirer=enquirer)
    draft_of(cast, parts, enquirer=enquirer)
    assert request.enquirer
    name_relative(user=cast.nadia, person=request.enquirer, name=EVIL, contact=EVIL)
    remains = Remains.objects.select_related("incident").get(number="V1" + EVIL)
    a_broken_sample(cast, remains)
    Packet.objects.create(
        incident=cast.incident,
        code="P-7K3M-9QXT-C",
        remains=remains,
        kind="effects",
        contents=EVIL,
        packed_at=START,
        recorded_by=cast.sanna,
    )
    SectionVersion.objects.create(
        remains=remains,
        section=Section.EXTERNAL,
        version=1,
        content={"state": "fresh", "notes": EVIL},
        observer=EVIL,
        note=EVIL,
        observed_at=START,
        recorded_by=cast.sanna,
    )
    for place in (
        Place.of_remains(remains),
        Place.of_family(Family.objects.get(pk=request.family_id)),
    ):
        described = Described("mark" if place.remains else "portrait", EVIL, taken_by=EVIL)
        user = cast.mara if place.remains else cast.nadia
        add_picture(user=user, place=place, name="a.jpg", content=jpeg(), described=described)
    for name in ("mara", "nadia"):
        pages = crawled(client_of(name, second_factor=True))
        assert len(pages) > 20
        assert [url for url, page in pages.items() if "<zq" in page] == []

"""Lists narrowed by their filters: what the address says, who may ask, and what is shown of it."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from antigone.web.assignments.acts import assign
from antigone.web.custody.list_filters import sample_filters
from antigone.web.custody.models import Sample
from antigone.web.examination.models import Section
from antigone.web.examination.recording import Observation, record_section
from antigone.web.journal.models import Entry
from antigone.web.records.filters import Filters
from antigone.web.records.missing_filters import missing_filters
from antigone.web.records.models import ImportedFile, MissingPerson, Remains
from antigone.web.records.remains_filters import remains_filters
from antigone.web.requests.list_filters import request_filters
from antigone.web.requests.models import TracingRequest
from tests.web.conftest import Cast, ClientOf
from tests.web.custody.making import a_sample
from tests.web.page import check_page, html_of
from tests.web.records.conftest import Attest
from tests.web.requests.taking import take


def of_remains(cast: Cast, address: str, who: str = "sanna") -> list[str]:
    filters = remains_filters(getattr(cast, who), cast.incident, QueryDict(address))
    rows = Remains.objects.filter(incident=cast.incident)
    return list(filters.apply(rows).values_list("number", flat=True))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["V1", "V2", "V3"]),
        ("sex=F", ["V2"]),
        ("sex=X", ["V1", "V2", "V3"]),
        ("q=v2", ["V2"]),
        ("state=skeletal", ["V1"]),
        ("stature_from=174&stature_to=175", ["V1"]),
        ("stature_from=174,6", []),
        ("stature_from=nan&age_to=-4&recovered_from=never", ["V1", "V2", "V3"]),
        ("age_from=20", []),
        ("lacking=teeth", ["V2", "V3"]),
        ("lacking=dna", []),
        ("held=back", []),
        ("held=in&sex=M", ["V1"]),
        ("file=0", []),
        ("place=bridge north", ["V3"]),
        ("place=team", []),
        ("recovered_from=2026-10-02&recovered_to=2026-10-02&place=bridge", ["V3"]),
        ("recovered_from=2026-10-03&place=bridge", []),
        ("sort=number", ["V1", "V2", "V3"]),
        ("sort=newest", ["V3", "V2", "V1"]),
        ("q=%00&sort=nonsense&size=7", ["V1", "V2", "V3"]),
    ],
)
def test_remains_are_narrowed(
    cast: Cast, imported_records: ImportedFile, address: str, expected: list[str]
) -> None:
    remains = Remains.objects.get(number="V3")
    content = {"recovered_on": "2026-10-02", "place": "Bridge, north bank", "finder": "Team 2"}
    record_section(
        user=cast.teo,
        remains=remains,
        section=Section.RECOVERY,
        content=content,
        observation=Observation("Teo", "recoverer", remains.registered_at),
        based_on=None,
    )
    assert of_remains(cast, address) == expected


def test_what_one_may_not_see_cannot_be_asked_for(
    cast: Cast, imported_records: ImportedFile
) -> None:
    assert of_remains(cast, "state=fresh", "tomas") == ["V1", "V2", "V3"]
    names = {
        one.filter.name for one in remains_filters(cast.tomas, cast.incident, QueryDict()).shown
    }
    assert names == {"q", "lacking", "sex", "held", "agency", "file", "after"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["M1", "M2"]),
        ("q=f1", ["M1"]),
        ("basis=covered", ["M1", "M2"]),
        ("basis=held_back", []),
        ("basis=withdrawn", []),
        ("donors=none", []),
        ("donors=some&sex=F", ["M2"]),
        ("found=alive", []),
        ("found=no", ["M1", "M2"]),
        ("told=no", []),
        ("told=yes&q=M1", ["M1"]),
        ("file=0", []),
        ("sort=number", ["M1", "M2"]),
    ],
)
def test_persons_sought_are_narrowed(
    cast: Cast, imported_records: ImportedFile, attest: Attest, address: str, expected: list[str]
) -> None:
    attest(imported_records)
    filters = missing_filters(cast.nadia, cast.incident, QueryDict(address))
    rows = filters.apply(MissingPerson.objects.filter(incident=cast.incident).order_by("pk"))
    assert list(rows.values_list("number", flat=True)) == expected


def test_requests_are_found_by_name_in_any_script_before_consent_too(cast: Cast) -> None:
    request = take(cast)

    def found(who: str, address: str) -> list[str]:
        filters = request_filters(getattr(cast, who), cast.incident, QueryDict(address))
        return list(filters.apply(TracingRequest.objects.all()).values_list("number", flat=True))

    for address in (
        "q=Orlevych",
        "q=Orlevich+D.",
        "lacking=consent",
        "status=open",
        "from=2026-01-01",
    ):
        assert found("nadia", address) == [request.number], address
    assert found("nadia", "to=2026-01-01") == []
    assert found("nadia", "q=Melnyk") == []
    assert Entry.objects.filter(act="names.searched").count() == 3
    assert found("tomas", "q=Orlevych") == []
    assert Entry.objects.filter(act="names.searched").count() == 3


def test_samples_are_narrowed(cast: Cast, imported: ImportedFile) -> None:
    sample = a_sample(cast, Remains.objects.get(number="V3"))

    def found(address: str) -> list[str]:
        filters = sample_filters(QueryDict(address), {sample.pk})
        return list(filters.apply(Sample.objects.all()).values_list("code", flat=True))

    for address in ("q=v3", "show=lab", "show=broken", "of=remains", f"kind={sample.kind}"):
        assert found(address) == [sample.code], address
    for address in ("show=gone", "of=relatives", "to=2001-01-01"):
        assert found(address) == [], address


def test_cases_that_somebody_looks_after(cast: Cast, imported: ImportedFile) -> None:
    remains = Remains.objects.get(number="V2")
    assign(user=cast.mara, case=remains, person=cast.sanna, words="")
    assert of_remains(cast, "after=me") == ["V2"]
    assert of_remains(cast, "after=me", "mara") == []
    assert of_remains(cast, f"after={cast.sanna.pk}", "mara") == ["V2"]
    assert of_remains(cast, "after=nobody") == ["V1", "V3"]
    assert of_remains(cast, f"after={cast.piet.pk}") == ["V1", "V2", "V3"]
    filters = missing_filters(cast.mara, cast.incident, QueryDict("after=nobody"))
    assert filters.apply(MissingPerson.objects.all()).count() == 2


def test_tags_take_off_one_filter_each(cast: Cast, imported: ImportedFile) -> None:
    address = "sex=M&held=in&page=4&sort=number"
    filters = remains_filters(cast.mara, cast.incident, QueryDict(address))
    assert isinstance(filters, Filters)
    assert [(tag.label, tag.words, tag.without) for tag in filters.tags] == [
        ("Sex", "male", "?held=in&sort=number"),
        ("Comparison", "may be compared", "?sex=M&sort=number"),
    ]
    assert filters.address == "sex=M&held=in&sort=number"


@pytest.mark.parametrize(
    "name", ["records:remains_list", "records:missing_list", "requests:list", "custody:list"]
)
def test_a_wrong_filter_is_said_at_its_field(
    cast: Cast, imported: ImportedFile, client_of: ClientOf, name: str
) -> None:
    take(cast)
    a_sample(cast, Remains.objects.get(number="V3"))
    url = reverse(name, kwargs={"incident": "marel-valley"})
    address = {"sex": "X", "stature_from": "tall", "to": "never", "size": "25"}
    page = client_of("mara").get(url, address)
    check_page(page)
    invalid = re.findall(r'id="f-(\w+)"[^>]*aria-invalid="true"', html_of(page))
    assert invalid
    assert all(f'id="f-{one}-error"' in html_of(page) for one in invalid)
    assert "Filters in use" not in html_of(page)

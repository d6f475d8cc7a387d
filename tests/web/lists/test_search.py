"""Search over all cases: what is found, by whom, why, and what is not."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from antigone.web.accounts.models import User
from antigone.web.examination.models import Section
from antigone.web.examination.recording import Observation, record_section
from antigone.web.journal.models import Entry
from antigone.web.lists.query import read_query
from antigone.web.lists.search import Search
from antigone.web.records.consent import record_objection
from antigone.web.records.findable import find_remains
from antigone.web.records.models import Family, ImportedFile, MissingPerson, Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.custody.making import a_sample
from tests.web.page import check_page, html_of
from tests.web.records.conftest import Attest
from tests.web.requests.taking import take

MARK = re.compile("<mark>(.*?)</mark>")


def found(cast: Cast, who: User, text: str) -> dict[str, list[str]]:
    """By group the numbers or names of what somebody finds."""
    search = Search(who, cast.incident, read_query(text))
    return {
        one.group.value: [_named(row) for row in one.rows]
        for group in search.groups
        for one in [search.found(group)]
        if one.rows
    }


def _named(row: object) -> str:
    if hasattr(row, "person") and hasattr(row, "comparison"):
        return MissingPerson.objects.get(pk=row.person).number
    return str(row)


@pytest.mark.parametrize(
    "text",
    [
        "V1",
        "v1",
        "tattoo",
        "TATT",
        "Мама",
        "mama",
        "plant left",
        "left plant",
        '"Мама"',
        "zimmer",
        "orlevich",
        "military card",
        "hip left",
    ],
)
def test_remains_are_found_by_number_and_by_what_is_recorded(
    cast: Cast, imported_records: ImportedFile, text: str
) -> None:
    assert found(cast, cast.sanna, text)["remains"] == ["V1"]


@pytest.mark.parametrize("text", ["", "  ", '""', "...", "\x00", "tattoo gold nonsense", "ama"])
def test_what_is_not_there_is_not_found(
    cast: Cast, imported_records: ImportedFile, text: str
) -> None:
    assert "remains" not in found(cast, cast.sanna, text)


def test_a_phrase_keeps_its_order(cast: Cast, imported_records: ImportedFile) -> None:
    _recovered(cast, "V2", "Bridge over the Marel, north bank")
    assert found(cast, cast.teo, "north bridge")["remains"] == ["V2"]
    assert found(cast, cast.teo, '"north bank" bridge')["remains"] == ["V2"]
    assert found(cast, cast.teo, "«over the marel»")["remains"] == ["V2"]
    assert found(cast, cast.teo, '"bank north"') == {}


def _recovered(cast: Cast, number: str, place: str) -> None:
    content = {"recovered_on": "2026-10-01", "place": place, "finder": "Team 2"}
    remains = Remains.objects.get(number=number)
    observation = Observation("Teo", "recoverer", remains.registered_at)
    record_section(
        user=cast.teo,
        remains=remains,
        section=Section.RECOVERY,
        content=content,
        observation=observation,
        based_on=None,
    )


def test_a_correction_is_found_and_what_stood_before_is_not(
    cast: Cast, imported_records: ImportedFile
) -> None:
    _recovered(cast, "V3", "Old mill")
    remains = Remains.objects.get(number="V3")
    last = remains.section_versions.filter(section="recovery").latest("version")
    record_section(
        user=cast.teo,
        remains=remains,
        section=Section.RECOVERY,
        content={"recovered_on": "2026-10-01", "place": "New weir", "finder": "Team 2"},
        observation=Observation("Teo", "recoverer", remains.registered_at),
        based_on=last.pk,
    )
    assert found(cast, cast.teo, "weir")["remains"] == ["V3"]
    assert "remains" not in found(cast, cast.teo, "mill")


def test_content_is_found_by_those_who_may_see_it(
    cast: Cast, imported_records: ImportedFile
) -> None:
    for who in (cast.nadia, cast.ruth, cast.tomas):
        assert "remains" not in found(cast, who, "tattoo")
        assert found(cast, who, "V1")["remains"] == ["V1"]


def test_names_are_found_where_a_basis_covers_the_family(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    assert "names" not in found(cast, cast.mara, "Orlevych Davyd")
    assert found(cast, cast.mara, "M1")["sought"] == ["M1"]
    attest(imported_records)
    assert found(cast, cast.mara, "Orlevych Davyd")["names"] == ["M1"]
    for who in (cast.teo, cast.sanna, cast.tomas):
        assert "names" not in found(cast, who, "Orlevych Davyd")
    record_objection(user=cast.nadia, covered=Family.objects.get(name="F1"), reason="Asked.")
    assert "names" not in found(cast, cast.mara, "Orlevych Davyd")
    assert found(cast, cast.mara, "M1")["sought"] == ["M1"]


def test_what_families_told_is_not_found_by_words(cast: Cast) -> None:
    request = take(cast)
    for word in ("bridge", "water", "Lidiia", "lukar", "SN-4471", "employer"):
        assert set(found(cast, cast.nadia, word)) <= {"names"}, word
    assert found(cast, cast.nadia, request.number)["requests"] == [request.number]


def test_requests_samples_and_files_are_found(cast: Cast, imported: ImportedFile) -> None:
    request = take(cast)
    sample = a_sample(cast, Remains.objects.get(number="V3"))
    (sought,) = request.family.missing_persons.all()
    assert found(cast, cast.nadia, sought.number)["requests"] == [request.number]
    assert found(cast, cast.mara, sample.code)["samples"] == [sample.code]
    assert found(cast, cast.mara, sample.code.replace("-", " ").lower())["samples"] == [sample.code]
    assert found(cast, cast.mara, "V3")["samples"] == [sample.code]
    assert found(cast, cast.mara, "small")["files"] == ["small.json"]
    assert "samples" not in found(cast, cast.tomas, sample.code)


def test_only_what_is_in_sight_is_found(cast: Cast, imported_records: ImportedFile) -> None:
    cast.incident.agency = cast.mara.agency
    cast.incident.save()
    for text in ("V1", "M1", "tattoo", "F1", "small"):
        assert found(cast, cast.sanna, text) == {}, text
    assert found(cast, cast.mara, "V1")["remains"] == ["V1"]


def test_an_exact_number_stands_first(cast: Cast) -> None:
    for number in ("PM-0170", "PM-0017", "PM-017"):
        remains = Remains(incident=cast.incident, number=number, sex="U")
        remains.save()
    find_remains(cast.incident.pk, Remains.objects.all())
    assert found(cast, cast.teo, "17")["remains"] == ["PM-0017", "PM-017", "PM-0170"]
    assert found(cast, cast.teo, "pm-017")["remains"][0] == "PM-017"
    assert found(cast, cast.teo, "٠٠١٧")["remains"] == ["PM-0017"]


def test_the_page_says_why_and_marks_the_words(
    cast: Cast, imported_records: ImportedFile, attest: Attest, client_of: ClientOf
) -> None:
    attest(imported_records)
    url = reverse("lists:search", kwargs={"incident": "marel-valley"})
    page = client_of("mara").get(url, {"q": "tattoo"})
    check_page(page)
    assert "tattoo" in MARK.findall(html_of(page))
    page = client_of("mara").get(url, {"q": "orlevych"})
    check_page(page)
    assert "Орлевич" in MARK.findall(html_of(page))
    assert "family name the same" in html_of(page)
    assert Entry.objects.filter(act="names.searched").count() == 2
    page = client_of("mara").get(url, {"q": "<script>alert(1)</script>"})
    check_page(page)
    check_page(client_of("mara").get(url, {"q": "v", "group": "remains", "page": "2"}))


def test_a_group_is_shown_whole_page_by_page(cast: Cast, client_of: ClientOf) -> None:
    Remains.objects.bulk_create(
        Remains(incident=cast.incident, number=f"PM-{n:03d}", sex="U") for n in range(40)
    )
    find_remains(cast.incident.pk, Remains.objects.all())
    url = reverse("lists:search", kwargs={"incident": "marel-valley"})
    first = html_of(client_of("teo").get(url, {"q": "pm"}))
    assert first.count('href="/i/marel-valley/remains/PM-') == 5
    assert "Show all of these" in first
    second = html_of(client_of("teo").get(url, {"q": "pm", "group": "remains", "page": "2"}))
    assert second.count('href="/i/marel-valley/remains/PM-') == 15
    # A group that is not hers to search is no group.
    others = html_of(client_of("teo").get(url, {"q": "pm", "group": "names"}))
    assert others.count('href="/i/marel-valley/remains/PM-') == 5

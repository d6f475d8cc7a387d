"""The sections of a record: forms, errors by field, versions, and what of them is compared."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http.response import HttpResponseBase

from antigone.evidence import records as of
from antigone.genetics.pedigree import Sex
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.recording import ContentRefused
from antigone.web.examination.sections import KINDS, lines
from antigone.web.examination.versions import differences, latest, merged
from antigone.web.journal.models import Entry
from antigone.web.records.models import ImportedFile, Remains
from antigone.web.records.record_rows import pm_record_from_row, pm_record_to_row
from tests.formats.records import FULL_PM
from tests.web.conftest import Cast
from tests.web.examination.conftest import ClientOf, register, sent, state, url
from tests.web.page import check_page, html_of

DESCRIBED = {
    "sex": "M",
    "sex_method": "pelvis",
    "age_method": "pubic_phase",
    "age_phase": "3",
    "stature_cm": "174.5",
    "stature_method": "leg_bone",
    "traits_hair": "brown",
    "marks_looked": "seen",
}
TATTOO = {"kind": "tattoo", "region": "left_arm", "motif": "plant", "text": "Мама", "side": "back"}


def post(
    client_of: ClientOf, who: str, section: str, content: Mapping[str, object], **more: str
) -> HttpResponseBase:
    return client_of(who).post(url("section", "PM-1", section=section), sent(content, **more))


def record_of(remains: Remains) -> of.PmRecord | None:
    remains.refresh_from_db()
    return pm_record_from_row(remains.record)


def test_sections_make_the_record_that_is_compared(
    cast: Cast, client_of: ClientOf, registered: Remains
) -> None:
    assert (
        post(client_of, "sanna", "description", {**DESCRIBED, "marks": [TATTOO]}).status_code == 302
    )
    assert record_of(registered) is None, "without a state nothing besides DNA is compared"
    external = {"state": "skeletal", "completeness": "incomplete", "condition_head": "damaged"}
    assert post(client_of, "sanna", "external", external).status_code == 302
    item = {
        "kind": "another",
        "kind_in_words": "Tobacco pipe",
        "carried": "pocket",
        "features": "Red cover\nold",
        "numbers": "АВ 123456",
        "names": "Орлевич Давид",
        "packet": "E-1",
    }
    effects = {"items": [item], "packets": [{"number": "E-1", "seal": "S-9"}]}
    assert post(client_of, "sanna", "effects", effects).status_code == 302
    implant = {"kind": "hip_prosthesis", "region": "right_leg", "maker": "Z", "serial": "SN-4471"}
    internal = {"medical_looked": "none", "implants": [implant], "finding_lungs": "none special"}
    assert post(client_of, "sanna", "internal", internal).status_code == 302
    record = record_of(registered)
    assert record is not None
    assert registered.sex == "M"
    assert record.state is of.State.SKELETAL
    assert record.sex == of.SexEstimate(Sex.MALE, of.SexMethod.PELVIS)
    assert record.age == of.AgeEstimate(of.AgeMethod.PUBIC_PHASE, phase=3)
    assert record.stature == of.StatureEstimate(174.5, of.StatureMethod.LEG_BONE)
    assert record.traits == {"hair": "brown"}
    assert record.marks == (of.Mark(of.MarkKind.TATTOO, of.Region.LEFT_ARM, "plant", "Мама"),)
    assert record.medical == ()
    assert record.implants[0].serial == "SN-4471"
    found = of.FoundItem(
        "tobacco_pipe", of.Carried.POCKET, ("АВ 123456",), ("Орлевич Давид",), ("red cover", "old")
    )
    assert record.items == (found,)
    page = check_page(client_of("sanna").get(url("sections", "PM-1")))
    assert page.all("h1")
    html = client_of("sanna").get(url("sections", "PM-1")).content.decode()
    for words in ("Sealed packet E-1", "seal S-9", "behind", "Lungs"):
        assert words in html


@pytest.mark.parametrize("section", ["recovery", "external", "description", "internal", "effects"])
def test_each_section_is_a_page(client_of: ClientOf, registered: Remains, section: str) -> None:
    who = "teo" if section == "recovery" else "sanna"
    answer = client_of(who).get(url("section", "PM-1", section=section))
    assert answer.status_code == 200
    check_page(answer)
    check_page(client_of(who).get(url("history", "PM-1", section=section)))


@pytest.mark.parametrize(
    ("section", "content", "field", "words"),
    [
        ("external", {"completeness": "whole"}, "state", "This field is required"),
        ("description", {"sex": "M"}, "sex_method", "Say how the sex was told"),
        ("description", {"age_method": "other_adult"}, "age_years", "either years or phase"),
        (
            "description",
            {"stature_cm": "12", "stature_method": "body"},
            "stature_cm",
            "greater than",
        ),
        ("description", {"traits_eyes": "blue\u202e"}, "traits_eyes", "control characters"),
        ("internal", {}, "", "Nothing is stated."),
    ],
)
def test_errors_stand_beside_their_fields(
    client_of: ClientOf,
    registered: Remains,
    section: str,
    content: dict[str, object],
    field: str,
    words: str,
) -> None:
    answer = post(client_of, "sanna", section, content)
    assert answer.status_code == 422
    html = html_of(answer)
    assert words in html
    if field:
        assert f'id="id_{field}_error"' in html
    assert not SectionVersion.objects.exclude(section="recovery").exists()


def test_errors_stand_beside_their_rows(client_of: ClientOf, registered: Remains) -> None:
    marks = [TATTOO, {"kind": "scar", "motif": "plant"}, {"text": "x"}]
    answer = post(client_of, "sanna", "description", {"marks_looked": "seen", "marks": marks})
    html = html_of(answer)
    assert 'id="id_marks-2-kind_error"' in html
    answer = post(client_of, "sanna", "description", {"marks_looked": "seen", "marks": marks[:2]})
    html = html_of(answer)
    assert 'id="id_marks-1-motif_error"' in html
    assert "only a tattoo has a motif" in html
    assert "Мама" in html, "what was typed stays"


def test_one_more_row_keeps_what_was_typed(client_of: ClientOf, registered: Remains) -> None:
    typed = {"marks": [TATTOO], "stature_cm": "no number"}
    answer = post(client_of, "sanna", "description", typed, more="marks")
    html = html_of(answer)
    assert answer.status_code == 200
    assert 'name="marks-1-kind"' in html
    assert "no number" in html
    assert "error" not in html
    assert not SectionVersion.objects.exclude(section="recovery").exists()


def test_a_row_is_taken_out_and_stays_in_the_old_version(
    cast: Cast, client_of: ClientOf, registered: Remains
) -> None:
    first = state(
        cast.sanna, registered, Section.DESCRIPTION, {"marks": [TATTOO, {"kind": "scar"}]}
    )
    kept = {"marks": [TATTOO | {"DELETE": "on"}, {"kind": "scar"}]}
    answer = post(client_of, "sanna", "description", kept, based_on=str(first.pk))
    assert answer.status_code == 302
    first.refresh_from_db()
    assert len(first.content["marks"]) == 2
    now = latest(registered, Section.DESCRIPTION)
    assert now is not None
    assert now.content["marks"] == [{"kind": "scar"}]


def test_why_nothing_is_stated(cast: Cast, client_of: ClientOf, registered: Remains) -> None:
    about = {"about-absence": "not_available"}
    answer = post(client_of, "sanna", "internal", {}, **about)
    assert answer.status_code == 302
    version = SectionVersion.objects.get(section="internal")
    assert (version.absence, version.content) == ("not_available", {})
    page = client_of("sanna").get(url("sections", "PM-1")).content.decode()
    assert "not available" in page
    both = post(client_of, "sanna", "external", {"state": "fresh"}, **about)
    assert both.status_code == 422
    assert "Something stands in the fields" in html_of(both)


def test_nobody_observes_in_the_future(client_of: ClientOf, registered: Remains) -> None:
    late = {"about-observed_on": "2126-01-01"}
    answer = post(client_of, "sanna", "external", {"state": "fresh"}, **late)
    assert "This day is still to come." in html_of(answer)


@pytest.mark.parametrize(("who", "may"), [("sanna", True), ("mara", True), ("teo", False)])
def test_who_may_examine(
    cast: Cast, client_of: ClientOf, registered: Remains, who: str, may: bool
) -> None:
    answer = post(client_of, who, "external", {"state": "fresh"})
    assert answer.status_code == (302 if may else 403)
    if not may:
        with pytest.raises(PermissionDenied):
            state(getattr(cast, who), registered, Section.EXTERNAL, {"state": "fresh"})
        assert client_of(who).get(url("sections", "PM-1")).status_code == 200


@pytest.mark.parametrize("who", ["nadia", "tomas"])
def test_who_may_not_see_the_record(client_of: ClientOf, registered: Remains, who: str) -> None:
    assert client_of(who).get(url("sections", "PM-1")).status_code == 403
    assert client_of(who).get(url("history", "PM-1", section="external")).status_code == 403
    page = client_of(who).get(registered.get_absolute_url()).content.decode()
    assert "Orchard" not in page


def test_the_service_refuses_what_no_record_can_hold(cast: Cast, registered: Remains) -> None:
    with pytest.raises(ContentRefused) as refused:
        state(cast.sanna, registered, Section.DESCRIPTION, {"age_method": "a guess"})
    assert refused.value.problems[0].field == "age_method"
    assert not SectionVersion.objects.filter(section="description").exists()


def test_the_journal_names_section_and_version_and_no_content(
    cast: Cast, registered: Remains
) -> None:
    state(cast.sanna, registered, Section.DESCRIPTION, {"other": "a secret"})
    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.act, entry.subject) == ("remains.section_recorded", "PM-1")
    assert '"section":"description"' in entry.details_text
    assert "a secret" not in entry.details_text


def test_a_version_stands_once(cast: Cast, registered: Remains) -> None:
    version = state(cast.sanna, registered, Section.EXTERNAL, {"state": "fresh"})
    version.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


# Imported remains --------------------------------------------------------------------------------


def test_what_a_file_brought_becomes_version_0_and_nothing_of_it_is_lost(
    cast: Cast, client_of: ClientOf, imported_records: ImportedFile
) -> None:
    remains = Remains.objects.get(number="V1")
    before = record_of(remains)
    assert before is not None
    page = client_of("sanna").get(url("sections", "V1")).content.decode()
    assert "From the file small.json" in page
    assert "Мама" in page
    form = client_of("sanna").get(url("section", "V1", section="internal")).content.decode()
    assert "SN-4471" in form
    assert 'name="based_on" value=""' in form
    about_blood = {"blood_group": "A+", "medical_looked": "none"}
    content = {**about_blood, "implants": [{"kind": "plate", "region": "head"}]}
    posted = sent(content, based_on="")
    assert (
        client_of("sanna").post(url("section", "V1", section="internal"), posted).status_code == 302
    )
    after = record_of(remains)
    assert after is not None
    assert after.implants == (of.Implant("plate", of.Region.HEAD),)
    assert (after.teeth, after.marks, after.items) == (before.teeth, before.marks, before.items)
    assert (after.recovery, after.tooth_opinions) == (before.recovery, before.tooth_opinions)
    assert (after.sex, after.age, after.stature) == (before.sex, before.age, before.stature)
    old = SectionVersion.objects.get(remains=remains, section="internal", version=0)
    assert old.content["implants"][0]["serial"] == "SN-4471"
    history = client_of("sanna").get(url("history", "V1", section="internal")).content.decode()
    assert "SN-4471" in history
    assert "From the file" in history


def test_the_sex_of_a_file_stays_until_somebody_describes(
    cast: Cast, imported: ImportedFile
) -> None:
    remains = Remains.objects.get(number="V1")
    state(cast.sanna, remains, Section.EXTERNAL, {"state": "fresh"})
    remains.refresh_from_db()
    assert remains.sex == "M"
    state(cast.sanna, remains, Section.DESCRIPTION, {"other": "nothing to tell it by"})
    remains.refresh_from_db()
    assert remains.sex == "U"


@pytest.mark.parametrize("section", Section)
def test_a_full_record_goes_through_the_sections_unchanged(section: Section) -> None:
    """What a file brought, as content, says the same to the core."""
    row = pm_record_to_row(FULL_PM)
    assert row is not None
    content = KINDS[section].from_record(row, "M")
    part = KINDS[section].part_of_record(content)
    assert part
    assert part == {name: row[name] for name in part}
    assert lines(section, content)


# Versions ----------------------------------------------------------------------------------------


def test_differences_field_by_field() -> None:
    found = differences(
        Section.DESCRIPTION,
        {"sex": "M", "sex_method": "skull", "marks": [TATTOO]},
        {"sex": "F", "sex_method": "skull", "traits_hair": "red"},
    )
    said = {row.label: (row.texts, row.differs) for row in found}
    assert said["Sex"] == (("male", "female"), True)
    assert said["Told by"] == (("by the skull", "by the skull"), False)
    assert said["Colour of hair"] == (("", "red"), True)
    assert said["Mark"][0][1] == ""


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "both"),
    [
        ({}, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 3}),
        ({"a": 1}, {}, {"a": 1}, {}),
        ({"r": [{"x": 1}]}, {"r": [{"x": 1}, {"x": 2}]}, {"r": [{"x": 1}, {"x": 3}]}, [1, 3, 2]),
        ({"r": [{"x": 1}]}, {"r": []}, {"r": [{"x": 1}, {"x": 3}]}, [3]),
        ({"r": [{"x": 1}]}, {"r": [{"x": 2}]}, {"r": [{"x": 3}]}, [3, 2]),
        ({"c": {"11": "sou"}}, {"c": {"11": "car"}}, {"c": {"11": "sou", "12": "mis"}}, "both"),
    ],
)
def test_two_edits_come_together_and_nothing_is_lost(
    base: dict[str, object], theirs: dict[str, object], mine: dict[str, object], both: object
) -> None:
    found = merged(base, theirs, mine)
    if isinstance(both, list):
        assert [row["x"] for row in found["r"]] == both
    elif both == "both":
        assert found == {"c": {"11": "car", "12": "mis"}}
    else:
        assert found == both


# Lists -------------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_what_is_missing(
    cast: Cast, client_of: ClientOf, imported_records: ImportedFile, registered: Remains
) -> None:
    state(cast.sanna, registered, Section.EXTERNAL, {"state": "fresh"})

    def lacking(section: str) -> set[str]:
        page = client_of("sanna").get(f"/i/marel-valley/remains/?lacking={section}")
        return {row.number for row, *_ in page.context["rows"]}

    assert lacking("teeth") == {"V2", "V3", "PM-1"}
    assert lacking("external") == {"V3"}
    assert lacking("recovery") == {"V2", "V3"}
    assert lacking("description") == {"V3", "PM-1"}
    page = client_of("teo").get("/i/marel-valley/remains/").content.decode()
    assert "Register remains" in page


def test_the_case_says_what_is_missing_and_who_owes_it(
    cast: Cast, client_of: ClientOf, registered: Remains
) -> None:
    page = client_of("sanna").get(registered.get_absolute_url())
    check_page(page)
    html = page.content.decode()
    assert "Missing; owed by: odontologist." in html
    assert "Held back from every comparison" in html
    assert "Record who confirmed death" in html
    assert "Recovered" in html


def test_an_edit_costs_few_queries(
    cast: Cast, client_of: ClientOf, registered: Remains, django_assert_max_num_queries: type
) -> None:
    register(cast, "PM-2")
    client = client_of("sanna")
    with django_assert_max_num_queries(30):
        client.get(url("section", "PM-1", section="external"))
    with django_assert_max_num_queries(38):
        client.get(registered.get_absolute_url())

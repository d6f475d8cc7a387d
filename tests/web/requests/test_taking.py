"""From a draft to a request: what is made of it, what is sealed, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from antigone.evidence.records import (
    AmRecord,
    Implant,
    Mark,
    MarkKind,
    OwnedItem,
    PersonName,
    Region,
)
from antigone.genetics.pedigree import Sex
from antigone.web.journal.models import Entry
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.models import Family, MissingPerson, NameIndex, Person
from antigone.web.records.name_index import forget_names
from antigone.web.records.told import told_of
from antigone.web.requests.drafts import (
    DraftChanged,
    Step,
    begin_draft,
    discard_draft,
    drafts_in_sight,
    keep_step,
    read_draft,
)
from antigone.web.requests.models import RequestDraft, Told, TracingRequest
from antigone.web.requests.parts import PARTS
from antigone.web.requests.taking import Numbers, TakingRefused, take_request
from antigone.web.requests.telling import ToldMeanwhile, newest, tell, versions
from antigone.web.sealing.keys import KeyDestroyed
from tests.web.conftest import Cast
from tests.web.requests.taking import ALL, ENQUIRER, SOUGHT, TOLD, answer, draft_of, take

SECRETS = ("Орлевич", "Orlevych", "Лідія", "Lukar", "380 44", "fetch water", "SN-4471", "employer")


def test_a_request_makes_family_pedigree_and_person(cast: Cast) -> None:
    request = take(cast, ALL)
    family = request.family
    assert (family.name, family.source_file, family.agency) == ("TR-0001", None, cast.nadia.agency)
    (missing,) = family.missing_persons.all()
    assert missing.number == "AM-0001"
    son, mother, father = missing.person, request.enquirer, missing.person.father
    assert mother is not None
    assert father is not None
    assert (son.mother, son.sex, mother.sex, father.sex) == (mother, "M", "F", "M")
    assert (mother.vital, mother.can_give) == ("alive", "yes")


def test_the_record_that_is_compared_is_composed_of_what_was_told(cast: Cast) -> None:
    (missing,) = take(cast, ALL).family.missing_persons.select_related("family__key")
    record = told_of(missing)
    assert record is not None
    assert (record.sex, str(record.born_on)) == (Sex.MALE, "1991-02-28")
    assert record.names == (PersonName("Орлевич", "Давид", "Павлович"),)
    assert record.marks == (Mark(MarkKind.TATTOO, Region.LEFT_ARM, "plant", "Мама"),)
    assert record.medical == ()
    assert record.implants == (Implant("plate", Region.LEFT_ARM, "", "SN-4471"),)
    assert record.items == (
        OwnedItem("wedding_ring", (), ("gold", "inscription л. 2013")),
        OwnedItem("passport", ("АВ 123456",)),
    )
    assert record.teeth is not None
    assert record.teeth.teeth == {16: "amf MOD"}
    assert record.last_seen is not None
    assert record.last_seen.place is not None
    assert record.traits == {"eyes": "blue"}


def test_what_was_not_asked_says_nothing(cast: Cast) -> None:
    (missing,) = take(cast).family.missing_persons.select_related("family__key")
    record = told_of(missing)
    assert record is not None
    assert (record.marks, record.medical) == (None, None)
    (empty,) = take(
        cast, {"sought": {"relation": "mother", "sex": "U", **TOLD}}
    ).family.missing_persons.select_related("family__key")
    assert told_of(empty) is None
    assert told_of(empty) != AmRecord()


def test_names_are_indexed_and_nothing_else_is_plain(cast: Cast, tmp_path: Path) -> None:
    take(cast, ALL)
    (row,) = NameIndex.objects.all()
    assert (row.family, row.given, row.born) == ("Орлевич", "Давид", "1991-02-28")
    forget_names(MissingPerson.objects.all())
    plain = _everything()
    assert [word for word in SECRETS if word in plain] == []


def _everything() -> str:
    """Every value of every table, binary ones as Latin text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = isinstance(value, bytes | memoryview)
                    found.append(bytes(value).decode(errors="ignore") if raw else str(value))
    return "\n".join(found)


def test_the_journal_names_numbers_only(cast: Cast) -> None:
    take(cast, ALL)
    words = " ".join(f"{e.act} {e.subject} {e.details_text}" for e in Entry.objects.all())
    assert "request.taken TR-0001" in words
    assert [word for word in SECRETS if word in words] == []


def test_two_of_one_family_are_sought_with_one_request(cast: Cast) -> None:
    sister = {"sought": {**SOUGHT, "sex": "F", "names": [{"family": "Орлевич", "given": "Ганна"}]}}
    request = take(cast, {"sought": SOUGHT}, sister)
    one, two = request.family.missing_persons.all()
    assert [one.number, two.number] == ["AM-0001", "AM-0002"]
    assert (one.person.mother, one.person.father) == (two.person.mother, two.person.father)
    assert Person.objects.filter(family=request.family).count() == 4


@pytest.mark.parametrize(
    "relation", ["sister", "aunt_maternal", "grandfather_paternal", "daughter"]
)
def test_whoever_asks_stands_where_the_relation_says(cast: Cast, relation: str) -> None:
    request = take(cast, {"sought": {**SOUGHT, "relation": relation}})
    answer(cast, request)
    (family,) = incident_for_comparison(cast.incident).dvi.families
    assert family.missing == ("AM-0001",)
    assert "AM-0001" in family.pedigree.by_id


def test_relations_that_contradict_each_other_are_refused(cast: Cast) -> None:
    father = {"sought": {**SOUGHT, "relation": "father"}}
    with pytest.raises(TakingRefused, match="do not go together"):
        take(cast, {"sought": SOUGHT}, father)
    assert not Family.objects.exists()


def test_a_number_that_is_taken_is_refused_where_it_stands(cast: Cast) -> None:
    take(cast)
    draft = draft_of(cast)
    for numbers, field in (
        (Numbers("TR-0001", ["AM-0002"]), "request"),
        (Numbers("TR-0002", ["AM-0001"]), "person_0"),
        (Numbers("TR-0002", ["unassigned"]), "person_0"),
        (Numbers("TR-0002", ["P2"]), "person_0"),  # as somebody in the pedigree is called
        (Numbers("TR-0002\n", ["AM-0002"]), "request"),
    ):
        with pytest.raises(TakingRefused) as refused:
            take_request(user=cast.nadia, draft=draft, numbers=numbers)
        assert refused.value.field == field
    assert TracingRequest.objects.count() == 1


def test_a_draft_without_a_person_is_not_taken(cast: Cast) -> None:
    draft = begin_draft(user=cast.nadia, incident=cast.incident)
    with pytest.raises(TakingRefused, match="Say first"):
        take_request(user=cast.nadia, draft=draft, numbers=Numbers("TR-1", ["AM-1"]))


def test_only_some_roles_take_requests(cast: Cast) -> None:
    for person in (cast.oyelin, cast.ruth, cast.teo, cast.piet, cast.ada):
        with pytest.raises(PermissionDenied):
            begin_draft(user=person, incident=cast.incident)
    assert not RequestDraft.objects.exists()


def test_a_draft_is_seen_by_the_agency_that_takes_it(cast: Cast) -> None:
    draft = draft_of(cast)
    assert list(drafts_in_sight(cast.mara, cast.incident)) == [draft]
    assert not drafts_in_sight(cast.oyelin, cast.incident).exists()


def test_a_discarded_draft_cannot_be_read(cast: Cast) -> None:
    draft = draft_of(cast)
    kept = bytes(draft.content)
    discard_draft(user=cast.nadia, draft=draft)
    draft = RequestDraft.objects.select_related("key").get(pk=draft.pk)
    assert not drafts_in_sight(cast.nadia, cast.incident).exists()
    draft.content = kept
    with pytest.raises(KeyDestroyed):
        read_draft(draft)


def test_two_who_change_one_step_lose_nothing(cast: Cast) -> None:
    draft = draft_of(cast)
    step, seen = Step(PARTS["enquirer"]), draft.version
    hers = {**ENQUIRER, "telephone": "1"}
    keep_step(user=cast.nadia, draft=draft, step=step, content=hers, seen=seen)
    his = {**ENQUIRER, "telephone": "2"}
    with pytest.raises(DraftChanged) as changed:
        keep_step(user=cast.mara, draft=draft, step=step, content=his, seen=seen)
    assert read_draft(changed.value.draft).enquirer == hers
    other = Step(PARTS["description"], 0)
    keep_step(user=cast.mara, draft=draft, step=other, content={"eyes": "blue"}, seen=seen)


def test_a_correction_is_a_version_and_the_record_follows(cast: Cast) -> None:
    request = take(cast, ALL)
    (missing,) = request.family.missing_persons.select_related("family__key")
    part = PARTS["sought"]
    told = tell(
        user=cast.nadia,
        request=request,
        missing_person=missing,
        part=part,
        content={**SOUGHT, "born_on": "1990-02-28"},
        seen_version=1,
    )
    assert told.version == 2
    assert [v.content["born_on"] for v in versions(request, missing, part) if v.content] == [
        "1990-02-28",
        "1991-02-28",
    ]
    missing = MissingPerson.objects.select_related("family__key").get(pk=missing.pk)
    assert str(getattr(told_of(missing), "born_on", "")) == "1990-02-28"
    assert NameIndex.objects.get(missing_person=missing).born == "1990-02-28"
    with pytest.raises(ToldMeanwhile) as meanwhile:
        tell(
            user=cast.mara,
            request=request,
            missing_person=missing,
            part=part,
            content=SOUGHT,
            seen_version=1,
        )
    assert meanwhile.value.newest == told
    assert Told.objects.filter(part="sought").count() == 2


def test_the_pedigree_takes_over_a_sex_that_becomes_known(cast: Cast) -> None:
    request = take(cast, {"sought": {**SOUGHT, "sex": "U"}})
    (missing,) = request.family.missing_persons.all()
    tell(
        user=cast.nadia,
        request=request,
        missing_person=missing,
        part=PARTS["sought"],
        content=SOUGHT,
        seen_version=1,
    )
    missing.person.refresh_from_db()
    assert missing.person.sex == "M"


def test_what_is_owed_is_counted_beside_the_request(cast: Cast) -> None:
    request = take(cast, ALL)
    request.refresh_from_db()
    assert (request.owed_count, str(request.owed_since)) == (1, "2026-10-04")
    assert "records" in newest(request, request.family.missing_persons.get())

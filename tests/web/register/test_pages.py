"""The register's pages: who reads them, what they find, and what they never show."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from antigone.formats.journal_verify import verify_journal
from antigone.web.board.models import Proposal
from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import Role
from antigone.web.journal.models import Entry
from antigone.web.journal.services import head
from antigone.web.notices.models import Notice
from antigone.web.records.models import Reassociation, Remains
from antigone.web.register import desk
from antigone.web.register.asking import filters_of
from antigone.web.register.cases import case_or_404
from antigone.web.register.extract import ExtractRefused, take_extract
from tests.web.conftest import Cast, ClientOf
from tests.web.journal.conftest import Write
from tests.web.page import check_headers, check_nothing_inline, check_page

SLUG = {"incident": "marel-valley"}
ADDRESSES = {
    "journal": {},
    "extract": {},
    "verification": {},
    "person": {"username": "mara"},
    "case": {"number": "V1"},
}


def url(name: str, **kwargs: object) -> str:
    return reverse(f"register:{name}", kwargs=SLUG | kwargs)


def subjects(client: Client, address: str, **asked: str) -> list[str]:
    rows = client.get(address, asked).context["rows"]
    return [row.line.entry.subject for row in rows]


# Who reads it


@pytest.mark.parametrize("name", ["mara", "oyelin", "ilse", "nadia", "ruth", "sanna"])
def test_ra_02_nobody_but_an_auditor_reads_it(
    cast: Cast, client_of: ClientOf, imported: object, name: str
) -> None:
    for page, kwargs in ADDRESSES.items():
        assert client_of(name).get(url(page, **kwargs)).status_code == 403
    for page in ("journal_export", "verification", "extract"):
        assert client_of(name).post(url(page)).status_code == 403
    assert not Entry.objects.filter(act__startswith="register.").exists()


def test_ra_02_an_auditor_who_sees_a_part_of_the_incident_finds_nothing(
    cast: Cast, client_of: ClientOf, imported: object
) -> None:
    cast.incident.agency = cast.mara.agency
    cast.incident.save()
    for page, kwargs in ADDRESSES.items():
        assert client_of("tomas").get(url(page, **kwargs)).status_code == 404
    assert desk.navigation(cast.tomas, cast.incident) == []


def test_ra_02_an_auditor_reads_it(cast: Cast, client_of: ClientOf, imported: object) -> None:
    for page, kwargs in ADDRESSES.items():
        assert client_of("tomas").get(url(page, **kwargs)).status_code == 200
    led = {
        name: [link.title for link in desk.navigation(getattr(cast, name), cast.incident)]
        for name in ("mara", "tomas")
    }
    assert led == {"mara": [], "tomas": ["Register of acts"]}


def test_every_page_keeps_the_rules_of_the_look(
    cast: Cast, client_of: ClientOf, identified: Proposal
) -> None:
    tomas = client_of("tomas")
    tomas.post(url("verification"))
    for page, kwargs in ADDRESSES.items():
        answer = tomas.get(url(page, **kwargs))
        check_headers(answer)
        check_page(answer)
        check_nothing_inline(answer)


# That it was read


def test_ra_01_reading_it_is_an_entry(cast: Cast, client_of: ClientOf, write: Write) -> None:
    write()
    client_of("tomas").get(url("journal"), {"group": "saw", "about": "PM-0147"})
    entry = Entry.objects.latest("sequence")
    assert (entry.actor, entry.act, entry.subject) == ("tomas", "register.read", "marel-valley")
    assert entry.details == {"group": "saw", "about": "PM-0147", "older": False}


def test_ra_01_what_was_typed_is_no_name_in_the_journal(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write()
    client_of("tomas").get(url("journal"), {"about": "Marchuk", "before": "9"})
    entry = Entry.objects.latest("sequence")
    assert entry.details == {"about": None, "older": True}


def test_ra_01_a_case_and_a_person_that_were_looked_at(
    cast: Cast, client_of: ClientOf, imported: object
) -> None:
    client_of("tomas").get(url("case", number="V1"))
    client_of("tomas").get(url("person", username="mara"))
    read = Entry.objects.filter(act="register.read").order_by("sequence")
    assert [entry.subject for entry in read] == ["V1", "mara"]


# What is found


def test_it_narrows_by_group_person_act_number_and_day(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write(act="remains.registered", subject="V1", actor="sanna")
    write(act="picture.opened", subject="V1", actor="mara")
    write(act="picture.opened", subject="V10", actor="mara")
    write(act="exclusion.decided", subject="V2, V1", actor="ilse")
    write(act="remains.registered", subject="V1", incident="sorrel-quay")
    tomas, journal = client_of("tomas"), url("journal")
    assert subjects(tomas, journal, about="V1") == ["V2, V1", "V1", "V1"]
    assert subjects(tomas, journal, group="saw", actor="mara") == ["V10", "V1"]
    assert subjects(tomas, journal, act="remains.registered") == ["V1"]
    today = timezone.localdate().isoformat()
    assert len(subjects(tomas, journal, group="described", since=today, until=today)) == 1
    before = (timezone.localdate() - timedelta(days=1)).isoformat()
    after = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert subjects(tomas, journal, until=before) == []
    assert subjects(tomas, journal, since=after) == []


def test_a_filter_that_makes_no_sense_is_said_and_left_out(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write()
    answer = client_of("tomas").get(url("journal"), {"act": "invented", "since": "yesterday"})
    content = answer.content.decode()
    assert "Choose one of the list." in content
    assert "Type a day as year-month-day" in content
    assert len(answer.context["rows"]) == 1


def test_an_act_without_words_is_among_the_others(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write(act="nobody.knows", subject="V7")
    assert subjects(client_of("tomas"), url("journal"), group="other") == ["V7"]


def test_pages_go_by_the_number_of_an_entry(cast: Cast, client_of: ClientOf, write: Write) -> None:
    for number in range(60):
        write(subject=f"V{number}")
    tomas, journal = client_of("tomas"), url("journal")
    first = tomas.get(journal, {"size": "25", "act": "file.imported"})
    page = first.context["page"]
    assert [line.entry.subject for line in page.lines] == [f"V{n}" for n in range(59, 34, -1)]
    assert page.newer is None
    second = tomas.get(journal, {"size": "25", "act": "file.imported", "before": page.older})
    page = second.context["page"]
    assert [line.entry.subject for line in page.lines] == [f"V{n}" for n in range(34, 9, -1)]
    last = tomas.get(journal, {"size": "25", "act": "file.imported", "before": page.older})
    assert last.context["page"].older is None
    again = tomas.get(
        journal,
        {"size": "25", "act": "file.imported", "after": last.context["page"].newer},
    )
    assert next(line.entry.subject for line in again.context["page"].lines) == "V34"
    beyond = tomas.get(journal, {"before": "1" * 24})
    assert beyond.context["rows"]


def test_a_page_asks_as_often_for_many_rows(
    cast: Cast,
    client_of: ClientOf,
    write: Write,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    write(subject="V1, M1", actor="mara")
    tomas = client_of("tomas")
    tomas.get(url("journal"))
    with django_assert_max_num_queries(100) as asked:
        tomas.get(url("journal"))
    few = len(asked)
    for number in range(40):
        write(subject=f"V{number}, M{number}", actor=("mara", "ilse", "teo")[number % 3])
    # Now and then a page notes that somebody is there.
    tomas.get(url("journal"))
    with django_assert_max_num_queries(few):
        tomas.get(url("journal"))


# A case and a person


def test_a_case_is_found_with_its_parts_and_its_person(
    cast: Cast, client_of: ClientOf, identified: Proposal, write: Write
) -> None:
    body, part = identified.remains, Remains.objects.get(number="V3")
    Reassociation.objects.create(
        incident=cast.incident, first=body, second=part, recorded_by=cast.sanna, reasons="One."
    )
    person = identified.missing_person
    write(act="picture.opened", subject="V3")
    write(act="request.told", subject=person.number)
    write(act="consent.recorded", subject=f"family {person.family_id}")
    Notice.objects.create(
        incident=cast.incident,
        number="N-0001",
        identification=identified.identification,
        missing_person=person,
        opened_by=cast.mara,
    )
    write(act="family.told", subject="N-0001")
    write(act="picture.opened", subject="V2")
    found = case_or_404(cast.tomas, cast.incident, "V3")
    assert set(found.remains) == {body.number, "V3"}
    assert found.persons == [person.number]
    for number in (body.number, "V3", person.number):
        about = subjects(client_of("tomas"), url("case", number=number))
        assert {"V3", person.number, f"family {person.family_id}", "N-0001"} <= set(about)
        assert f"{body.number}, {person.number}" in about
        assert "V2" not in about


def test_no_case_of_this_number(cast: Cast, client_of: ClientOf, imported: object) -> None:
    assert client_of("tomas").get(url("case", number="V99")).status_code == 404


def test_what_a_person_did_is_counted_by_kind(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write(act="picture.opened", subject="V1", actor="sanna")
    write(act="picture.opened", subject="V2", actor="sanna")
    write(act="remains.registered", subject="V2", actor="sanna")
    write(act="picture.opened", subject="V3", actor="mara")
    answer = client_of("tomas").get(url("person", username="sanna"))
    assert [(group, n) for group, _words, n in answer.context["counts"]] == [
        ("saw", 2),
        ("described", 1),
    ]
    assert subjects(client_of("tomas"), url("person", username="sanna"), group="saw") == [
        "V2",
        "V1",
    ]


def test_who_left_is_still_found_and_who_never_came_is_not(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write(actor="teo")
    Membership.objects.filter(user=cast.teo).delete()
    gone = client_of("tomas").get(url("person", username="teo"))
    assert "No role in this incident today." in gone.content.decode()
    assert client_of("tomas").get(url("person", username="piet")).status_code == 404
    assert client_of("tomas").get(url("person", username="nobody")).status_code == 404


# What it never shows


def test_ra_04_no_words_of_anybody_stand_on_a_page(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write(details={"purpose": "law", "purpose_in_words": "for Olena Marchuk", "rows_count": 31})
    content = client_of("tomas").get(url("journal")).content.decode()
    assert "Marchuk" not in content
    assert "words, or nothing: not shown" in content
    assert "31" in content


# Taking out


def wish(**more: str) -> dict[str, str]:
    return {"purpose": "law", "words": "For the court of audit, yearly report."} | more


def test_ra_03_an_extract_names_its_purpose_and_the_head(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write(act="picture.opened", subject="V1", details={"words": "as a mother asked"})
    write(act="remains.registered", subject="V2")
    number, last_hash = head()
    answer = client_of("tomas").post(f"{url('extract')}?group=saw", wish())
    lines = answer.content.decode("utf-8-sig").splitlines()
    heading = [line for line in lines if line.startswith("#")]
    assert "cannot be verified by itself" in heading[0]
    assert f"{number}, hash {last_hash}" in heading[-1]
    assert "purpose: law" in heading[2]
    table = list(csv.DictReader(io.StringIO("\n".join(lines[len(heading) :]))))
    assert [(row["subject"], row["in_words"]) for row in table] == [("V1", "picture opened")]
    assert "mother" not in answer.content.decode()
    entry = Entry.objects.latest("sequence")
    assert entry.act == "register.taken_out"
    assert entry.details["rows_count"] == 1
    assert entry.details["purpose"] == "law"


def test_ra_03_without_a_purpose_nothing_goes_out(
    cast: Cast, client_of: ClientOf, write: Write
) -> None:
    write()
    empty = client_of("tomas").post(url("extract"), {"purpose": "", "words": ""})
    assert empty.status_code == 422
    short = client_of("tomas").post(url("extract"), wish(words="court"))
    assert short.status_code == 409
    assert "EX-01" in short.content.decode()
    assert not Entry.objects.filter(act="register.taken_out").exists()


def test_ra_05_a_long_list_is_no_extract(
    cast: Cast, write: Write, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    write()
    filters = filters_of(cast.incident, client_of("tomas").get(url("journal")).wsgi_request.GET)
    with pytest.raises(ExtractRefused, match="More than 2 entries"):
        take_extract(user=cast.tomas, incident=cast.incident, filters=filters, most=2, **wish())


def test_the_signed_export_holds_that_it_was_taken(
    cast: Cast, client_of: ClientOf, identified: Proposal
) -> None:
    answer = client_of("tomas").post(url("journal_export"))
    verdict = verify_journal(answer.content)
    assert verdict.sound
    assert verdict.head["incident"] == "marel-valley"
    assert Entry.objects.latest("sequence").act == "journal.exported"
    assert b"journal.exported" in answer.content


def test_an_auditor_who_may_take_nothing_out_takes_no_extract(
    cast: Cast, client_of: ClientOf
) -> None:
    Membership.objects.filter(user=cast.tomas).update(role=Role.NOTIFIER)
    assert client_of("tomas").post(url("extract"), wish()).status_code == 403

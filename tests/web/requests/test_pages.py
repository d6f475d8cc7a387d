"""The pages of requests: steps of a draft, parts and versions, consent, side by side."""

from __future__ import annotations

from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from antigone.web.incidents import desk
from antigone.web.records.models import Family, ImportedFile, SamePerson
from antigone.web.requests.drafts import read_draft
from antigone.web.requests.models import (
    ConsentGiven,
    NotSame,
    RequestDraft,
    Told,
    TracingRequest,
)
from antigone.web.requests.parts import PARTS
from antigone.web.requests.telling import newest
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page, html_of
from tests.web.records.conftest import data, imported
from tests.web.requests.taking import ALL, ENQUIRER, SOUGHT, answer, draft_of, take

__all__ = ["data", "imported"]

TOLD = {"told_on": "2026-10-20", "how": "in_person", "certainty": "sure"}


def url(view: str, **kwargs: object) -> str:
    return reverse(f"requests:{view}", kwargs={"incident": "marel-valley", **kwargs})


def rows(name: str, *found: dict[str, str]) -> dict[str, Any]:
    """What a browser sends for a list."""
    sent = {f"{name}-TOTAL_FORMS": len(found), f"{name}-INITIAL_FORMS": 0}
    return sent | {f"{name}-{at}-{k}": v for at, row in enumerate(found) for k, v in row.items()}


def told(response: HttpResponseBase) -> str:
    return " ".join(html_of(response).split())


@pytest.fixture
def nadia(client_of: ClientOf) -> Client:
    return client_of("nadia")


def test_a_request_is_taken_step_by_step(cast: Cast, nadia: Client) -> None:
    begun = nadia.post(url("begin"))
    draft = RequestDraft.objects.get()
    assert begun.headers["Location"] == url("draft_step", pk=draft.pk, part="enquirer")
    enquirer = {"name_own": "Лідія Орлевич", "seen": 1, **TOLD, **rows("informants", {})}
    kept = nadia.post(begun.headers["Location"], enquirer)
    step = url("draft_person_step", pk=draft.pk, person=1, part="sought")
    assert kept.headers["Location"] == step
    sought = {"relation": "mother", "sex": "M", "seen": 2, **TOLD}
    names = rows("names", {"family": "Орлевич", "given": "Давид"}, {})
    assert nadia.post(step, {**sought, **names, "leave": "on"}).status_code == 302
    page = nadia.get(url("draft", pk=draft.pk))
    check_page(page)
    assert "Орлевич, Давид" in told(page)
    assert "Pedigree of 3 persons" in told(page)
    numbers = {"request": "TR-0001", "person_0": "AM-0001"}
    taken = nadia.post(url("draft", pk=draft.pk), numbers)
    request = TracingRequest.objects.get()
    assert taken.headers["Location"] == url("consents", pk=request.family_id)
    assert nadia.get(url("draft", pk=draft.pk)).status_code == 404


def test_another_row_keeps_what_was_typed_and_stores_nothing(cast: Cast, nadia: Client) -> None:
    draft = draft_of(cast)
    step = url("draft_person_step", pk=draft.pk, person=1, part="sought")
    typed = {"circumstances": "Typed, not kept", "seen": draft.version, "another": "names"}
    page = nadia.post(step, {**typed, **rows("names", {"family": "Typed"}, {})})
    assert page.status_code == 200
    html = html_of(page)
    assert "Typed, not kept" in html
    assert 'value="Typed"' in html
    assert 'name="names-1-family"' in html
    assert 'name="names-2-family"' not in html
    assert read_draft(RequestDraft.objects.get()).persons[0]["sought"] == SOUGHT


def test_errors_stand_at_their_fields_and_nothing_is_kept(cast: Cast, nadia: Client) -> None:
    draft = draft_of(cast)
    step = url("draft_person_step", pk=draft.pk, person=1, part="sought")
    wrong = {
        **TOLD,
        "sex": "M",
        "seen": draft.version,
        "born_on": "2999-01-01",
        "latitude": "48",
        "told_on": "",
    }
    page = nadia.post(step, {**wrong, **rows("names", {"script": "Latin"})})
    assert page.status_code == 422
    text = told(page)
    for words in ("still to come", "latitude and longitude", "one part of the name at least"):
        assert words in text
    assert text.count('class="error"') == 5
    draft.refresh_from_db()
    assert draft.version == int(wrong["seen"])  # type: ignore[call-overload]


def test_characters_that_cannot_be_seen_are_refused(cast: Cast, nadia: Client) -> None:
    draft = draft_of(cast)
    step = url("draft_person_step", pk=draft.pk, person=1, part="sought")
    sent = {"relation": "mother", "sex": "M", "seen": draft.version, **TOLD}
    page = nadia.post(step, {**sent, **rows("names", {"family": "Orl\u202eevych"})})
    assert page.status_code == 422
    assert "cannot be seen" in told(page)


def test_the_chart_of_teeth_is_stepped_and_kept(cast: Cast, nadia: Client) -> None:
    draft = draft_of(cast)
    step = url("draft_person_step", pk=draft.pk, person=1, part="teeth")
    chart = {"chart-system": "interpol", "chart-source": "notes", "draft": "", "past": ""}
    base = {**TOLD, **chart, "shown": "16", "tooth": "16", "codes": "amf MOD", "dentist": "Dr P."}
    page = nadia.post(step, {**base, "seen": draft.version, "step": "set"})
    assert page.status_code == 200
    assert 'value="Dr P."' in html_of(page)
    assert "16:amf MOD" in html_of(page)
    kept = {**base, "seen": draft.version, "draft": "16:amf MOD"}
    assert nadia.post(step, kept).status_code == 302
    content = read_draft(RequestDraft.objects.get()).persons[0]["teeth"]
    assert content["chart"]["teeth"] == {"16": "amf MOD"}
    assert content["dentist"] == "Dr P."


def test_who_comes_second_sees_the_difference_and_loses_nothing(cast: Cast, nadia: Client) -> None:
    request = take(cast, ALL)
    missing = request.family.missing_persons.get()
    page = url("person_part", pk=missing.pk, part="description")
    first = {**TOLD, "eyes": "green", "seen": 1, **rows("marks", {})}
    assert nadia.post(page, first).status_code == 302
    second = {**TOLD, "eyes": "brown", "seen": 1, **rows("marks", {})}
    answer_ = nadia.post(page, second)
    assert answer_.status_code == 409
    text = told(answer_)
    assert "Somebody else kept this part meanwhile" in text
    assert "Nadia Sarkis kept a version" in text
    assert "<bdi>green</bdi>" in text
    assert "<bdi>brown</bdi>" in text
    check_page(answer_)
    assert Told.objects.filter(part="description").count() == 2
    assert nadia.post(page, {**second, "seen": 2}).status_code == 302
    versions = nadia.get(url("person_versions", pk=missing.pk, part="description"))
    assert [f"Version {n}</h2>" in told(versions) for n in (1, 2, 3)] == [True] * 3
    check_page(versions)


@pytest.mark.parametrize(
    ("who", "told_of", "contacts"),
    [
        ("nadia", True, True),
        ("mara", True, True),
        ("ruth", True, True),
        ("oyelin", True, False),
        ("halvar", True, False),
        ("ilse", True, False),
        ("tomas", False, False),
        ("teo", False, False),
    ],
)
def test_contacts_are_for_those_who_speak_with_the_family(
    cast: Cast, client_of: ClientOf, who: str, told_of: bool, contacts: bool
) -> None:
    request = take(cast, {"sought": {**SOUGHT, "told_by": "Her neighbour"}})
    page = client_of(who).get(url("request", pk=request.family_id))
    assert page.status_code == 200
    check_page(page)
    text = html_of(page)
    assert ("He went to fetch water." in text) == told_of
    assert ("Давид" in text) == told_of
    for word in ("Лідія", "+380 44", "Her employer", "Her neighbour"):
        assert (word in text) == contacts, word


def test_the_list_is_filtered(cast: Cast, nadia: Client) -> None:
    owed, covered = take(cast, ALL), take(cast)
    answer(cast, covered)

    def listed(**query: str) -> list[str]:
        page = nadia.get(url("list"), query)
        check_page(page)
        return [one.number for one in (owed, covered) if f">{one.number}<" in html_of(page)]

    assert listed() == ["TR-0001", "TR-0002"]
    assert listed(lacking="consent") == ["TR-0001"]
    assert listed(lacking="records") == ["TR-0001"]
    assert listed(lacking="donors") == ["TR-0001", "TR-0002"]
    assert listed(status="withdrawn") == []
    assert listed(q="AM-0002") == ["TR-0002"]
    assert listed(q="орлев") == ["TR-0001", "TR-0002"]


def test_what_waits_is_told_to_those_who_take_requests(cast: Cast) -> None:
    take(cast, ALL)
    titles = [task.title for task in desk.awaiting(cast.nadia)]
    assert "No consent yet for TR-0001" in titles
    assert "Records owed for TR-0001" in titles
    assert not [t for t in desk.awaiting(cast.oyelin) if "TR-0001" in t.title]


def test_consent_is_recorded_and_withdrawn_on_its_pages(cast: Cast, nadia: Client) -> None:
    family = take(cast).family
    page = url("consent", pk=family.pk, purpose="search")
    check_page(nadia.get(page))
    sent = {
        "answer": "yes",
        "asked": "Лідія Орлевич",
        "capacity": "next_of_kin",
        "language": "Ukrainian",
        "given_on": "2026-10-20",
        "interviewer": "Nadia Sarkis",
        "kind": "consent",
    }
    lacking = nadia.post(page, {**sent, "language": ""})
    assert lacking.status_code == 422
    assert "CO-11: Say in which language the text was read." in told(lacking)
    assert nadia.post(page, sent).status_code == 302
    overview = nadia.get(url("consents", pk=family.pk))
    check_page(overview)
    assert "Newest answer: yes." in told(overview)
    withdraw = url("consent_withdraw", pk=family.pk, purpose="search")
    first = nadia.get(withdraw)
    check_page(first)
    assert "Everything that the family told" in told(first)
    refused = nadia.post(withdraw, {"reason": "By telephone."})
    assert refused.status_code == 422
    assert "CO-07" in told(refused)
    assert nadia.post(withdraw, {"reason": "By telephone.", "confirmed": "on"}).status_code == 302
    assert "Newest answer: withdrawn." in told(nadia.get(url("consents", pk=family.pk)))
    assert "Лідія" not in told(nadia.get(url("request", pk=family.pk)))
    assert [row.answer for row in ConsentGiven.objects.all()] == ["yes", "withdrawn"]


def test_names_of_who_was_asked_are_for_those_who_speak_with_the_family(
    cast: Cast, client_of: ClientOf
) -> None:
    request = take(cast)
    answer(cast, request)
    page = url("consents", pk=request.family_id)
    assert "Yusra Halabi-Noor" in html_of(client_of("ruth").get(page))
    assert "Yusra Halabi-Noor" not in html_of(client_of("oyelin").get(page))


def test_two_requests_are_joined_and_parted_on_their_pages(cast: Cast, nadia: Client) -> None:
    take(cast)
    take(
        cast,
        {"sought": {**SOUGHT, "relation": "sister"}},
        enquirer={**ENQUIRER, "name_own": "Ганна"},
    )
    one, other = (r.family.missing_persons.get() for r in TracingRequest.objects.order_by("pk"))
    assert f"/{one.pk}/{other.pk}/" in html_of(nadia.get(url("same")))
    page = url("compare", first=one.pk, second=other.pk)
    check_page(nadia.get(page))
    assert nadia.post(page, {"reasons": " "}).status_code == 422
    assert nadia.post(page, {"reasons": "The mother says so."}).status_code == 302
    request = nadia.get(url("request", pk=one.family_id))
    check_page(request)
    assert "joined with" in told(request)
    join = SamePerson.objects.get()
    part = url("part_again", pk=join.pk)
    check_page(nadia.get(part))
    assert nadia.post(part, {"reasons": "A namesake."}).status_code == 302
    assert "Parted by Nadia Sarkis" in told(nadia.get(url("same")))
    assert nadia.post(page, {"reasons": "Cousins.", "apart": "on"}).status_code == 302
    assert NotSame.objects.count() == 1


def test_an_imported_family_has_a_page_for_its_request(
    cast: Cast, nadia: Client, imported: ImportedFile
) -> None:
    page = nadia.get(url("request", pk=Family.objects.get(name="F1").pk))
    check_page(page)
    assert "came in with a file" in told(page)


def test_every_part_is_shown_again_as_it_was_told(cast: Cast, nadia: Client) -> None:
    request = take(cast, ALL)
    missing = request.family.missing_persons.get()
    for key in ALL:
        page = nadia.get(url("person_part", pk=missing.pk, part=key))
        check_page(page)
        seen = newest(request, missing)[key].told.version
        assert f'name="seen" value="{seen}"' in html_of(page)
    assert 'value="Орлевич"' in html_of(nadia.get(url("person_part", pk=missing.pk, part="sought")))
    assert PARTS["enquirer"].private

"""Pages of the record of the dead: a person's way through all of it, and what each may see."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from antigone.policy.deaths import Receiver
from antigone.web.accounts.models import Agency
from antigone.web.board.acts.release import release
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification
from antigone.web.deaths.acts.burying import enter_grave
from antigone.web.deaths.acts.certifying import issue_certificate
from antigone.web.deaths.acts.handing import hand_over_effects, hand_over_remains
from antigone.web.deaths.models import (
    Certificate,
    ContentsList,
    DeathRecord,
    GraveEvent,
    Handover,
    TagCheck,
)
from antigone.web.deaths.sealed import particulars_in
from antigone.web.deaths.standing import newest_version
from antigone.web.incidents.models import Incident
from antigone.web.records.models import Remains
from tests.web.conftest import Cast, ClientOf, NoneNamed
from tests.web.deaths.conftest import BURIED, NAMED, given, read_by_two

LANGUAGES = ("en", "uk", "ru", "fr", "es", "ar")


def at(view: str, record: DeathRecord, **more: object) -> str:
    kwargs = {"incident": record.incident.slug, "number": record.number, **more}
    return reverse(f"deaths:{view}", kwargs=kwargs)


def of(view: str, record: DeathRecord, pk: int) -> str:
    return reverse(f"deaths:{view}", kwargs={"incident": record.incident.slug, "pk": pk})


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def offered(page: str, name: str, nth: int = 0) -> str:
    """What the form sends to take over the nth thing that is offered for a particular."""
    select = page[page.index(f'<select name="take_{name}"') :].split("</select>", 1)[0]
    found: list[str] = re.findall(r'<option value="(\w+)"', select)
    return found[nth]


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_record_is_begun_and_its_particulars_are_confirmed(
    client_of: ClientOf, cast: Cast, identified: object
) -> None:
    mara = client_of("mara")
    remains = Remains.objects.select_related("incident").get(number="V1")
    begin = reverse("deaths:of_remains", args=[cast.incident.slug, "V1"])
    assert "Begin the record" in text(mara, begin)
    assert begin in text(mara, remains.get_absolute_url())
    answer = mara.post(begin)
    record = DeathRecord.objects.select_related("incident").get()
    form = at("particulars", record)
    assert answer.headers["Location"] == form
    page = text(mara, form)
    # Proposed, and filled in nowhere.
    assert "Орлевич (told by the family)" in page
    assert 'value="Орлевич"' not in page
    refused = mara.post(form, {"seen": 0, "rank": "corporal"})
    assert refused.status_code == 409
    assert "DE-03" in refused.content.decode()
    wrong = mara.post(form, {"seen": 0, "born": "31 May"})
    assert wrong.status_code == 422
    assert "Write a year, a month or a day" in wrong.content.decode()
    stands = Identification.objects.get().pk
    names = {"first_names": "Давид", "from_first_names": "family"}
    sent = {"seen": 0, "rests_on": stands, "take_surname": offered(page, "surname"), **names}
    assert mara.post(form, sent).status_code == 302
    version = newest_version(record)
    assert version is not None
    assert particulars_in(version)["surname"].value == "Орлевич"
    assert mara.get(begin).headers["Location"] == record.get_absolute_url()
    assert "Орлевич, Давид" in text(mara, record.get_absolute_url())
    assert "Орлевич, Давид" in text(mara, reverse("deaths:list", args=[cast.incident.slug]))
    late = mara.post(form, {"seen": 0, "rank": "corporal", "from_rank": "disc", "because": "x"})
    assert late.status_code == 409
    assert "Somebody was faster" in late.content.decode()


def test_names_and_contacts_are_shown_to_whoever_may_see_them(
    client_of: ClientOf, cast: Cast, named: DeathRecord
) -> None:
    page = text(client_of("mara"), named.get_absolute_url())
    assert "Орлевич" in page
    assert "Sadova 3" in page
    page = text(client_of("sanna"), named.get_absolute_url())
    assert "Орлевич" in page
    assert "Sadova 3" not in page
    page = text(client_of("teo"), named.get_absolute_url())
    assert "Орлевич" not in page
    assert "АА-118204" in page
    assert "Орлевич" not in text(
        client_of("teo"), reverse("deaths:list", args=[cast.incident.slug])
    )
    assert client_of("tomas").get(named.get_absolute_url()).status_code == 403
    assert client_of("piet").get(named.get_absolute_url()).status_code == 404


def test_a_contact_that_one_does_not_see_stays(
    client_of: ClientOf, cast: Cast, named: DeathRecord
) -> None:
    sanna = client_of("sanna")
    stands = Identification.objects.get().pk
    names = {"surname": "Орлевич", "from_surname": "family"}
    sent = {"seen": 1, "rests_on": stands, **names, "because": "Shorter."}
    assert sanna.post(at("particulars", named), sent).status_code == 302
    version = newest_version(named)
    assert version is not None
    assert particulars_in(version)["inform"] == NAMED["inform"]


def test_partial_sight_holds(client_of: ClientOf, cast: Cast, named: DeathRecord) -> None:
    """Another agency leads, and the mortuary's agency sees its remains, not the family."""
    leader = Agency.objects.create(name="Leader", short="L")
    Incident.objects.filter(pk=cast.incident.pk).update(agency=leader)
    sanna = client_of("sanna")
    assert sanna.get(named.get_absolute_url()).status_code == 404
    Remains.objects.filter(number="V1").update(agency=cast.sanna.agency)
    page = text(sanna, named.get_absolute_url())
    assert "Орлевич" not in page
    assert "Орлевич" not in text(sanna, reverse("deaths:list", args=[cast.incident.slug]))
    assert "Орлевич" not in text(sanna, at("particulars", named))
    stands = Identification.objects.get().pk
    read = {"rank": "corporal", "from_rank": "disc"}
    sent = {"seen": 1, "rests_on": stands, **read, "because": "The disc was cleaned."}
    assert sanna.post(at("particulars", named), sent).status_code == 302
    version = newest_version(named)
    assert version is not None
    assert particulars_in(version)["surname"] == NAMED["surname"]


def test_a_certificate_is_issued_and_printed_in_six_languages(
    client_of: ClientOf, cast: Cast, named: DeathRecord
) -> None:
    sanna = client_of("sanna")
    page = at("certificate", named)
    assert "DE-05" in text(sanna, page)
    assert sanna.post(page).status_code == 302
    again = sanna.post(page)
    assert again.status_code == 409
    assert "DE-06" in again.content.decode()
    url = of("certificate_paper", named, Certificate.objects.get().pk)
    early = sanna.get(url, {"copy": "family"}, follow=True)
    assert "DE-13" in early.content.decode()
    assert "copy=family" not in early.content.decode()
    release(user=cast.mara, identification=Identification.objects.get())
    assert "copy=family" in text(sanna, page)
    for language in LANGUAGES:
        pdf = sanna.get(url, {"language": language}).content
        assert "Орлевич" in words(pdf)
        assert list(PdfReader(io.BytesIO(pdf)).attachments) == ["C-0001.json"]
        assert "Could not be determined." in words(pdf)
        copy = sanna.get(url, {"language": language, "copy": "family"}).content
        assert "Орлевич" in words(copy)
        # Cause and circumstances are told by a person.
        assert "Could not be determined." not in words(copy)
        assert not PdfReader(io.BytesIO(copy)).attachments
    assert client_of("teo").get(url).status_code == 403


def test_a_certificate_that_fell_says_so(
    client_of: ClientOf,
    cast: Cast,
    named: DeathRecord,
    identification: Identification,
    none_named: NoneNamed,
) -> None:
    certificate = issue_certificate(user=cast.sanna, record=named)
    reopen(user=cast.ilse, decision=identification, cause="A sample was swapped.")
    sanna = client_of("sanna")
    assert "the identification fell" in text(sanna, at("certificate", named))
    pdf = sanna.get(of("certificate_paper", named, certificate.pk), {"language": "en"}).content
    assert "Not valid any more" in words(pdf)
    assert "in doubt" in text(sanna, named.get_absolute_url())
    assert f"The record {named.number} is in doubt" in text(sanna, "/")
    with none_named():
        assert "1 more record of the dead is in doubt" in text(sanna, "/")


def test_a_grave_is_entered_corrected_and_listed(
    client_of: ClientOf, cast: Cast, named: DeathRecord
) -> None:
    sanna = client_of("sanna")
    page = at("grave", named)
    sent = {name: value for name, value in BURIED.__dict__.items() if value not in (None, False)}
    refused = sanna.post(page, {**sent, "marking": ""})
    assert refused.status_code == 409
    assert "DE-10" in refused.content.decode()
    assert sanna.post(page, sent).status_code == 302
    event = GraveEvent.objects.get()
    correct = of("correct_grave", named, event.pk)
    assert "Plot 3, row 2, number 14" in text(sanna, correct)
    moved = {**sent, "position": "Plot 4", "because": "The plan was turned."}
    assert sanna.post(correct, moved).status_code == 302
    assert "corrected since" in text(sanna, page)
    graves = reverse("deaths:graves", args=[cast.incident.slug])
    listed = text(sanna, graves)
    assert "Plot 4" in listed
    assert "Plot 3" not in listed
    assert "48.123456, 37.654321" in listed
    assert "None fits the filter" in text(sanna, f"{graves}?q=Vyshneve")
    paper = reverse("deaths:graves_paper", args=[cast.incident.slug])
    for language in LANGUAGES:
        assert "Plot 4" in words(sanna.get(paper, {"language": language}).content)


def test_effects_are_packed_listed_and_forwarded(
    client_of: ClientOf, cast: Cast, named: DeathRecord
) -> None:
    sanna = client_of("sanna")
    page = at("effects", named)
    assert "identity disc: АА-118204" in text(sanna, page)
    sent = {
        "part": "V1",
        "kind": "effects",
        "articles": "identity disc: АА-118204\nwatch",
        "money": "120,50 UAH in notes",
        "seal": "4471",
        "packed_by": "Sanna Feld",
        "function": "Mortuary staff",
        "counted_by": "Teo Varga-Lind",
        "at": (timezone.localtime() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "place": "Cold room 2",
    }
    refused = sanna.post(page, {**sent, "counted_by": "sanna feld", "money": "much"})
    assert refused.status_code == 409
    assert "DE-11" in refused.content.decode()
    assert "DE-12" in refused.content.decode()
    assert sanna.post(page, sent).status_code == 302
    row = ContentsList.objects.get()
    assert "in notes: 120.50 UAH" in text(sanna, page)
    paper = words(sanna.get(of("packet_paper", named, row.packet_id), {"language": "en"}).content)
    assert "3 articles, the complete list" in paper
    count = of("count", named, row.packet_id)
    anew = {**sent, "seal": "4490", "seal_found": "4471", "whole": "on", "because": "A look."}
    assert sanna.post(count, anew).status_code == 302
    to = at("hand_over", named, what="effects", to="bureau")
    assert row.packet.code in text(sanna, to)
    handed = {
        "packets": [row.packet.code],
        "seals": "on",
        "to_name": "Jo Marek",
        "to_function": "Registrar",
        "given_by": "Sanna Feld",
        "given_function": "Mortuary staff",
        "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "place": "Marel",
        **wishes_in(text(sanna, to)),
    }
    unread = sanna.post(to, {**handed, "wishes_read": ""})
    assert unread.status_code == 409
    assert "DE-15" in unread.content.decode()
    assert sanna.post(to, handed).status_code == 302
    receipt = of("receipt", named, Handover.objects.get().pk)
    for language in LANGUAGES:
        assert "4490" in words(sanna.get(receipt, {"language": language}).content)


def wishes_in(page: str) -> dict[str, str]:
    """The wishes that a page shows, as its form sends them."""
    begin = page.index('name="wishes" value="') + len('name="wishes" value="')
    return {"wishes": page[begin : page.index('"', begin)], "wishes_read": "on"}


def test_remains_go_to_the_family_when_every_rule_is_met(
    client_of: ClientOf, cast: Cast, named: DeathRecord, released: Identification
) -> None:
    sanna = client_of("sanna")
    to = at("hand_over", named, what="remains", to="family")
    before = text(sanna, to)
    assert "To rest in Vyshneve" in before
    assert "disabled" in before
    tag = reverse("deaths:tag", args=[cast.incident.slug, "V1"])
    for name in ("sanna", "teo"):
        assert client_of(name).post(tag, {"typed": "v1"}).status_code == 302
    assert TagCheck.objects.filter(equal=True).count() == 2
    handed = {
        "to_name": "Lidiia Orlevych",
        "to_function": "mother",
        "given_by": "Sanna Feld",
        "given_function": "Mortuary staff",
        "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "place": "Marel",
        **wishes_in(text(sanna, to)),
    }
    assert sanna.post(to, handed).status_code == 302
    assert "Lidiia Orlevych" in text(sanna, at("handing", named))
    assert "Lidiia Orlevych" not in text(client_of("teo"), at("handing", named))
    assert sanna.get(at("hand_over", named, what="remains", to="bureau")).status_code == 404
    assert client_of("teo").get(to).status_code == 403
    row = Handover.objects.get()
    Handover.objects.update(note="See photo.jpg")
    answer = sanna.get(of("receipt", named, row.pk), follow=True)
    assert "not words alone" in answer.content.decode()
    back = {"at": handed["at"], "because": "The hearse broke down."}
    assert sanna.post(of("back", named, row.pk), back).status_code == 302
    assert "The hearse broke down." in text(sanna, at("handing", named))


def test_who_got_something_in_error_is_told(
    client_of: ClientOf, cast: Cast, named: DeathRecord, released: Identification
) -> None:
    read_by_two(cast, named.remains)
    row = hand_over_remains(user=cast.sanna, record=named, given=given())
    mara, recall = client_of("mara"), of("recall", named, row.pk)
    assert "Nothing to correct" in text(mara, recall)
    reopen(user=cast.ilse, decision=released, cause="A sample was swapped.")
    assert "was not told" in text(mara, "/")
    told = {
        "told_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "told_by": "Ruth Amsel",
        "agreed": "The grave is opened on Monday.",
    }
    assert mara.post(recall, told).status_code == 302
    assert "They were told" in text(mara, recall)
    assert "was not told" not in text(mara, "/")
    assert mara.post(recall, told).status_code == 409


@pytest.mark.parametrize(
    "view", ["record", "history", "certificate", "grave", "effects", "handing"]
)
def test_empty_pages_say_what_comes_next(
    client_of: ClientOf, cast: Cast, nameless: DeathRecord, view: str
) -> None:
    assert "Not yet identified" in text(client_of("sanna"), at(view, nameless))


def test_history_shows_all(
    client_of: ClientOf, cast: Cast, named: DeathRecord, packet: ContentsList
) -> None:
    enter_grave(user=cast.sanna, record=named, buried=BURIED)
    hand_over_effects(
        user=cast.sanna, record=named, packets=[packet.packet], given=given(Receiver.BUREAU)
    )
    page = text(client_of("mara"), at("history", named))
    assert "Cemetery of Marel" in page
    assert "the Bureau" in page


def test_what_is_missing_is_owed(client_of: ClientOf, cast: Cast, named: DeathRecord) -> None:
    url = reverse("assignments:owed", args=[cast.incident.slug])
    sanna = client_of("sanna")
    assert "V1" in text(sanna, f"{url}?what=death-certificate")
    issue_certificate(user=cast.sanna, record=named)
    owed = text(sanna, f"{url}?what=death-certificate").split("<main", 1)[1]
    # A form holds letters by chance: V1 as a word of its own.
    assert not re.search(r"\bV1\b", owed)

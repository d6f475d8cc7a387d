"""Pages of recipients and packages."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdf
import pyrage  # type: ignore[import-untyped]
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification
from antigone.web.deaths.models import DeathRecord
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family
from antigone.web.transmissions.models import Package, Recipient
from antigone.web.transmissions.printed import contents, printed_list
from tests.web.conftest import Cast, ClientOf, NoneNamed
from tests.web.page import html_of
from tests.web.transmissions.conftest import PURPOSE, Bureau, drafted, made, sent


def at(name: str, *arguments: object) -> str:
    return reverse(f"transmissions:{name}", args=["marel-valley", *arguments])


@pytest.fixture
def piet(client_of: ClientOf, second: User) -> Client:
    return client_of("piet")


def test_a_day_from_a_key_to_an_answer(
    client_of: ClientOf,
    cast: Cast,
    piet: Client,
    records: list[DeathRecord],
    none_named: NoneNamed,
) -> None:
    mara = client_of("mara")
    assert "No recipient yet" in html_of(mara.get(at("list")))
    identity = pyrage.x25519.Identity.generate()
    entered = {"name": "Central Tracing Agency", "short": "CTA", "kind": "central_agency"}
    entered["public"] = str(identity.to_public())
    assert mara.post(at("new_recipient"), entered).status_code == 302
    recipient = Recipient.objects.get()
    page = html_of(mara.get(at("recipient", recipient.pk)))
    assert "Somebody else than who entered this key confirms it." in page
    assert "The key of Central Tracing Agency waits to be compared" in html_of(piet.get("/"))
    key = recipient.keys.get()
    confirm = {"act": "confirm", "key_pk": key.pk, "spoken_with": "Lucie Favre"}
    refused = mara.post(at("recipient", recipient.pk), confirm)
    assert refused.status_code == 409
    assert "TM-01" in html_of(refused)
    assert piet.post(at("recipient", recipient.pk), confirm).status_code == 302

    page = html_of(mara.get(at("draft", recipient.pk)))
    numbers = [record.number for record in records]
    assert all(number in page for number in numbers)
    done = mara.post(at("draft", recipient.pk), {"record": numbers})
    package = Package.objects.get()
    assert done.headers["Location"] == package.get_absolute_url()
    assert "A package to Central Tracing Agency waits for approval" in html_of(piet.get("/"))
    own = mara.get(package.get_absolute_url())
    assert "TM-02" in html_of(own)
    assert mara.post(package.get_absolute_url(), {"act": "approve"}).status_code == 409
    assert "Орлевич" in html_of(piet.get(at("item", package.pk, numbers[0])))
    assert piet.post(package.get_absolute_url(), {"act": "approve"}).status_code == 302
    assert "T-CTA-0001 to Central Tracing Agency waits to be taken out" in html_of(mara.get("/"))
    with none_named():
        assert "1 more package was not taken out" in html_of(mara.get("/"))

    out = {"what": "file", "purpose": "law", "words": PURPOSE}
    file = mara.post(at("take_out", package.pk), out)
    assert file.headers["Content-Disposition"] == 'attachment; filename="T-CTA-0001.age"'
    package.refresh_from_db()
    assert file.content == bytes(package.encrypted or b"")
    today = timezone.localdate().isoformat()
    answer = {"act": "answer", "kind": "acknowledged", "receipt": "CTA/2026/811", "day": today}
    lacking = mara.post(package.get_absolute_url(), answer | {"receipt": ""})
    assert lacking.status_code == 409
    assert "TM-09" in html_of(lacking)
    assert mara.post(package.get_absolute_url(), answer).status_code == 302
    assert "CTA/2026/811" in html_of(mara.get(package.get_absolute_url()))
    assert "acknowledged" in html_of(mara.get(at("list")))


def test_what_nobody_acknowledged_is_asked_after(
    client_of: ClientOf, cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = sent(cast, second, agency.recipient, named)
    words = "T-CTA-0001 is not acknowledged by Central Tracing Agency"
    assert words not in html_of(client_of("mara").get("/"))
    package.taken_out.update(at=timezone.now() - timedelta(days=15))
    assert words in html_of(client_of("mara").get("/"))
    assert words not in html_of(client_of("oyelin").get("/"))


def test_a_correction_that_is_due_waits_for_others(
    client_of: ClientOf, cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = sent(cast, second, agency.recipient, named)
    decision = Identification.objects.get(stands=True)
    reopen(user=cast.ilse, decision=decision, cause="Another tooth was found.")
    assert "1 correction is due to Central Tracing Agency" in html_of(client_of("mara").get("/"))
    page = html_of(client_of("mara").get(at("draft", agency.recipient.pk)))
    assert "name withdrawn" in page
    later = made(cast, second, agency.recipient, named)
    page = html_of(client_of("ilse").get(package.get_absolute_url()))
    assert "Corrected by a later package" in page
    assert later.number in page


def test_who_does_not_transmit_reads_numbers_and_no_names(
    client_of: ClientOf, cast: Cast, agency: Bureau, named: DeathRecord
) -> None:
    package = drafted(cast.mara, agency.recipient, named)
    tomas = client_of("tomas")
    page = html_of(tomas.get(package.get_absolute_url()))
    assert named.number in page
    assert "Орлевич" not in page
    assert "Approve: make the package" not in page
    assert tomas.get(at("item", package.pk, named.number)).status_code == 403
    assert tomas.post(package.get_absolute_url(), {"act": "approve"}).status_code == 403
    assert tomas.get(at("take_out", package.pk)).status_code == 403
    assert tomas.get(at("draft", agency.recipient.pk)).status_code == 403


def test_a_particular_is_withheld_on_its_page(
    client_of: ClientOf, cast: Cast, second: User, party: Bureau, named: DeathRecord, piet: Client
) -> None:
    package = drafted(cast.mara, party.recipient, named)
    url = at("item", package.pk, named.number)
    mara = client_of("mara")
    page = html_of(mara.get(url))
    assert "article 137, which speaks of civilians" in page
    assert "Withhold what may harm somebody" not in html_of(piet.get(url))
    short = mara.post(url, {"fields_withheld": ["inform"], "reason": "harm"})
    assert short.status_code == 409
    assert "TM-04" in html_of(short)
    sent_in = {"fields_withheld": ["inform"], "reason": "Lives under occupation."}
    assert mara.post(url, sent_in).status_code == 302
    page = html_of(piet.get(url))
    assert "Lidiia" not in page
    assert "Lives under occupation." in page
    assert mara.post(url, {"fields_withheld": ["remains"], "reason": "x"}).status_code == 422


def test_nothing_can_be_withheld_from_the_central_agency(
    client_of: ClientOf, cast: Cast, agency: Bureau, named: DeathRecord
) -> None:
    package = drafted(cast.mara, agency.recipient, named)
    page = html_of(client_of("mara").get(at("item", package.pk, named.number)))
    assert "Nothing is withheld from it but what a family does not allow." in page
    assert "fields_withheld" not in page


def test_a_draft_is_dropped_with_a_reason(
    client_of: ClientOf, cast: Cast, agency: Bureau, named: DeathRecord
) -> None:
    package = drafted(cast.mara, agency.recipient, named)
    mara = client_of("mara")
    url = package.get_absolute_url()
    assert mara.post(url, {"act": "drop", "because": ""}).status_code == 422
    assert mara.post(url, {"act": "drop", "because": "It waits."}).status_code == 302
    again = mara.post(url, {"act": "drop", "because": "It waits."})
    assert again.status_code == 409
    assert "Somebody approved or dropped this draft meanwhile." in html_of(again)
    assert "It waits." in html_of(mara.get(url))
    assert mara.post(at("take_out", package.pk), {"what": "file"}).status_code == 422


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"public": "age1"}, "This is no public key of age."),
        ({"short": "c t"}, "2 to 10 capital letters or digits."),
        ({"short": "CTA"}, "CTA"),
        ({"kind": "press"}, "press"),
    ],
)
def test_a_recipient_that_cannot_be_entered_is_refused_in_words(
    client_of: ClientOf, cast: Cast, agency: Bureau, changed: dict[str, str], words: str
) -> None:
    public = str(pyrage.x25519.Identity.generate().to_public())
    entered = {"name": "Bureau", "short": "BM", "kind": "bureau", "public": public} | changed
    answer = client_of("mara").post(at("new_recipient"), entered)
    assert answer.status_code == 422
    assert words in html_of(answer)
    assert Recipient.objects.count() == 1


def test_keys_and_recipients_are_ended(
    client_of: ClientOf, cast: Cast, agency: Bureau, named: DeathRecord
) -> None:
    mara, url = client_of("mara"), at("recipient", agency.recipient.pk)
    key = agency.recipient.keys.get()
    same = mara.post(url, {"act": "key", "public": key.public})
    assert same.status_code == 422
    assert "This key was entered before." in html_of(same)
    assert mara.post(url, {"act": "retire_key", "key_pk": key.pk}).status_code == 302
    page = html_of(mara.get(url))
    assert "The recipient has no key that a second person confirmed." in page
    assert mara.post(url, {"act": "retire", "because": "Closed."}).status_code == 302
    assert "Nothing goes to this recipient any more" in html_of(mara.get(url))
    assert mara.post(url, {"act": "nothing"}).status_code == 422


def test_the_printed_list_says_the_same(
    client_of: ClientOf, cast: Cast, second: User, agency: Bureau, records: list[DeathRecord]
) -> None:
    package = made(cast, second, agency.recipient, *records)
    out = {"what": "list", "purpose": "law", "words": PURPOSE}
    answer = client_of("mara").post(at("take_out", package.pk), out)
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    words = [page.extract_text() for page in pages]
    assert all("T-CTA-0001" in page for page in words)
    whole = " ".join(" ".join(words).split())
    for said in ("Орлевич", "АА-118204", "not yet identified", cast.mara.full_name):
        assert said in whole
    assert package.manifest_sha256[:16] in whole
    assert "articles 16 and 17" in whole


def test_the_printed_list_is_the_same_twice_and_in_another_language(
    cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = made(cast, second, agency.recipient, named)
    assert printed_list(package, "en") == printed_list(package, "en")
    assert printed_list(package, "ar").startswith(b"%PDF")


def test_of_a_family_that_withdrew_the_list_has_the_number_alone(
    client_of: ClientOf, cast: Cast, second: User, agency: Bureau, named: DeathRecord
) -> None:
    package = made(cast, second, agency.recipient, named)
    record_objection(user=cast.nadia, covered=Family.objects.get(name="F1"), reason="No more.")
    assert "Орлевич" not in str(contents(package))
    page = html_of(client_of("mara").get(at("item", package.pk, named.number)))
    assert "Not kept here any more" in page


def test_a_record_that_went_nowhere_is_owed(
    client_of: ClientOf, cast: Cast, second: User, agency: Bureau, nameless: DeathRecord
) -> None:
    url = reverse("assignments:owed", args=[cast.incident.slug])
    words = "The record of death went to no Bureau and not to the Central Agency"
    assert words in html_of(client_of("mara").get(url))
    made(cast, second, agency.recipient, nameless)
    assert words not in html_of(client_of("mara").get(url))

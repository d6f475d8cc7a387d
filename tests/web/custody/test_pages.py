"""The pages of custody: taken, divided, handed over, read, explained, found again."""

from __future__ import annotations

import pytest
from django.test import Client

from antigone.web.custody.finding import label_of
from antigone.web.custody.models import CustodyEvent, Explanation, Packet, Reading, Sample
from antigone.web.records.models import Person, Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.custody.making import DRIVER, HOUR, SANNA, START, a_broken_sample, a_sample, handed
from tests.web.page import check_page, html_of
from tests.web.records.conftest import Attest

AT = "/i/marel-valley"
TAKE = {
    "kind": "bone",
    "element": "right femur",
    "taken_at": "2026-10-09T09:10",
    "taken_by": "Sanna Feld",
    "taker_function": "mortuary technician",
    "taker_agency": "Institute of Forensic Medicine",
    "place": "mortuary, table 2",
    "seal": "4471",
}
PASS = {
    "at": "2026-10-09T10:10",
    "from_name": "Sanna Feld",
    "from_function": "mortuary technician",
    "from_agency": "Institute of Forensic Medicine",
    "to_name": "Dr Oyelin Harrow",
    "to_kind": "service",
    "to_function": "geneticist",
    "to_agency": "Institute of Forensic Genetics",
    "place": "laboratory, door 3",
    "reason": "For typing",
}


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    check_page(answer)
    return html_of(answer)


def main_of(page: str) -> str:
    """The page without its frame, whose foot names the last act of anybody."""
    return page.split("<main")[1].split("</main>")[0]


def test_a_sample_is_taken_and_shown(remains: Remains, client_of: ClientOf) -> None:
    client = client_of("sanna")
    url = f"{AT}/remains/V3/samples/new/"
    page_of(client, url)
    answer = client.post(url, TAKE | {"element": "", "place": ""})
    assert answer.status_code == 422
    assert "Say which one" in html_of(answer)
    assert "mortuary technician" in html_of(answer)
    assert not Sample.objects.exists()
    made = client.post(url, TAKE)
    sample = Sample.objects.get()
    assert made.headers["Location"] == sample.get_absolute_url()
    shown = page_of(client, sample.get_absolute_url())
    assert "right femur" in shown
    assert "Sealed with 4471." in shown
    assert sample.code in page_of(client, f"{AT}/remains/V3/custody/")
    assert sample.code in page_of(client, f"{AT}/samples/")


def test_it_is_divided_corrected_used_up(cast: Cast, remains: Remains, client_of: ClientOf) -> None:
    client, sample = client_of("sanna"), a_sample(cast, remains)
    url = sample.get_absolute_url()
    for part in ("divide", "correct", "state"):
        page_of(client, f"{url}{part}/")
    assert client.post(f"{url}divide/", TAKE | {"count": 99, "kind": "extract"}).status_code == 422
    client.post(f"{url}divide/", TAKE | {"count": 2, "kind": "extract"})
    assert sample.aliquots.count() == 2
    client.post(f"{url}correct/", TAKE | {"kind": "tooth", "element": "36", "because": "A tooth."})
    state = {"state": "consumed", "at": "2026-10-10T10:00", "decided_by": "Sanna Feld"}
    assert client.post(f"{url}state/", state).status_code == 422
    client.post(f"{url}state/", state | {"reason": "Nothing left."})
    shown = page_of(client, url)
    for words in ("used up", "Nothing left.", "A tooth.", "right femur", "36", "Aliquots"):
        assert words in shown
    listed = page_of(client, f"{AT}/samples/?show=gone")
    assert listed.count('role="rowheader"') == 1


def test_a_packet_is_packed(remains: Remains, client_of: ClientOf) -> None:
    client, url = client_of("sanna"), f"{AT}/remains/V3/packets/new/"
    page_of(client, url)
    sent = {
        "kind": "effects",
        "contents": "Items 1 to 4.",
        "packed_at": "2026-10-09T09:10",
        "packed_by": "Sanna Feld",
        "function": "technician",
        "agency": "Institute",
        "place": "table 2",
    }
    client.post(url, sent)
    shown = page_of(client, f"{AT}/remains/V3/custody/")
    assert Packet.objects.get().code in shown
    assert "Items 1 to 4." in shown


def test_many_are_handed_over_from_a_typed_list(
    cast: Cast, remains: Remains, client_of: ClientOf
) -> None:
    client, url = client_of("sanna"), f"{AT}/custody/hand-over/"
    first, second = (a_sample(cast, remains, seal=seal) for seal in ("4471", ""))
    empty = page_of(client, url)
    assert "Put at least one thing on the list first." in empty
    unknown = client.post(url, {"code": "PM-9999", "add": "1"})
    assert unknown.status_code == 422
    assert "PM-9999" in html_of(unknown)
    one = client.post(url, {"code": first.code.lower(), "add": "1"})
    shown = html_of(one)
    assert "Sealed with 4471." in shown
    assert 'value="Sanna Feld"' in shown, "who had it last gives"
    both = {"item": [f"AGS:{first.code}:{check(first)}", f"AGS:{second.code}:{check(second)}"]}
    seals = {f"sample-{first.pk}-seal": "intact", f"sample-{second.pk}-seal": "not_sealed"}
    answer = client.post(url, PASS | both | seals | {"hand": "1"})
    assert answer.status_code == 422
    assert "Give the number of the seal as it was read." in html_of(answer)
    assert CustodyEvent.objects.count() == 2
    seals[f"sample-{first.pk}-seal_old"] = "4471"
    assert client.post(url, PASS | both | seals | {"hand": "1"}).status_code == 302
    assert CustodyEvent.objects.count() == 4
    where = page_of(client, f"{AT}/custody/where/?q={first.code}")
    assert "With Dr Oyelin Harrow" in where
    assert "laboratory, door 3" in where


def check(sample: Sample) -> str:
    return label_of(sample).check


def test_something_is_taken_off_the_list(cast: Cast, remains: Remains, client_of: ClientOf) -> None:
    sample = a_sample(cast, remains)
    content = f"AGS:{sample.code}:{check(sample)}"
    answer = client_of("sanna").post(
        f"{AT}/custody/hand-over/", PASS | {"item": content, "remove": content}
    )
    assert "Nothing is on the list yet." in html_of(answer)
    assert 'value="laboratory, door 3"' in html_of(answer), "what was typed stays"


def test_who_gives_what_another_has_is_told_before(
    cast: Cast, remains: Remains, client_of: ClientOf
) -> None:
    sample = a_sample(cast, remains)
    handed(cast, sample, SANNA, DRIVER, START + HOUR)
    content = {"item": f"AGS:{sample.code}:{check(sample)}", "code": "", "add": "1"}
    answer = client_of("sanna").post(f"{AT}/custody/hand-over/", PASS | content)
    assert "somebody else had it" in html_of(answer)
    assert "was last with B. Aske-Romero" in html_of(answer)


def test_a_break_is_explained_and_an_entry_corrected(
    cast: Cast, remains: Remains, client_of: ClientOf
) -> None:
    client, sample = client_of("sanna"), a_broken_sample(cast, remains)
    url = f"{AT}/remains/V3/custody/"
    shown = page_of(client, url)
    assert "The chain is broken here" in shown
    assert "it was sealed with 4471" in shown
    event = CustodyEvent.objects.latest("pk")
    explain = f"{AT}/custody/breaks/sample-{sample.pk}-cu-03-{event.pk}/"
    assert f'href="{explain}"' in shown
    page_of(client, explain)
    assert client.post(explain, {"words": " "}).status_code == 422
    client.post(explain, {"words": "Two digits exchanged; the driver says so."})
    assert Explanation.objects.get().event == event
    assert "Two digits exchanged" in page_of(client, url)
    correct = f"{AT}/custody/entries/{event.pk}/correct/"
    assert "4417" in page_of(client, correct)
    sent = PASS | {
        "from_name": "B. Aske-Romero",
        "at": "2026-10-09T12:10",
        "seal": "intact",
        "seal_old": "4471",
        "because": "Misread.",
    }
    assert client.post(correct, sent).status_code == 302
    mended = page_of(client, url)
    assert "The chain is broken here" not in mended
    assert "Seal 4417 whole." in mended, "the old entry stays readable"
    assert client.get(explain).status_code == 404


def test_alleles_are_typed_twice(cast: Cast, remains: Remains, client_of: ClientOf) -> None:
    client = client_of("oyelin")
    bare = Remains.objects.create(incident=cast.incident, number="PM-0147", sex="M")
    sample = a_sample(cast, bare)
    url = f"{sample.get_absolute_url()}readings/new/"
    page_of(client, url)
    lab = {"laboratory": "IFG", "kit": "Kit 24", "reader": "Dr Harrow", "read_on": "2026-10-12"}
    alone = client.post(url, lab | {"marker-0": "8/9", "marker-1": "10", "marker-2": "OL/9"})
    assert alone.status_code == 422
    shown = html_of(alone)
    assert "homozygous" in shown
    assert "OL is no allele" in shown
    assert 'value="8/9"' in shown
    assert not Reading.objects.exists()
    typed = {"marker-0": "8/9", "marker-1": "10", "marker-1-one": "homozygous"}
    made = client.post(url, lab | typed)
    reading = Reading.objects.get()
    assert made.headers["Location"] == reading.get_absolute_url()
    waiting = page_of(client, reading.get_absolute_url())
    assert "8, 9" not in waiting, "the second typing is made from the paper"
    again = f"{reading.get_absolute_url()}again/"
    assert "8/9" not in page_of(client, again)
    assert client.post(again, {"marker-0": "8/10", "marker-1": "10/10"}).status_code == 302
    assert "differ at 1 marker" in page_of(client, reading.get_absolute_url())
    settle = f"{reading.get_absolute_url()}settle/"
    assert "first 8, 9; second 8, 10" in page_of(client, settle)
    client.post(settle, {"marker-0": "8/9"})
    assert "counts" in page_of(client, reading.get_absolute_url())
    assert "2 DNA markers typed" in page_of(client, "/i/marel-valley/remains/PM-0147/")
    assert client.get(settle).status_code == 302
    assert client_of("sanna").get(reading.get_absolute_url()).status_code == 403


def test_relatives_go_under_codes_and_consent_is_asked_for(
    cast: Cast, donor: Person, client_of: ClientOf, attest: Attest
) -> None:
    client = client_of("nadia")
    family = f"{AT}/sought/families/{donor.family_id}/custody/"
    assert "No live legal basis" in page_of(client, family)
    url = f"{AT}/sought/donors/{donor.pk}/samples/new/"
    basis = f"{AT}/sought/donors/{donor.pk}/basis/"
    assert f'href="{basis}"' in page_of(client, url)
    client.post(url, TAKE | {"kind": "buccal"})
    sample = Sample.objects.get()
    donor.refresh_from_db()
    assert donor.donor_code in page_of(client, family)
    shown = page_of(client, sample.get_absolute_url())
    assert donor.family.name not in main_of(shown)
    typing = page_of(client_of("oyelin"), f"{sample.get_absolute_url()}readings/new/")
    assert "Nothing may be read yet" in typing
    attest(donor)
    assert f'href="{basis}"' not in page_of(client, url)


def test_lists_are_filtered(cast: Cast, remains: Remains, client_of: ClientOf) -> None:
    client = client_of("sanna")
    broken, whole = a_broken_sample(cast, remains), a_sample(cast, remains)
    for query, expected in (
        ("", {broken, whole}),
        ("?show=broken", {broken}),
        ("?show=lab", {broken, whole}),
        (f"?q={whole.code}", {whole}),
        ("?q=V3", {broken, whole}),
        ("?show=gone", set()),
    ):
        rows = page_of(client, f"{AT}/samples/{query}").split("</thead>")[-1]
        found = {sample for sample in (broken, whole) if f">{sample.code}</span></a>" in rows}
        assert found == expected, query


@pytest.mark.parametrize("who", ["teo", "nadia", "halvar", "ilse"])
def test_each_side_is_shown_to_its_own(
    cast: Cast, remains: Remains, donor: Person, client_of: ClientOf, who: str
) -> None:
    client = client_of(who)
    of_remains, of_donor = a_sample(cast, remains), a_sample(cast, donor, kind="buccal")
    sees_remains, sees_families = who != "nadia", who != "teo"
    status = {True: 200, False: 403}
    assert client.get(of_remains.get_absolute_url()).status_code == status[sees_remains]
    assert client.get(of_donor.get_absolute_url()).status_code == status[sees_families]
    listed = main_of(page_of(client, f"{AT}/samples/"))
    assert (of_remains.code in listed, of_donor.code in listed) == (sees_remains, sees_families)
    asked = client.get(f"{AT}/custody/where/?q={of_donor.code}")
    assert asked.status_code == status[sees_families]

"""DE-18: what is of the dead goes to a family by the act that asks first, never by an entry of custody."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import antigone.web
from antigone.web.custody.acts.hand_over import correct_event, hand_over, pass_on
from antigone.web.custody.acts.passing import Passing, RuleStands, SealSeen
from antigone.web.custody.acts.take import pack
from antigone.web.custody.finding import label_of
from antigone.web.custody.items import Item
from antigone.web.custody.models import CustodyEvent, Packet, ReceivedBy
from antigone.web.journal.models import Entry
from antigone.web.records.models import Remains
from tests.web.conftest import Cast, ClientOf
from tests.web.custody.making import DRIVER, HOUR, SANNA, START, a_sample
from tests.web.custody.test_pages import AT, PASS, page_of
from tests.web.page import html_of

TO_DRIVER = Passing(START + HOUR, SANNA, DRIVER, "at the door", "to the other house")
TO_FAMILY = replace(TO_DRIVER, to_kind=ReceivedBy.PRIVATE)


@pytest.fixture
def packet(cast: Cast, remains: Remains) -> Packet:
    return pack(
        user=cast.sanna,
        remains=remains,
        kind="effects",
        contents="A ring.",
        packed_at=START,
        packer=SANNA,
        place="mortuary",
    )


def entered(cast: Cast, item: Item, passing: Passing) -> CustodyEvent:
    items = [(item, SealSeen())]
    (made,) = hand_over(user=cast.sanna, incident=cast.incident, items=items, passing=passing)
    return made


def test_de_18_no_entry_gives_remains_or_effects_to_a_family(
    cast: Cast, remains: Remains, packet: Packet
) -> None:
    before = CustodyEvent.objects.count(), Entry.objects.count()
    for item in (remains, packet):
        with pytest.raises(RuleStands, match="DE-18: "):
            entered(cast, item, TO_FAMILY)
    assert (CustodyEvent.objects.count(), Entry.objects.count()) == before
    assert entered(cast, remains, TO_DRIVER).to_kind == "service"
    assert Entry.objects.latest("pk").details["to_kind"] == "service"
    sample = a_sample(cast, remains)
    assert entered(cast, sample, TO_FAMILY).to_kind == "private", "such as a toothbrush, given back"


def test_de_18_no_correction_gives_to_a_family_or_takes_from_it(
    cast: Cast, remains: Remains
) -> None:
    ours, seen = entered(cast, remains, TO_DRIVER), SealSeen()
    with pytest.raises(RuleStands, match="DE-18"):
        correct_event(user=cast.sanna, event=ours, passing=TO_FAMILY, seen=seen, because="Misread.")
    items = [(remains, seen)]
    (theirs,) = pass_on(user=cast.sanna, incident=cast.incident, items=items, passing=TO_FAMILY)
    with pytest.raises(RuleStands, match="went to a family"):
        correct_event(
            user=cast.sanna, event=theirs, passing=TO_DRIVER, seen=seen, because="Misread."
        )
    later = replace(TO_FAMILY, at=START + 2 * HOUR)
    mended = correct_event(
        user=cast.sanna, event=theirs, passing=later, seen=seen, because="Another hour."
    )
    assert (mended.to_kind, mended.replaces) == ("private", theirs)


def test_de_18_the_page_asks_who_receives_and_says_where_it_is_done(
    cast: Cast, remains: Remains, client_of: ClientOf
) -> None:
    client, url = client_of("sanna"), f"{AT}/custody/hand-over/"
    assert "never from here (DE-18)" in page_of(client, url)
    sent = PASS | {
        "item": label_of(remains).content,
        f"remains-{remains.pk}-seal": "not_sealed",
        "hand": "1",
    }
    unsaid = {name: value for name, value in sent.items() if name != "to_kind"}
    assert client.post(url, unsaid).status_code == 422
    refused = client.post(url, sent | {"to_kind": "private", "to_function": "mother"})
    assert refused.status_code == 409
    assert "DE-18" in html_of(refused)
    assert "“Handing over” of the record of death" in html_of(refused)
    assert not CustodyEvent.objects.filter(remains=remains).exists()
    assert client.post(url, sent).status_code == 302
    event = CustodyEvent.objects.get(remains=remains)
    correct = f"{AT}/custody/entries/{event.pk}/correct/"
    wrong = sent | {"to_kind": "private", "seal": "not_sealed", "because": "Misread."}
    assert client.post(correct, wrong).status_code == 409


def test_de_18_nothing_else_writes_an_entry_of_custody() -> None:
    """Neither a file that is taken in nor the programming interface has a way of its own to a family."""
    makers, ways = set(), set()
    root = Path(antigone.web.__path__[0])
    for path in root.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                if call.func.id == "CustodyEvent":
                    makers.add(str(path.relative_to(root)))
                elif call.func.id == "pass_on":
                    ways.add(str(path.relative_to(root)))
        assert "CustodyEvent.objects.create" not in path.read_text(), path
        assert "CustodyEvent.objects.bulk_create" not in path.read_text(), path
    assert makers == {"custody/acts/passing.py"}
    assert {way.split("/")[0] for way in ways} == {"custody", "deaths"}

"""The pages of a meeting: the walk of four persons, what each sees, and what strangers do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from antigone.web.board.acts.ask_for_more import ask_for_more
from antigone.web.board.acts.comment import comment
from antigone.web.board.models import Proposal
from antigone.web.incidents.roles import Role
from antigone.web.meetings import desk
from antigone.web.meetings.acts.agenda import put_matter
from antigone.web.meetings.acts.attending import leave
from antigone.web.meetings.acts.closing import close
from antigone.web.meetings.acts.items import note, put_off
from antigone.web.meetings.models import AgendaItem, Meeting, Minutes
from tests.web.board.conftest import sign_as
from tests.web.board.test_pages import signing
from tests.web.conftest import Cast
from tests.web.meetings.making import planned_by

ClientOf = Callable[[str], Client]
SLUG = {"incident": "marel-valley"}


def url(name: str, **kwargs: object) -> str:
    return reverse(f"meetings:{name}", kwargs=SLUG | kwargs)


def at(name: str, item: AgendaItem) -> str:
    return url(name, pk=item.meeting_id, item=item.pk)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_meeting_of_four_persons(cast: Cast, client_of: ClientOf, proposal: Proposal) -> None:
    mara, ilse, oyelin, halvar = (client_of(n) for n in ("mara", "ilse", "oyelin", "halvar"))
    assert "No meeting yet" in text(mara, url("list"))
    day = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    plan = {"called_for": day, "place": "Room 4", "chair": cast.ilse.pk}
    planned = mara.post(url("plan"), plan, follow=True).content.decode()
    assert "Nothing is on the agenda" in planned
    meeting = Meeting.objects.get()
    mara.post(url("put", pk=meeting.pk), {"act": "case", "proposal": proposal.pk})
    mara.post(url("put", pk=meeting.pk), {"act": "matter", "matter": "The next meeting"})
    case, matter = AgendaItem.objects.order_by("position")
    waiting = text(ilse, "/")
    assert "You chair." in waiting

    # The chair opens it, not before enough are there.
    page = text(ilse, meeting.get_absolute_url())
    assert "MB-03" in page
    assert "disabled" in page
    refused = ilse.post(url("open", pk=meeting.pk))
    assert refused.status_code == 409
    assert "The chair is not entered as present." in refused.content.decode()
    for client in (ilse, oyelin, halvar):
        client.post(url("attend", pk=meeting.pk), {"act": "come"})
    ilse.post(url("attend", pk=meeting.pk), {"act": "come", "person": cast.mara.pk})
    assert "MB-02" in text(oyelin, meeting.get_absolute_url())
    opened = ilse.post(url("open", pk=meeting.pk), follow=True).content.decode()
    assert "The meeting is open." in opened

    # The case: what is needed, and who of those present can give it.
    page = text(oyelin, at("item", case))
    assert "2 more signatures are needed" in page
    assert "They can decide it." in page
    assert "Rules before a signature" in page
    assert "Next case" in page
    assert 'name="password"' not in page
    oyelin.post(at("act", case), {"act": "note", "words": "Both halves of the jaw were seen."})
    sign = reverse("board:sign", kwargs=SLUG | {"pk": proposal.pk})
    oyelin.post(sign, signing(cast, cast.oyelin))
    piece = text(halvar, at("now", case))
    assert "Dr Oyelin Harrow" in piece
    assert "signed, a signature is missing" in piece
    assert 'hx-swap-oob="true"' in piece
    assert "<html" not in piece
    ilse.post(sign, signing(cast, cast.ilse))
    assert "signed, the identification stands" in text(halvar, at("now", case))

    # The close: a matter without outcome is in the way.
    assert ilse.post(url("close", pk=meeting.pk)).status_code == 409
    ilse.post(at("act", matter), {"act": "settle", "words": "On Tuesday."})
    done = ilse.post(url("close", pk=meeting.pk), follow=True).content.decode()
    assert "The minutes are made and signed." in done
    gone = halvar.get(at("now", case))
    assert gone.headers["HX-Refresh"] == "true"
    page = text(halvar, url("minutes", pk=meeting.pk))
    assert "The minutes are as they were signed" in page
    assert "On Tuesday." in page
    added = halvar.post(url("minutes", pk=meeting.pk), {"words": "I left at ten."}, follow=True)
    assert "I left at ten." in added.content.decode()
    assert mara.post(at("act", case), {"act": "note", "words": "x"}).status_code == 409


def test_who_is_missing_is_said(
    cast: Cast, client_of: ClientOf, opened: Meeting, item: AgendaItem
) -> None:
    leave(user=cast.oyelin, meeting=opened, person=cast.oyelin)
    page = text(client_of("ilse"), at("item", item))
    assert "They cannot decide it" in page
    assert "one of them is a geneticist" in page


def test_hindrances_stand_first(
    cast: Cast, client_of: ClientOf, opened: Meeting, item: AgendaItem, proposal: Proposal
) -> None:
    ask_for_more(
        user=cast.oyelin, proposal=proposal, what="A second extraction.", of_role=Role.GENETICIST
    )
    comment(user=cast.ilse, proposal=proposal, words="The seal is worn.")
    page = text(client_of("ilse"), at("item", item))
    assert page.index("Nobody can sign it as it stands") < page.index("Joint posterior")
    assert "BO-13" in page
    assert "more was asked for" in page
    assert "A second extraction." in page
    assert "The seal is worn." in page
    assert "They cannot decide it" in page


def test_what_the_chair_enters_only_the_chair_is_offered(
    client_of: ClientOf, opened: Meeting, item: AgendaItem
) -> None:
    assert "Why it is put off" in text(client_of("ilse"), at("item", item))
    other = text(client_of("oyelin"), at("item", item))
    assert "Why it is put off" not in other
    assert "Write it down" in other
    refused = client_of("oyelin").post(at("act", item), {"act": "put_off", "words": "Late."})
    assert refused.status_code == 409
    assert "MB-02" in refused.content.decode()


def test_whoever_is_not_present_sees_why_they_do_not_write(
    client_of: ClientOf, opened: Meeting, item: AgendaItem
) -> None:
    halvar = client_of("halvar")
    assert "MB-09" in text(halvar, at("item", item))
    refused = halvar.post(at("act", item), {"act": "note", "words": "The molar fits."})
    assert refused.status_code == 409
    assert "The molar fits." in refused.content.decode()  # nothing that was typed is lost


def test_put_off_and_taken_up(client_of: ClientOf, opened: Meeting, item: AgendaItem) -> None:
    ilse = client_of("ilse")
    ilse.post(at("act", item), {"act": "put_off", "words": "The seal."})
    page = text(ilse, at("item", item))
    assert "Take it up again" in page
    assert "The seal." in page
    ilse.post(at("act", item), {"act": "take_up", "words": "It was looked at."})
    assert "Why it is put off" in text(ilse, at("item", item))


def test_arranging_the_agenda(
    cast: Cast, client_of: ClientOf, meeting: Meeting, item: AgendaItem
) -> None:
    matter = put_matter(user=cast.mara, meeting=meeting, matter="First of all")
    mara = client_of("mara")
    assert "Take it off the agenda" in text(mara, at("item", matter))
    mara.post(at("act", matter), {"act": "earlier"})
    page = text(mara, meeting.get_absolute_url())
    assert page.index("First of all") < page.index("proposed to be")
    mara.post(at("act", matter), {"act": "take_off"})
    assert "First of all" not in text(mara, meeting.get_absolute_url())
    assert mara.get(at("item", matter)).status_code == 404
    assert mara.post(at("act", matter), {"act": "later"}).status_code == 404
    assert mara.post(at("act", item), {"act": "else"}).status_code == 422


def test_a_plan_is_changed_or_called_off(client_of: ClientOf, meeting: Meeting) -> None:
    mara = client_of("mara")
    page = text(mara, url("change", pk=meeting.pk))
    assert meeting.place in page
    assert mara.post(url("change", pk=meeting.pk), {"place": ""}).status_code == 422
    assert mara.post(url("call_off", pk=meeting.pk), {"words": " "}).status_code == 409
    off = mara.post(url("call_off", pk=meeting.pk), {"words": "Snow."}, follow=True)
    assert "Snow." in off.content.decode()
    assert "disabled" in text(mara, url("change", pk=meeting.pk))
    assert "called off" in text(mara, url("list")).lower()


def test_the_chair_passes_on_the_page(cast: Cast, client_of: ClientOf, opened: Meeting) -> None:
    row = opened.attendances.get(person=cast.oyelin)
    to = {"act": "chair", "row": row.pk}
    assert client_of("mara").post(url("attend", pk=opened.pk), to).status_code == 409
    done = client_of("ilse").post(url("attend", pk=opened.pk), to, follow=True)
    assert "Dr Oyelin Harrow chairs now." in done.content.decode()
    gone = {"act": "leave", "row": opened.attendances.get(person=cast.ilse).pk}
    client_of("ilse").post(url("attend", pk=opened.pk), gone)
    assert "Have left" in text(client_of("ilse"), opened.get_absolute_url())
    for wrong in ({"act": "leave", "row": "x"}, {"act": "leave", "row": "99999"}):
        assert client_of("ilse").post(url("attend", pk=opened.pk), wrong).status_code == 404
    assert client_of("ilse").post(url("attend", pk=opened.pk), {}).status_code == 422


@pytest.mark.parametrize("name", ["tomas", "nadia"])
def test_others_of_the_incident_read(
    client_of: ClientOf, opened: Meeting, item: AgendaItem, name: str
) -> None:
    client = client_of(name)
    for address in (url("list"), opened.get_absolute_url(), at("item", item), at("now", item)):
        page = text(client, address)
        assert "I am present" not in page
        assert "Write it down" not in page
    assert client.get(url("plan")).status_code == 403
    assert client.post(url("close", pk=opened.pk)).status_code == 403


@pytest.mark.parametrize("name", ["piet", "ada"])
def test_strangers_find_nothing(
    client_of: ClientOf, opened: Meeting, item: AgendaItem, name: str
) -> None:
    addresses = (url("list"), opened.get_absolute_url(), at("item", item), at("now", item))
    assert {client_of(name).get(address).status_code for address in addresses} == {404}


def test_who_sees_a_part_finds_nothing(
    cast: Cast, client_of: ClientOf, opened: Meeting, item: AgendaItem
) -> None:
    cast.incident.agency = cast.ilse.agency
    cast.incident.save()
    addresses = (url("list"), opened.get_absolute_url(), at("item", item))
    assert {client_of("oyelin").get(a).status_code for a in addresses} == {404}
    assert desk.awaiting(cast.oyelin) == []
    assert desk.navigation(cast.oyelin, cast.incident) == []


def test_there_are_no_minutes_before_the_close(client_of: ClientOf, opened: Meeting) -> None:
    assert client_of("ilse").get(url("minutes", pk=opened.pk)).status_code == 404
    assert client_of("ilse").get(url("minutes_pdf", pk=opened.pk)).status_code == 404


def test_changed_minutes_are_said_to_be_changed(
    cast: Cast, client_of: ClientOf, opened: Meeting, item: AgendaItem
) -> None:
    put_off(user=cast.ilse, item=item, words="Late.")
    close(user=cast.ilse, meeting=opened)
    minutes = Minutes.objects.get()
    Minutes.objects.update(text=minutes.text.replace("Late.", "Soon."))
    page = text(client_of("ilse"), url("minutes", pk=opened.pk))
    assert "The minutes were changed after they were signed" in page


def test_it_waits_for_those_who_take_part(cast: Cast, opened: Meeting) -> None:
    assert [task.reason for task in desk.awaiting(cast.ilse)] == ["You chair."]
    assert [task.title for task in desk.awaiting(cast.halvar)] == ["The board sits now"]
    assert desk.awaiting(cast.nadia) == []
    (link,) = desk.navigation(cast.mara, cast.incident)
    assert link.count == 1


def test_a_later_meeting_does_not_wait_yet(cast: Cast) -> None:
    meeting = planned_by(cast.mara, cast, cast.ilse)
    meeting.called_for = timezone.now() + timedelta(days=8)
    meeting.save()
    assert desk.awaiting(cast.ilse) == []
    meeting.called_for = timezone.now() + timedelta(days=6)
    meeting.save()
    assert [task.urgency for task in desk.awaiting(cast.ilse)] == ["new"]


def test_pages_ask_as_often_with_many_items(
    cast: Cast, client_of: ClientOf, opened: Meeting, item: AgendaItem, proposal: Proposal
) -> None:
    note(user=cast.ilse, item=item, words="One.")
    sign_as(cast, cast.oyelin, proposal)
    client = client_of("ilse")
    pages = (url("list"), opened.get_absolute_url(), at("item", item), at("now", item))

    def asked() -> list[int]:
        found = []
        for address in pages:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            found.append(len([q for q in queries if q["sql"].startswith("SELECT")]))
        return found

    few = asked()
    for number in range(30):
        matter = put_matter(user=cast.mara, meeting=opened, matter=f"Matter {number}")
        put_off(user=cast.ilse, item=matter, words="Late.")
        planned_by(cast.mara, cast, cast.ilse)
    assert asked() == few


def test_the_proposal_leads_to_its_agenda(client_of: ClientOf, item: AgendaItem) -> None:
    page = f"/i/marel-valley/board/{item.proposal_id}/"
    shown = text(client_of("ilse"), page)
    assert "Where it goes on" in shown
    assert f'href="{item.meeting.get_absolute_url()}"' in shown
    AgendaItem.objects.filter(pk=item.pk).update(
        taken_off_by=item.put_by, taken_off_at=timezone.now()
    )
    assert "Where it goes on" not in text(client_of("ilse"), page)

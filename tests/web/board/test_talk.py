"""Notes on a proposal, what the board asks for, and who answers; beside it everything goes on or waits."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from antigone.web.board import desk, owing
from antigone.web.board.acts.answer import answer, take_back
from antigone.web.board.acts.ask_for_more import ask_for_more
from antigone.web.board.acts.comment import comment
from antigone.web.board.acts.refuse import refuse
from antigone.web.board.models import Comment, Enquiry, Proposal
from antigone.web.incidents.roles import Role
from antigone.web.journal.models import Entry
from antigone.web.records.models import Remains
from tests.web.board.conftest import sign_as
from tests.web.board.test_acts import last_act, refused
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page, html_of

WHAT = "A second extraction of the femur."
ANSWER = "Typed again on 2 December: the same profile."


def url(name: str, pk: int) -> str:
    return reverse(f"board:{name}", kwargs={"incident": "marel-valley", "pk": pk})


def ask(cast: Cast, proposal: Proposal, seen: str | None = None) -> Enquiry:
    return ask_for_more(
        user=cast.ilse, proposal=proposal, what=WHAT, of_role=Role.GENETICIST, seen=seen
    )


def last_details() -> str:
    return Entry.objects.latest("sequence").details_text


# Notes


def test_a_note_stays(cast: Cast, proposal: Proposal) -> None:
    made = comment(user=cast.halvar, proposal=proposal, words=" No tooth was charted. ")
    assert made.words == "No tooth was charted."
    assert last_act() == ("halvar", "identification.commented", "V1, M1")
    assert "tooth" not in last_details()
    refuse(user=cast.ilse, proposal=proposal, reasons="Not yet.")
    comment(user=cast.mara, proposal=proposal, words="Agreed.")
    assert Comment.objects.count() == 2


def test_bo_07_a_note_has_words_and_its_permission(cast: Cast, proposal: Proposal) -> None:
    assert refused(lambda: comment(user=cast.ilse, proposal=proposal, words=" \n")) == ["BO-07"]
    for user in (cast.nadia, cast.sanna, cast.tomas, cast.ruth, cast.piet):
        with pytest.raises(PermissionDenied):
            comment(user=user, proposal=proposal, words="x")


# Asking, answering


def test_bo_13_while_more_is_asked_for_nobody_signs(cast: Cast, signed_once: Proposal) -> None:
    enquiry = ask(cast, signed_once)
    assert last_act() == ("ilse", "identification.more_asked", "V1, M1")
    assert "femur" not in last_details()
    assert refused(lambda: sign_as(cast, cast.ilse, signed_once)) == ["BO-13"]
    answer(user=cast.sanna, enquiry=enquiry, words=ANSWER)
    assert last_act() == ("sanna", "identification.answered", "V1, M1")
    assert "December" not in last_details()
    assert sign_as(cast, cast.ilse, signed_once).position == 2


def test_what_was_asked_for_is_taken_back_by_whoever_asked(
    cast: Cast, signed_once: Proposal
) -> None:
    enquiry = ask(cast, signed_once)
    with pytest.raises(PermissionDenied):
        take_back(user=cast.oyelin, enquiry=enquiry, words="x")
    assert refused(lambda: take_back(user=cast.ilse, enquiry=enquiry, words="")) == ["BO-07"]
    take_back(user=cast.ilse, enquiry=enquiry, words="It was in the record.")
    assert last_act() == ("ilse", "identification.more_taken_back", "V1, M1")
    assert sign_as(cast, cast.ilse, signed_once).position == 2


def test_bo_18_it_is_answered_once(cast: Cast, proposal: Proposal) -> None:
    enquiry = ask(cast, proposal)
    answer(user=cast.oyelin, enquiry=enquiry, words=ANSWER)
    assert refused(lambda: answer(user=cast.mara, enquiry=enquiry, words="x")) == ["BO-18"]
    assert refused(lambda: take_back(user=cast.ilse, enquiry=enquiry, words="x")) == ["BO-18"]
    enquiry.refresh_from_db()
    assert enquiry.answer == ANSWER


def test_bo_17_it_is_asked_of_what_was_seen(cast: Cast, identified: Proposal) -> None:
    assert refused(lambda: ask(cast, identified, seen="open")) == ["BO-17"]
    assert ask(cast, identified, seen="signed").is_open


def test_bo_17_nothing_is_asked_about_what_has_ended(cast: Cast, proposal: Proposal) -> None:
    refuse(user=cast.ilse, proposal=proposal, reasons="Not yet.")
    proposal.refresh_from_db()
    assert refused(lambda: ask(cast, proposal)) == ["BO-17"]


def test_asking_and_answering_need_their_permission(cast: Cast, proposal: Proposal) -> None:
    enquiry = ask(cast, proposal)
    for user in (cast.nadia, cast.tomas, cast.ruth, cast.piet):
        with pytest.raises(PermissionDenied):
            ask_for_more(user=user, proposal=proposal, what="x", of_role=Role.MORTUARY)
    for user in (cast.tomas, cast.ruth, cast.piet):
        with pytest.raises(PermissionDenied):
            answer(user=user, enquiry=enquiry, words="x")


# Who waits for whom


def test_it_awaits_the_role_that_was_asked(cast: Cast, signed_once: Proposal) -> None:
    enquiry = ask(cast, signed_once)
    assert [t.title for t in desk.awaiting(cast.oyelin)] == [
        "The board asks for more about V1 and M1"
    ]
    for user in (cast.ilse, cast.halvar, cast.mara, cast.sanna, cast.tomas):
        assert desk.awaiting(user) == []
    assert owed(cast, "answers") == ["V1"]
    refuse(user=cast.ilse, proposal=signed_once, reasons="Not yet.")
    enquiry.refresh_from_db()
    assert enquiry.is_open
    assert desk.awaiting(cast.oyelin) == []
    assert owed(cast, "answers") == []


def owed(cast: Cast, code: str) -> list[str]:
    one = next(owing for owing in owing.owings() if owing.code == code)
    rows = one.rows(cast.mara, cast.incident, Remains.objects.filter(incident=cast.incident))
    return [row.number for row in rows]


# The page


def test_the_page_shows_it_all(cast: Cast, client_of: ClientOf, signed_once: Proposal) -> None:
    page = signed_once.get_absolute_url()
    ilse, sanna = client_of("ilse"), client_of("sanna")
    noted = ilse.post(url("comment", signed_once.pk), {"words": "Look at L7."}, follow=True)
    assert "Look at L7." in html_of(noted)
    typed = {"what": WHAT, "of_role": "geneticist", "seen": "open"}
    asked = ilse.post(url("ask", signed_once.pk), typed, follow=True)
    content = html_of(asked)
    assert WHAT in content
    assert "Nobody can sign it now" in content
    assert "BO-13" in content
    enquiry = Enquiry.objects.get()
    shown = sanna.get(page)
    check_page(shown)
    assert url("answer", enquiry.pk) in html_of(shown)
    assert url("take_back", enquiry.pk) not in html_of(shown)
    done = sanna.post(url("answer", enquiry.pk), {"words": ANSWER}, follow=True)
    assert ANSWER in html_of(done)
    assert "BO-13" not in html_of(ilse.get(page)).split("Rules before a signature")[0]


def test_a_refused_word_comes_back_with_the_rule(
    cast: Cast, client_of: ClientOf, proposal: Proposal
) -> None:
    ilse = client_of("ilse")
    late = {"what": WHAT, "of_role": "geneticist", "seen": "signed"}
    refused_ask = ilse.post(url("ask", proposal.pk), late)
    assert refused_ask.status_code == 409
    assert "BO-17" in html_of(refused_ask)
    assert WHAT in html_of(refused_ask)
    assert ilse.post(url("comment", proposal.pk), {"words": ""}).status_code == 409
    nobody = ilse.post(url("ask", proposal.pk), {"what": WHAT, "of_role": "notifier"})
    assert nobody.status_code == 422
    enquiry = ask(cast, proposal)
    assert ilse.post(url("answer", enquiry.pk), {"words": ""}).status_code == 409
    assert ilse.post(url("take_back", enquiry.pk), {"words": "x"}).status_code == 302


def test_the_page_says_what_is_still_needed(client_of: ClientOf, signed_once: Proposal) -> None:
    content = html_of(client_of("mara").get(signed_once.get_absolute_url()))
    assert "One more signature is needed." in content
    assert "another role than this: Geneticist." in content
    assert "another agency than this: Institute of Forensic Genetics." in content
    assert "Geneticist, Institute of Forensic Genetics" in content


def test_before_the_first_signature_it_says_who_signs(
    client_of: ClientOf, proposal: Proposal
) -> None:
    content = html_of(client_of("mara").get(proposal.get_absolute_url()))
    assert "2 more signatures are needed." in content
    assert "one of them is a geneticist" in content
    assert "two agencies at least" in content


def test_where_a_geneticist_is_missing_the_page_says_so(
    cast: Cast, client_of: ClientOf, proposal: Proposal
) -> None:
    sign_as(cast, cast.ilse, proposal)
    content = html_of(client_of("halvar").get(proposal.get_absolute_url()))
    assert "It has to be a geneticist’s" in content
    assert "BO-12" in content
    assert refused(lambda: sign_as(cast, cast.halvar, proposal)) == ["BO-12"]
    assert sign_as(cast, cast.oyelin, proposal).role == "geneticist"


def test_bo_11_two_geneticists_do_not_sign_alone(cast: Cast, signed_once: Proposal) -> None:
    from antigone.web.incidents.models import Membership

    Membership.objects.filter(user=cast.ilse).update(role=Role.GENETICIST)
    assert refused(lambda: sign_as(cast, cast.ilse, signed_once)) == ["BO-11"]

"""Pages of telling families: whom they show what, and what they say before anybody tries."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

import antigone.web.notices as notices_app
from antigone.web.accounts.models import User
from antigone.web.assignments.owed import sums
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Identification, Reopening
from antigone.web.deaths.standing import wishes_of
from antigone.web.exchange.lists_of_work import rows_of_notices
from antigone.web.incidents.desk import informed_of
from antigone.web.incidents.models import Incident
from antigone.web.notices.acts.letter import hand_over_letter
from antigone.web.notices.models import (
    Letter,
    Notice,
    NotifierTraining,
    Preparation,
    Question,
    Visit,
    Wish,
)
from antigone.web.records.consent import record_objection
from antigone.web.records.models import Family
from tests.web.conftest import Cast, ClientOf, NoneNamed
from tests.web.notices.making import ask, letter, now, send, train, visit
from tests.web.notices.test_acts import wish

LOCAL = "%Y-%m-%dT%H:%M"


def url(view: str, *args: object) -> str:
    return reverse(f"notices:{view}", args=["marel-valley", *args])


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_family_is_told_from_release_to_letter(
    client_of: ClientOf,
    cast: Cast,
    released: Identification,
    none_named: NoneNamed,
) -> None:
    mara, ruth = client_of("mara"), client_of("ruth")
    assert "Nobody is sent to 1 family" in body(mara, url("list"))
    assert "Nobody is sent to 1 family" in body(mara, "/")
    today = timezone.localdate()
    given = {"person": cast.ruth.pk, "trained_by": "A course", "trained_on": today}
    sent = {**given, "valid_until": today + timedelta(days=200)}
    assert mara.post(url("trainings"), sent).status_code == 302
    assert "A course" in body(mara, url("trainings"))
    planned = (timezone.now() + timedelta(hours=3)).strftime(LOCAL)
    answer = mara.post(
        url("assign", released.pk), {"notifier": cast.ruth.pk, "planned_for": planned}
    )
    notice = Notice.objects.get()
    assert answer.headers["Location"] == notice.get_absolute_url()
    assert "Tell the family of M1" in body(ruth, "/")
    with none_named():
        assert "1 more family waits for you to tell it" in body(ruth, "/")
    page = body(ruth, notice.get_absolute_url())
    assert "Давид Павлович Орлевич" in page
    assert "Show or carry pictures." in page
    assert "media" not in page
    prepared = {"version": 0, "place": "at her home", "first": "Лідія Орлевич", "now_where": "here"}
    assert ruth.post(url("prepare", notice.pk), prepared).status_code == 302
    sheet = ruth.post(url("sheet", notice.pk))
    assert sheet.headers["Content-Type"] == "application/pdf"
    paper = {
        "language": "en",
        "reader": "Лідія Орлевич",
        "name": "Давид Орлевич",
        "found_on": today.isoformat(),
        "found_where": "at the ford",
        "now_where": "Granary House",
        "office": "Office for the Missing",
    }
    assert "at her home" in body(ruth, notice.get_absolute_url())
    draft = body(ruth, url("letter", notice.pk, "news"))
    assert "a draft, not a letter" in draft
    assert ruth.post(url("letter", notice.pk, "news"), paper).status_code == 302
    pdf = ruth.get(url("letter_pdf", Letter.objects.get().pk))
    assert pdf.headers["Content-Type"] == "application/pdf"
    went = {"at": now().strftime(LOCAL), "outcome": "told", "in_person": "on", "said": ["identity"]}
    assert ruth.post(url("visit", notice.pk), went).status_code == 302
    handed = ruth.post(url("hand_over", Letter.objects.get().pk), {"at": now().strftime(LOCAL)})
    assert handed.status_code == 302
    page = body(ruth, notice.get_absolute_url())
    assert "the family was told" in page
    assert "Handed over in person" in page
    wished = {"wish": "return:home", "said_by": "His mother", "said_on": today.isoformat()}
    assert (
        ruth.post(url("wish", notice.pk), {**wished, "words": "by his father"}).status_code == 302
    )
    assert "by his father" in body(ruth, notice.get_absolute_url())
    assert "Tell the family of M1" not in body(ruth, "/")
    assert "1 family was told in person." in body(mara, "/i/marel-valley/")


@pytest.mark.parametrize("view", ["notice", "prepare", "visit", "wish", "question"])
def test_who_does_not_speak_with_families_reads_no_notice(
    client_of: ClientOf, notice: Notice, view: str
) -> None:
    assert client_of("nadia").get(url(view, notice.pk)).status_code == 200
    assert client_of("ilse").get(url(view, notice.pk)).status_code == 403
    assert client_of("piet").get(url(view, notice.pk)).status_code == 404
    assert "N-0001" in body(client_of("ilse"), url("list"))
    assert client_of("teo").get(url("list")).status_code == 403


def test_a_family_out_of_sight_is_not_there(
    client_of: ClientOf, cast: Cast, notice: Notice
) -> None:
    Incident.objects.update(agency=cast.sanna.agency)
    Family.objects.update(agency=cast.sanna.agency)
    ruth = client_of("ruth")
    for view in ("notice", "prepare", "visit", "wish", "question"):
        assert ruth.get(url(view, notice.pk)).status_code == 404
    assert ruth.post(url("sheet", notice.pk)).status_code == 404
    assert ruth.get(url("telling", notice.missing_person_id)).status_code == 404
    assert "N-0001" not in body(ruth, url("list"))
    assert "family of M1" not in body(ruth, "/")
    User.objects.filter(pk=cast.mara.pk).update(agency=cast.ruth.agency)
    assert client_of("mara").get(url("assign", notice.identification_id)).status_code == 404


def test_no_02_before_release_the_page_says_so_and_refuses(
    client_of: ClientOf, cast: Cast, identification: Identification, training: NotifierTraining
) -> None:
    mara = client_of("mara")
    page = body(mara, url("assign", identification.pk))
    assert "NO-02" in page
    assert "disabled" in page
    planned = (timezone.now() + timedelta(hours=3)).strftime(LOCAL)
    sent = {"notifier": cast.ruth.pk, "planned_for": planned}
    refused = mara.post(url("assign", identification.pk), sent)
    assert refused.status_code == 409
    assert "NO-02" in refused.content.decode()
    assert not Notice.objects.exists()


def _written(cast: Cast, notice: Notice) -> dict[str, dict[str, Any]]:
    today = timezone.localdate().isoformat()
    return {
        url("prepare", notice.pk): {"version": 0, "place": "home"},
        url("sheet", notice.pk): {},
        url("visit", notice.pk): {
            "at": now().strftime(LOCAL),
            "outcome": "told",
            "in_person": "on",
        },
        url("letter", notice.pk, "news"): {
            "language": "en",
            "name": "Давид",
            "found_on": today,
            "found_where": "ford",
            "now_where": "here",
            "office": "Office",
        },
    }


def test_no_02_after_a_reopening_each_address_refuses(
    client_of: ClientOf, cast: Cast, notice: Notice
) -> None:
    """No notice without an identification: by no address, and the page says that it has stopped."""
    issued = letter(cast, notice)
    reopen(user=cast.ilse, decision=notice.identification, cause="Mixed up.")
    Reopening.objects.update(reopened_at=now())
    ruth = client_of("ruth")
    assert "Stopped" in body(ruth, notice.get_absolute_url())
    for address, sent in _written(cast, notice).items():
        answer = ruth.post(address, sent)
        assert answer.status_code == 409, address
        code = "NO-14" if address == url("visit", notice.pk) else "NO-02"
        assert code in answer.content.decode()
    assert ruth.get(url("letter_pdf", issued.pk)).status_code == 409
    handed = ruth.post(url("hand_over", issued.pk), {"at": now().strftime(LOCAL)})
    assert handed.status_code == 409
    assert not Visit.objects.exists()
    assert not Preparation.objects.exists()
    assert Letter.objects.get().handed_over_at is None


def test_no_14_the_page_asks_whether_it_was_told_in_ignorance(
    client_of: ClientOf,
    cast: Cast,
    notice: Notice,
    none_named: NoneNamed,
) -> None:
    ruth, mara = client_of("ruth"), client_of("mara")
    page = url("visit", notice.pk)
    assert "did_not_know" not in body(ruth, page)
    reopen(user=cast.ilse, decision=notice.identification, cause="Mixed up.")
    Reopening.objects.update(reopened_at=now())
    asked = body(ruth, page)
    assert "NO-14" in asked
    assert "the notifier did not know it" in asked
    assert "disabled" not in asked
    assert "Told, and it no longer holds" not in body(mara, "/")
    sent = {"at": now().strftime(LOCAL), "outcome": "told", "in_person": "on", "did_not_know": "on"}
    answer = ruth.post(page, sent, follow=True).content.decode()
    assert "The family has to be told that it no longer holds." in answer
    assert "The identification no longer stood then" in answer
    assert url("put_right", notice.identification_id) in answer
    assert "Told, and it no longer holds: M1" in body(mara, "/")
    with none_named():
        assert "1 more family was told what no longer holds" in body(mara, "/")
    assert "does not know it yet" in body(mara, url("put_right", notice.identification_id))
    assert "did_not_know" not in body(ruth, page)


def test_no_14_a_visit_before_the_reopening_is_entered_on_its_page(
    client_of: ClientOf, cast: Cast, notice: Notice
) -> None:
    reopen(user=cast.ilse, decision=notice.identification, cause="Mixed up.")
    Reopening.objects.update(reopened_at=now() + timedelta(seconds=1))
    ruth = client_of("ruth")
    assert "disabled" not in body(ruth, url("visit", notice.pk))
    sent = {"at": now().strftime(LOCAL), "outcome": "told", "in_person": "on"}
    answer = ruth.post(url("visit", notice.pk), sent, follow=True).content.decode()
    assert "The identification no longer stood then" not in answer
    assert "to be put right: the family was told" in answer


def test_no_06_is_shown_before_anybody_tries(client_of: ClientOf, notice: Notice) -> None:
    page = body(client_of("nadia"), url("visit", notice.pk))
    assert "NO-06" in page
    assert "disabled" in page


def test_no_04_a_family_says_that_it_does_not_want_to_be_told(
    client_of: ClientOf, cast: Cast, released: Identification
) -> None:
    nadia, mara = client_of("nadia"), client_of("mara")
    page = url("telling", released.missing_person_id)
    sent = {"choice": "not_told", "said_by": "His mother", "said_on": "2020-01-01"}
    assert nadia.post(page, sent).status_code == 302
    assert "does not want to be told" in body(nadia, page)
    assert "NO-04" in body(mara, url("assign", released.pk))
    listed = body(mara, url("list"))
    assert "1 does not want to be told." in listed
    assert "Nobody is sent to" not in listed


def test_what_has_to_be_put_right(
    client_of: ClientOf, cast: Cast, fallen: Notice, training: NotifierTraining
) -> None:
    mara = client_of("mara")
    pair = fallen.identification.remains, fallen.missing_person
    assert [one.corrected_at for one in informed_of(*pair)] == [None]
    assert "Told, and it no longer holds: M1" in body(mara, "/")
    page = body(mara, url("put_right", fallen.identification_id))
    assert "does not know it yet" in page
    assert "The family F1" in page
    correction = send(cast, fallen.identification)
    assert "Letter of correction" in body(client_of("ruth"), correction.get_absolute_url())
    assert "Tell the family of M1 that it no longer holds" in body(client_of("ruth"), "/")
    visit(cast, correction)
    assert "Everybody who was told knows it." in body(
        mara, url("put_right", fallen.identification_id)
    )
    (informed,) = informed_of(*pair)
    assert informed.corrected_at is not None
    assert "put right" in body(mara, url("list"))
    told = body(mara, f"{url('list')}?state=told")
    assert "N-0001" in told
    assert correction.get_absolute_url() not in told, "the family stands once, with both dates"
    assert "Told that it no longer holds:" in told


def test_a_correction_says_what_is_to_be_checked(
    client_of: ClientOf, cast: Cast, notice: Notice
) -> None:
    customs = {"version": 0, "customs": "Her father speaks first."}
    ruth = client_of("ruth")
    assert ruth.post(url("prepare", notice.pk), customs).status_code == 302
    visit(cast, notice)
    reopen(user=cast.ilse, decision=notice.identification, cause="Mixed up.")
    correction = send(cast, notice.identification)
    for address in (correction.get_absolute_url(), url("prepare", correction.pk)):
        page = body(ruth, address)
        assert "To be checked" in page
        assert "N-0001" in page
        assert "Her father speaks first." in page
    pdf = ruth.post(url("sheet", correction.pk))
    said = "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.content)).pages)
    assert "To be checked" in said
    assert ruth.post(url("prepare", correction.pk), customs).status_code == 302
    assert "To be checked" not in body(ruth, correction.get_absolute_url())


def test_the_board_leads_to_who_tells_the_family(
    client_of: ClientOf, cast: Cast, released: Identification, training: NotifierTraining
) -> None:
    page = f"/i/marel-valley/board/{released.proposal_id}/"
    mara = client_of("mara")
    assert url("assign", released.pk) in body(mara, page)
    notice = send(cast, released)
    shown = body(mara, page)
    assert "Where it goes on" in shown
    assert f'href="{notice.get_absolute_url()}"' in shown
    assert "Notice N-0001: that the person is identified" in shown
    assert url("assign", released.pk) not in shown
    assert notice.get_absolute_url() not in body(client_of("ilse"), page), "who reads no notice"


def test_what_a_family_lacks_is_owed(cast: Cast, released: Identification) -> None:
    def owed() -> set[str]:
        return {one.owing.code for one in sums(cast.mara, cast.incident)}

    assert "notifier" in owed()
    train(cast)
    notice = send(cast, released)
    assert "telling" in owed()
    assert "notifier" not in owed()
    visit(cast, notice)
    assert "telling" not in owed()
    reopen(user=cast.ilse, decision=released, cause="Mixed up.")
    assert "correction" in owed()


def test_wishes_reach_who_hands_over(cast: Cast, told: Notice) -> None:
    wish(cast, told.missing_person, Wish.Kind.RETURN, "near")
    wish(cast, told.missing_person, Wish.Kind.RETURN, "home", words="by his father")
    assert wishes_of(told.missing_person) == ["Return and burial: return home. by his father"]


def test_a_question_waits_for_who_owes_it(
    client_of: ClientOf,
    cast: Cast,
    told: Notice,
    none_named: NoneNamed,
) -> None:
    ruth, mara = client_of("ruth"), client_of("mara")
    due = timezone.localdate() + timedelta(days=3)
    sent = {"words": "His ring?", "asked_by": "Mother", "owed_by": cast.mara.pk, "due_on": due}
    assert ruth.post(url("question", told.pk), sent).status_code == 302
    assert "A family waits for an answer: N-0001" in body(mara, "/")
    with none_named():
        assert "1 more question of a family waits for your answer" in body(mara, "/")
    asked = Question.objects.get()
    assert "His ring?" in body(mara, url("answer", asked.pk))
    assert mara.post(url("answer", asked.pk), {"words": "In packet E."}).status_code == 302
    assert "In packet E." in body(ruth, told.get_absolute_url())
    assert "waits for an answer" not in body(mara, "/")


def test_after_a_withdrawal_the_page_says_that_the_words_are_gone(
    client_of: ClientOf, cast: Cast, told: Notice
) -> None:
    ask(cast, told, cast.ruth)
    issued = letter(cast, told)
    hand_over_letter(user=cast.ruth, letter=issued, at=now())
    record_objection(user=cast.nadia, covered=told.missing_person.family, reason="Said so.")
    ruth = client_of("ruth")
    page = body(ruth, told.get_absolute_url())
    assert "the family was told" in page
    assert "his ring?" not in page
    gone = ruth.get(url("letter_pdf", issued.pk))
    assert gone.status_code == 409
    assert "destroyed" in gone.content.decode()


def test_what_cannot_be_read_is_said_beside_its_field(client_of: ClientOf, notice: Notice) -> None:
    ruth = client_of("ruth")
    for view in ("visit", "wish", "question"):
        assert ruth.post(url(view, notice.pk), {}).status_code == 422
    assert ruth.get(url("letter", notice.pk, "correction")).status_code == 404


def test_no_function_of_notices_sends_anything() -> None:
    """Nothing here names a way out: mail, sockets, requests, subprocesses (besides the contract)."""
    root = Path(notices_app.__path__[0])
    for path in root.rglob("*.py"):
        text = path.read_text()
        for way in ("send_mail", "EmailMessage", "smtplib", "urlopen", "socket", "subprocess"):
            assert way not in text, path


def test_notices_go_out_by_number_for_who_sees_families(
    cast: Cast, released: Identification, training: object
) -> None:
    notice = send(cast, released)
    (row,) = rows_of_notices(cast.mara, cast.incident)
    assert (row.number, row.person, row.state) == (notice.number, "M1", "planned")
    assert row.notifier == cast.ruth.full_name
    visit(cast, notice)
    (row,) = rows_of_notices(cast.mara, cast.incident)
    assert row.state == "told"
    assert row.told_at is not None
    assert "Орлевич" not in str(row)
    assert list(rows_of_notices(cast.teo, cast.incident)) == []

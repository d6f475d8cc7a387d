"""The family may be told of what stands, once somebody said so; a reopening ends that."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from antigone.web.board import desk
from antigone.web.board.acts.answer import answer
from antigone.web.board.acts.release import release
from antigone.web.board.acts.reopen import reopen
from antigone.web.board.models import Proposal, Release
from antigone.web.board.standing import identification_released_of, released
from tests.web.board.test_acts import last_act, refused
from tests.web.board.test_talk import ask, owed
from tests.web.conftest import Cast, ClientOf, NoneNamed
from tests.web.page import check_page, html_of


def test_bo_16_what_stands_is_released_once(cast: Cast, identified: Proposal) -> None:
    decision = identified.identification
    assert not released(decision)
    assert identification_released_of(decision.missing_person) is None
    made = release(user=cast.mara, identification=decision, note="The sister asked in August.")
    assert last_act() == ("mara", "identification.released", "V1, M1")
    assert made.released_by == cast.mara
    assert released(decision)
    assert identification_released_of(decision.missing_person) == decision
    assert refused(lambda: release(user=cast.ilse, identification=decision)) == ["BO-16"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(identification=decision, released_by=cast.ilse)


def test_bo_16_not_while_more_is_asked(cast: Cast, identified: Proposal) -> None:
    enquiry = ask(cast, identified)
    decision = identified.identification
    assert refused(lambda: release(user=cast.mara, identification=decision)) == ["BO-16"]
    answer(user=cast.oyelin, enquiry=enquiry, words="Done.")
    assert release(user=cast.ilse, identification=decision).pk


def test_bo_16_not_what_was_reopened(cast: Cast, identified: Proposal) -> None:
    decision = identified.identification
    reopen(user=cast.ilse, decision=decision, cause="Another tooth.")
    assert refused(lambda: release(user=cast.mara, identification=decision)) == ["BO-16"]


def test_a_reopening_ends_the_release(cast: Cast, identified: Proposal) -> None:
    decision = identified.identification
    release(user=cast.mara, identification=decision)
    reopen(user=cast.ilse, decision=decision, cause="Another tooth.")
    decision.refresh_from_db()
    assert not released(decision)
    assert identification_released_of(decision.missing_person) is None
    assert Release.objects.count() == 1


def test_releasing_needs_its_permission(cast: Cast, identified: Proposal) -> None:
    for user in (cast.oyelin, cast.halvar, cast.nadia, cast.ruth, cast.tomas, cast.piet):
        with pytest.raises(PermissionDenied):
            release(user=user, identification=identified.identification)


def test_it_awaits_those_who_may_release(cast: Cast, identified: Proposal) -> None:
    for user in (cast.mara, cast.ilse):
        assert [t.title for t in desk.awaiting(user)] == ["V1 is identified as M1"]
    for user in (cast.oyelin, cast.nadia, cast.ruth):
        assert desk.awaiting(user) == []
    assert owed(cast, "release") == ["V1"]
    release(user=cast.mara, identification=identified.identification)
    assert desk.awaiting(cast.mara) == []
    assert owed(cast, "release") == []


def test_of_many_the_oldest_are_named_and_the_others_counted(
    cast: Cast, client_of: ClientOf, identified: Proposal, none_named: NoneNamed
) -> None:
    mara = client_of("mara")
    with none_named():
        (task,) = desk.awaiting(cast.mara)
        assert task.title == "1 more identification is signed and not released"
        assert task.matters == 1
        assert "1 matter waits for your hand." in html_of(mara.get("/"))
    waiting, everything = task.url, task.url.partition("?")[0]
    report = reverse(
        "reports:identification_report",
        kwargs={"incident": "marel-valley", "pk": identified.identification.pk},
    )
    assert report in html_of(mara.get(waiting))
    release(user=cast.mara, identification=identified.identification)
    check_page(mara.get(waiting))
    assert report not in html_of(mara.get(waiting))
    assert report in html_of(mara.get(everything))


def test_the_page_releases_and_says_so(
    cast: Cast, client_of: ClientOf, identified: Proposal
) -> None:
    at = {"incident": "marel-valley", "pk": identified.identification.pk}
    page, url = identified.get_absolute_url(), reverse("board:release", kwargs=at)
    mara = client_of("mara")
    shown = mara.get(page)
    check_page(shown)
    assert "Not released yet" in html_of(shown)
    assert url in html_of(shown)
    assert url not in html_of(client_of("nadia").get(page))
    ask(cast, identified)
    assert "BO-16" in html_of(mara.get(page))
    refused_page = mara.post(url, {"note": "Soon."})
    assert refused_page.status_code == 409
    assert "Soon." in html_of(refused_page)
    answer(user=cast.oyelin, enquiry=identified.enquiries.get(), words="Done.")
    done = mara.post(url, {"note": "The sister asked."}, follow=True)
    assert "Released by Mara Tenev" in html_of(done)
    assert "The sister asked." in html_of(done)
    reopen_url = reverse("board:reopen_identification", kwargs=at)
    assert "nobody outside has been told yet" in html_of(client_of("ilse").get(reopen_url))
    client_of("ilse").post(reopen_url, {"words": "Another tooth."})
    assert "With the reopening that ended" in html_of(mara.get(page))

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.incidents.invitations import (
    NoSuchInvitation,
    accept_invitation,
    invite,
    revoke_invitation,
)
from antigone.web.incidents.models import Invitation, Membership
from antigone.web.incidents.roles import Role
from antigone.web.journal.models import Entry
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page

NEW = "/i/marel-valley/people/invite/"
PASSWORD = "river stone lamp winter"
CHOSEN = {"username": "Ivo", "password": PASSWORD, "again": PASSWORD}


def make(cast: Cast, by: User | None = None) -> tuple[Invitation, str]:
    return invite(
        by=by or cast.mara,
        incident=cast.incident,
        full_name="Ivo Lund",
        agency=cast.ilse.agency,
        role=Role.BOARD_MEMBER,
    )


def test_from_the_invitation_to_the_account(
    cast: Cast, client: Client, client_of: ClientOf
) -> None:
    mara = client_of("mara")
    check_page(mara.get(NEW))
    agency = cast.ilse.agency
    assert agency
    shown = mara.post(NEW, {"full_name": "Ivo Lund", "agency": agency.pk, "role": "board_member"})
    check_page(shown)
    found = re.search(r"http://testserver(/invitation/\S+/)<", shown.content.decode())
    assert found
    assert b'class="qr"' in shown.content
    check_page(client.get(found[1]))
    answer = client.post(found[1], CHOSEN)
    assert answer.headers["Location"] == "/account/app/?next=%2Fi%2Fmarel-valley%2F"
    ivo = User.objects.get(username="ivo")
    assert (ivo.full_name, ivo.agency, ivo.is_superuser) == ("Ivo Lund", agency, False)
    assert Membership.objects.get(user=ivo).role == Role.BOARD_MEMBER
    assert client.get("/i/marel-valley/").status_code == 200
    assert [(e.actor, e.act) for e in Entry.objects.order_by("sequence")] == [
        ("mara", "invitation.made"),
        ("mara", "account.created"),
        ("mara", "incident.member_added"),
        ("ivo", "invitation.accepted"),
    ]
    assert client.get(found[1]).status_code == 404


def test_the_token_stands_nowhere(cast: Cast) -> None:
    made, token = make(cast)
    assert token not in str([vars(row) for row in (*Invitation.objects.all(), made)])
    assert token not in Entry.objects.get().details_text


def test_used_revoked_expired_and_unknown_are_told_alike(cast: Cast) -> None:
    (_, used), (gone, revoked), (old, expired) = make(cast), make(cast), make(cast)
    accept_invitation(token=used, username="ivo", password=PASSWORD)
    revoke_invitation(by=cast.mara, invitation=gone)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    pages = set()
    for token in (used, revoked, expired, "never-made"):
        # A browser of its own from an address of its own: tries are counted.
        client = Client(REMOTE_ADDR=f"192.0.2.{len(token)}")
        answer = client.get(f"/invitation/{token}/")
        assert answer.status_code == 404
        assert client.post(f"/invitation/{token}/", CHOSEN).status_code == 404
        pages.add(answer.content.split(b"<main", 1)[1].split(b"</main", 1)[0])
        with pytest.raises(NoSuchInvitation):
            accept_invitation(token=token, username="ida", password=PASSWORD)
    assert len(pages) == 1
    assert b"is older than seven days" in pages.pop()


def test_it_works_for_seven_days(cast: Cast) -> None:
    made, _ = make(cast)
    left = made.expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


def test_trying_links_has_to_wait(cast: Cast, client: Client) -> None:
    _, token = make(cast)
    for k in range(5):
        assert client.get(f"/invitation/guess-{k}/").status_code == 404
    answer = client.get(f"/invitation/{token}/")
    assert answer.status_code == 404
    assert b"Try again in 1 minute" in answer.content


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"username": "mara"}, "already exists"),
        ({"username": "x y"}, "small letters"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "river stone lamp wintry"}, "differs from the password above"),
    ],
)
def test_bad_choices_use_nothing_up(
    cast: Cast, client: Client, given: dict[str, str], words: str
) -> None:
    _, token = make(cast)
    answer = client.post(f"/invitation/{token}/", CHOSEN | given)
    assert answer.status_code == 422
    check_page(answer)
    assert words in answer.content.decode()
    assert client.post(f"/invitation/{token}/", CHOSEN).status_code == 302


def test_taking_it_back_asks_first(cast: Cast, client: Client, client_of: ClientOf) -> None:
    made, token = make(cast)
    mara = client_of("mara")
    assert "Ivo Lund" in mara.get("/i/marel-valley/people/").content.decode()
    url = f"/i/marel-valley/people/invitations/{made.pk}/take-back/"
    check_page(mara.get(url))
    assert client.get(f"/invitation/{token}/").status_code == 200
    assert mara.post(url).status_code == 302
    assert client.get(f"/invitation/{token}/").status_code == 404
    assert mara.post(url).status_code == 404
    assert Entry.objects.latest("sequence").act == "invitation.revoked"


def test_only_who_manages_the_incident_invites(cast: Cast, client_of: ClientOf) -> None:
    made, _ = make(cast, by=cast.ada)
    for name, status in (("ilse", 403), ("piet", 404), ("ada", 200)):
        client = client_of(name)
        assert client.get(NEW).status_code == status
        url = f"/i/marel-valley/people/invitations/{made.pk}/take-back/"
        assert client.get(url).status_code == status
    with pytest.raises(PermissionDenied):
        make(cast, by=cast.ilse)
    with pytest.raises(PermissionDenied):
        revoke_invitation(by=cast.ilse, invitation=made)


def test_it_dies_with_the_right_of_who_made_it(cast: Cast) -> None:
    _, token = make(cast, by=cast.ada)
    Membership.objects.filter(user=cast.ada).delete()
    with pytest.raises(NoSuchInvitation):
        accept_invitation(token=token, username="ivo", password=PASSWORD)
    assert not User.objects.filter(username="ivo").exists()


def test_a_name_is_needed(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of("mara").post(NEW, {"full_name": "", "role": "auditor"})
    assert answer.status_code == 422
    with pytest.raises(ValidationError):
        invite(by=cast.mara, incident=cast.incident, full_name=" ", agency=None, role=Role.AUDITOR)
    assert not Invitation.objects.exists()


def test_sh_05_nobody_of_another_agency_makes_an_account_that_sees_all(
    cast: Cast, client_of: ClientOf
) -> None:
    """A reconciliation officer of another agency than leads invites people of their own alone."""
    assert cast.ilse.agency
    cast.incident.agency = cast.ilse.agency
    cast.incident.save()
    with pytest.raises(PermissionDenied):
        make(cast)
    mara = client_of("mara")
    check_page(mara.get(NEW))
    for agency in (cast.ilse.agency.pk, ""):
        sent = {"full_name": "Ivo Lund", "agency": agency, "role": "coordinator"}
        assert mara.post(NEW, sent).status_code == 422
    assert cast.mara.agency
    sent = {"full_name": "Ivo Lund", "agency": cast.mara.agency.pk, "role": "coordinator"}
    assert mara.post(NEW, sent).status_code == 200
    assert Invitation.objects.get().agency == cast.mara.agency


def test_sh_05_an_invitation_made_before_another_agency_led_works_no_more(cast: Cast) -> None:
    _made, token = make(cast)
    cast.incident.agency = cast.ilse.agency
    cast.incident.save()
    with pytest.raises(NoSuchInvitation):
        accept_invitation(token=token, username="ivo", password=PASSWORD)

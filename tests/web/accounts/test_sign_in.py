from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from antigone.web.accounts.models import Attempts
from antigone.web.accounts.throttle import FREE_TRIES
from tests.web.conftest import PASSWORD, Cast
from tests.web.page import check_page

URL = "/sign-in/"


def enter(client: Client, name: str = "mara", password: str = PASSWORD, **more: str) -> int:
    data = {"username": name, "password": password, **more}
    return client.post(URL, data).status_code


def test_it_works(cast: Cast, client: Client) -> None:
    check_page(client.get(URL))
    response = client.post(URL, {"username": "mara", "password": PASSWORD})
    assert response.headers["Location"] == "/"
    assert b"Mara Tenev" in client.get("/").content


def test_it_leads_back_to_the_page_that_was_asked_for(cast: Cast, client: Client) -> None:
    asked = client.get("/i/marel-valley/")
    assert asked.headers["Location"] == "/sign-in/?next=/i/marel-valley/"
    form = client.get(asked.headers["Location"])
    assert b'name="next" value="/i/marel-valley/"' in form.content
    data = {"username": "mara", "password": PASSWORD, "next": "/i/marel-valley/"}
    assert client.post(URL, data).headers["Location"] == "/i/marel-valley/"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_it_leads_nowhere_else(cast: Cast, client: Client, evil: str) -> None:
    data = {"username": "mara", "password": PASSWORD, "next": evil}
    assert client.post(URL, data).headers["Location"] == "/"


def test_a_large_first_letter_is_forgiven(cast: Cast, client: Client) -> None:
    assert enter(client, "Mara ") == 302


def test_a_wrong_password_and_an_unknown_name_look_the_same(cast: Cast, client: Client) -> None:
    wrong = client.post(URL, {"username": "mara", "password": "x"})
    unknown = client.post(URL, {"username": "nobody", "password": "x"})
    assert wrong.status_code == unknown.status_code == 403
    assert b"do not belong together" in wrong.content
    check_page(wrong)
    words = b'<div class="alert broken"'
    assert wrong.content.split(words)[1][:300] == unknown.content.split(words)[1][:300]


def test_a_closed_account_cannot_sign_in(cast: Cast, client: Client) -> None:
    cast.mara.is_active = False
    cast.mara.save()
    assert enter(client) == 403


def test_closing_an_account_ends_its_session(cast: Cast, client: Client) -> None:
    enter(client)
    cast.mara.is_active = False
    cast.mara.save()
    assert client.get("/").status_code == 302


def test_after_five_failures_the_person_waits_from_any_address(cast: Cast) -> None:
    for k in range(FREE_TRIES):
        assert enter(Client(REMOTE_ADDR=f"192.0.2.{k}"), password="x") == 403
    response = Client(REMOTE_ADDR="192.0.2.99").post(
        URL, {"username": "mara", "password": PASSWORD}
    )
    assert response.status_code == 403
    assert b"Try again in 1 minute." in response.content
    assert enter(Client(REMOTE_ADDR="192.0.2.99"), "oyelin") == 302


def test_after_five_failures_the_address_waits_for_any_person(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    for k in range(FREE_TRIES):
        assert enter(client, f"name{k}", "x") == 403
    assert enter(client) == 403
    assert enter(Client(REMOTE_ADDR="192.0.2.8")) == 302


def test_the_wait_is_over_after_the_stated_time(cast: Cast, client: Client) -> None:
    for _ in range(FREE_TRIES):
        enter(client, password="x")
    for row in Attempts.objects.all():
        row.last_at -= timedelta(minutes=1)
        row.save()
    assert enter(client) == 302
    assert not Attempts.objects.exists()


def test_the_database_keeps_neither_names_nor_addresses(cast: Cast, client: Client) -> None:
    enter(client, "someone-else", "x")
    keys = " ".join(Attempts.objects.values_list("key", flat=True))
    assert "someone" not in keys
    assert "127.0.0.1" not in keys


def test_signing_out_asks_for_a_post(cast: Cast, client: Client) -> None:
    enter(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == URL
    assert client.get("/").status_code == 302


def test_forms_need_their_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(URL, {"username": "mara", "password": PASSWORD})
    assert response.status_code == 403
    assert b"too old" in response.content


def test_htmx_leaves_the_page_when_the_session_is_over(cast: Cast, client: Client) -> None:
    response = client.get("/", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in/?next=/"

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.test import Client

from antigone.web.accounts.factors.passkeys import (
    PasskeyRefused,
    accepts_passkey,
    add_passkey,
    ask_to_create,
    ask_to_sign,
    can_have_passkeys,
)
from antigone.web.accounts.factors.standing import LastFactor, take_app_away, take_passkey_away
from antigone.web.accounts.models import Passkey, User
from antigone.web.journal.models import Entry
from tests.web.accounts.authenticator import Authenticator
from tests.web.conftest import PASSWORD, Cast, ClientOf
from tests.web.factors import app_for
from tests.web.page import check_page

ADD = "/account/passkeys/new/"
PROOF = "/account/second-factor/"
ORIGIN = "http://testserver"


def passkey_for(user: User, phone: Authenticator, name: str = "phone") -> Passkey:
    options, asked = ask_to_create(user, ORIGIN)
    return add_passkey(user=user, name=name, asked=asked, answer=phone.make(options))


def options_on(client: Client, url: str) -> str:
    page = client.get(url)
    check_page(page)
    found = re.search(r'data-options="([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


class TestThroughThePages:
    def test_a_passkey_is_made_and_used(self, cast: Cast, client_of: ClientOf) -> None:
        phone, client = Authenticator(), client_of("ilse")
        made = phone.make(options_on(client, ADD))
        answer = client.post(ADD, {"name": "phone", "password": PASSWORD, "answer": made})
        assert b"Write them down now" in answer.content
        assert Passkey.objects.get().user == cast.ilse
        later = client_of("ilse")
        used = phone.use(options_on(later, PROOF))
        answer = later.post(PROOF, {"assertion": used})
        assert answer.headers["Location"] == "/account/"
        assert Passkey.objects.get().used_at is not None
        assert Entry.objects.filter(act="account.passkey_added").count() == 1
        check_page(later.get("/account/"))

    def test_an_answer_counts_once(self, cast: Cast, client_of: ClientOf) -> None:
        phone, client = Authenticator(), client_of("ilse")
        passkey_for(cast.ilse, phone)
        used = phone.use(options_on(client, PROOF))
        assert client.post(PROOF, {"assertion": used}).status_code == 302
        assert client_of("ilse").post(PROOF, {"assertion": used}).status_code == 403
        assert client.post(PROOF, {"assertion": used}).status_code == 403

    def test_two_pages_may_be_open(self, cast: Cast, client_of: ClientOf) -> None:
        phone, client = Authenticator(), client_of("ilse")
        passkey_for(cast.ilse, phone)
        first = options_on(client, PROOF)
        options_on(client, PROOF)
        assert client.post(PROOF, {"assertion": phone.use(first)}).status_code == 302

    def test_it_asks_for_password_and_name(self, cast: Cast, client_of: ClientOf) -> None:
        phone, client = Authenticator(), client_of("ilse")
        passkey_for(cast.ilse, phone, "phone")
        client = client_of("ilse", second_factor=True)
        for given, words in (
            ({"name": "key", "password": "wrong"}, "not your password"),
            ({"name": "", "password": PASSWORD}, "required"),
            ({"name": "phone", "password": PASSWORD}, "of this name"),
        ):
            made = Authenticator().make(options_on(client, ADD))
            answer = client.post(ADD, given | {"answer": made})
            assert answer.status_code == 422
            assert words in answer.content.decode()
        answer = client.post(ADD, {"name": "key", "password": PASSWORD, "answer": "{}"})
        assert b"The browser made no passkey" in answer.content
        assert Passkey.objects.count() == 1

    def test_under_a_number_there_are_none(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of("ilse")
        assert client.get(ADD, SERVER_NAME="127.0.0.1").status_code == 404
        page = client.get("/account/", SERVER_NAME="127.0.0.1").content.decode()
        assert "Passkeys need an address with a name" in page
        assert [can_have_passkeys(h) for h in ("localhost", "127.0.0.1", "[::1]")] == [
            True,
            False,
            False,
        ]

    def test_removing_one_asks_first_and_the_last_stays(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        first = passkey_for(cast.ilse, Authenticator(), "phone")
        second = passkey_for(cast.ilse, Authenticator(), "grey key")
        client = client_of("ilse", second_factor=True)
        url = f"/account/passkeys/{first.pk}/remove/"
        check_page(client.get(url))
        assert client.post(url).status_code == 302
        assert client.post(f"/account/passkeys/{second.pk}/remove/").status_code == 409
        assert list(Passkey.objects.all()) == [second]

    def test_nobody_removes_anothers(self, cast: Cast, client_of: ClientOf) -> None:
        passkey = passkey_for(cast.ilse, Authenticator())
        client = client_of("oyelin", second_factor=True)
        assert client.post(f"/account/passkeys/{passkey.pk}/remove/").status_code == 404


class TestWhatIsAccepted:
    def test_only_ones_own_passkey(self, cast: Cast) -> None:
        phone, other = Authenticator(), Authenticator()
        passkey_for(cast.ilse, phone)
        passkey_for(cast.oyelin, other)
        options, asked = ask_to_sign(cast.ilse, ORIGIN)
        assert not accepts_passkey(cast.ilse, [asked], other.use(options))
        assert accepts_passkey(cast.ilse, [asked], phone.use(options))

    def test_only_an_answer_to_our_challenge(self, cast: Cast) -> None:
        phone = Authenticator()
        passkey_for(cast.ilse, phone)
        options, asked = ask_to_sign(cast.ilse, ORIGIN)
        _, another = ask_to_sign(cast.ilse, ORIGIN)
        assert not accepts_passkey(cast.ilse, [another], phone.use(options))
        assert not accepts_passkey(cast.ilse, [], phone.use(options))
        for nonsense in ("", "{", "[]", '{"id": 3}', "null"):
            assert not accepts_passkey(cast.ilse, [asked], nonsense)

    def test_only_from_our_own_pages(self, cast: Cast) -> None:
        phone = Authenticator()
        passkey_for(cast.ilse, phone)
        options, asked = ask_to_sign(cast.ilse, ORIGIN)
        elsewhere = replace(phone, origin="https://testserver.evil.example")
        assert not accepts_passkey(cast.ilse, [asked], elsewhere.use(options))
        options, begun = ask_to_create(cast.ilse, ORIGIN)
        with pytest.raises(PasskeyRefused):
            add_passkey(user=cast.ilse, name="x", asked=begun, answer=elsewhere.make(options))

    def test_a_copied_passkey_is_noticed(self, cast: Cast) -> None:
        phone = Authenticator()
        passkey_for(cast.ilse, phone)
        copy = replace(phone)
        for _ in range(2):
            options, asked = ask_to_sign(cast.ilse, ORIGIN)
            assert accepts_passkey(cast.ilse, [asked], phone.use(options))
        options, asked = ask_to_sign(cast.ilse, ORIGIN)
        assert not accepts_passkey(cast.ilse, [asked], copy.use(options))


def test_app_and_passkey_stand_in_for_each_other(cast: Cast) -> None:
    app_for(cast.ilse)
    passkey = passkey_for(cast.ilse, Authenticator())
    take_app_away(user=cast.ilse)
    with pytest.raises(LastFactor):
        take_passkey_away(user=cast.ilse, passkey=passkey)
    app_for(cast.ilse)
    take_passkey_away(user=cast.ilse, passkey=passkey)
    with pytest.raises(LastFactor):
        take_app_away(user=cast.ilse)

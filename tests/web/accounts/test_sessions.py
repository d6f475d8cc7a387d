from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from antigone.web.accounts.models import OpenSession
from antigone.web.journal.models import Entry
from antigone.web.site.environment import SettingRefused, idle_minutes
from tests.web.conftest import PASSWORD, Cast, ClientOf
from tests.web.page import check_page

MINUTE = 60


def pass_by(client: Client, minutes: float, mark: str = "seen_at") -> None:
    """The session was last used, or begun, so many minutes ago."""
    session = client.session
    session[mark] -= minutes * MINUTE
    session.save()


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


class TestTheClock:
    def test_half_an_hour_without_anybody_ends_it(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of("mara")
        pass_by(client, 29)
        assert is_signed_in(client)
        pass_by(client, 31)
        assert client.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
        page = client.get("/sign-in/")
        check_page(page)
        assert "You were signed out" in page.content.decode()
        assert "You were signed out" not in client.get("/sign-in/").content.decode()
        assert not OpenSession.objects.exists()

    def test_every_click_begins_the_half_hour_anew(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of("mara")
        for _ in range(3):
            pass_by(client, 20)
            assert is_signed_in(client)

    def test_a_page_that_asks_by_itself_is_nobody(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of("mara")
        pass_by(client, 20)
        client.get("/", headers={"HX-Request": "true"})
        pass_by(client, 11)
        assert not is_signed_in(client)

    def test_after_twelve_hours_it_ends_whatever_is_done(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        client = client_of("mara")
        pass_by(client, 12 * 60 - 1, "begun_at")
        assert is_signed_in(client)
        pass_by(client, 2, "begun_at")
        assert not is_signed_in(client)

    def test_an_installation_may_choose_another_time(
        self, cast: Cast, client_of: ClientOf, settings: Settings
    ) -> None:
        settings.IDLE_MINUTES = 5
        client = client_of("mara")
        pass_by(client, 6)
        assert not is_signed_in(client)

    @pytest.mark.parametrize("given", ["0", "1", "241", "soon", "3.5", "-5"])
    def test_a_silly_time_is_refused_in_words(
        self, given: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ANTIGONE_IDLE_MINUTES", given)
        with pytest.raises(SettingRefused, match=r"ANTIGONE_IDLE_MINUTES is .*2 to 240"):
            idle_minutes()


def test_signing_in_makes_a_new_key(cast: Cast, client: Client) -> None:
    client.get("/sign-in/")
    session = client.session
    session["kept"] = "by somebody who wants to share it"
    session.save()
    before = session.session_key
    client.post("/sign-in/", {"username": "mara", "password": PASSWORD})
    assert client.session.session_key != before
    assert is_signed_in(client)


class TestWhereOneIsSignedIn:
    def test_the_page_lists_ones_own(self, cast: Cast, client_of: ClientOf) -> None:
        client, elsewhere = client_of("mara"), client_of("mara")
        client_of("ilse")
        page = elsewhere.get("/account/")
        check_page(page)
        assert page.content.decode().count("<h3>Firefox, Linux") == 2
        assert OpenSession.objects.filter(user=cast.mara).count() == 2
        client.post("/sign-out/")
        assert OpenSession.objects.filter(user=cast.mara).count() == 1

    def test_others_are_ended(self, cast: Cast, client_of: ClientOf) -> None:
        client, elsewhere, ilse = client_of("mara"), client_of("mara"), client_of("ilse")
        answer = client.post("/account/sessions/end/", follow=True)
        assert "1 other session was ended." in answer.content.decode()
        assert not is_signed_in(elsewhere)
        assert is_signed_in(client)
        assert is_signed_in(ilse)
        assert Entry.objects.get().act == "account.other_sessions_ended"

    def test_a_browser_is_named_in_two_words(self, cast: Cast) -> None:
        agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
        client = Client(headers={"User-Agent": agent})
        client.force_login(cast.mara)
        client.get("/")
        assert OpenSession.objects.get().browser == "Chrome, Linux"

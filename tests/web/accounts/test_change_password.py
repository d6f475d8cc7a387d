from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from antigone.web.journal.models import Entry
from tests.web.conftest import PASSWORD, Cast
from tests.web.page import check_page

URL = "/password/"
NEW = "river stone lamp winter"


def ask(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> bytes:
    data = {"old_password": old, "new_password": new, "again": again}
    return client.post(URL, data, follow=True).content


def test_it_works(cast: Cast, client_of: Callable[[str], Client]) -> None:
    client, elsewhere = client_of("mara"), client_of("mara")
    check_page(client.get(URL))
    assert b"Your password was changed" in ask(client)
    cast.mara.refresh_from_db()
    assert cast.mara.check_password(NEW)
    assert elsewhere.get("/").status_code == 302
    entry = Entry.objects.get()
    assert (entry.actor, entry.act) == ("mara", "account.password_changed")


def test_it_needs_sign_in(cast: Cast, client: Client) -> None:
    assert client.get(URL).headers["Location"] == "/sign-in/?next=/password/"


def test_it_refuses_what_is_wrong_short_or_mistyped(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    client = client_of("mara")
    assert b"not your password" in ask(client, old="wrong")
    assert b"too short" in ask(client, new="short", again="short")
    assert b"differs from the new password" in ask(client, again="river stone lamp wintry")
    cast.mara.refresh_from_db()
    assert cast.mara.check_password(PASSWORD)
    assert not Entry.objects.exists()

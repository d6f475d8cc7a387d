"""Pages of signing keys."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antigone.web.accounts.operator import Operator
from antigone.web.accounts.services import reset_password
from antigone.web.incidents import desk
from antigone.web.journal.models import Entry
from antigone.web.signing.keys import live_key, own_key
from antigone.web.signing.models import SigningKey
from antigone.web.signing.refusal import SigningRefused
from antigone.web.signing.templatetags.signing import grouped
from tests.web.conftest import PASSWORD, Cast, ClientOf
from tests.web.page import check_page

URL = "/i/marel-valley/signing-keys/"
NEW = "river stone lamp winter"


@pytest.fixture
def waiting(cast: Cast) -> SigningKey:
    """Ilse's password was reset; her new key waits."""
    reset_password(by=Operator(), person=cast.ilse, password=NEW)
    with pytest.raises(SigningRefused):
        own_key(cast.ilse, NEW)
    key = live_key(cast.ilse)
    assert key is not None
    return key


def test_it_works(cast: Cast, client_of: ClientOf) -> None:
    empty = client_of("teo").get(URL)
    check_page(empty)
    assert "Nobody here has signed yet" in empty.content.decode()
    key = own_key(cast.ilse, PASSWORD)
    for name in ("ilse", "ada", "tomas"):
        page = client_of(name).get(URL)
        check_page(page)
        assert grouped(key.key_id) in page.content.decode()
    assert "You have no key yet" in client_of("mara").get(URL).content.decode()


def test_strangers_find_nothing(cast: Cast, client_of: ClientOf, waiting: SigningKey) -> None:
    for path in ("", "give-up/", f"{waiting.pk}/compare/"):
        assert client_of("piet").get(URL + path).status_code == 404
    own_key(cast.piet, PASSWORD)
    foreign = live_key(cast.piet)
    assert foreign is not None
    assert "Piet" not in client_of("mara").get(URL).content.decode()
    assert client_of("mara").get(f"{URL}{foreign.pk}/compare/").status_code == 404


def test_the_id_of_a_key_that_waits_is_its_owners_to_read_out(
    client_of: ClientOf, waiting: SigningKey
) -> None:
    own = client_of("ilse").get(URL).content.decode()
    assert grouped(waiting.key_id) in own
    assert "Nothing is signed with it yet" in own
    for path in (URL, f"{URL}{waiting.pk}/compare/"):
        page = client_of("mara").get(path).content.decode()
        assert grouped(waiting.key_id) not in page
        assert waiting.key_id not in page


def test_si_05_a_colleague_types_what_the_owner_reads_out(
    client_of: ClientOf, waiting: SigningKey
) -> None:
    client, url = client_of("mara"), f"{URL}{waiting.pk}/compare/"
    check_page(client.get(url))
    assert client.post(url, {"typed": ""}).status_code == 422
    wrong = client.post(url, {"typed": "0" * 32})
    check_page(wrong)
    assert (wrong.status_code, "SI-05" in wrong.content.decode()) == (409, True)
    done = client.post(url, {"typed": grouped(waiting.key_id).upper()}, follow=True)
    assert "Ilse Brandt can sign with this key now." in done.content.decode()
    assert "Nothing is to be compared" in client.get(url).content.decode()


def test_the_unmet_rule_is_shown_before_anybody_tries(
    client_of: ClientOf, waiting: SigningKey
) -> None:
    url = f"{URL}{waiting.pk}/compare/"
    for name, code in (("ilse", "SI-03"), ("teo", "SI-04")):
        page = client_of(name).get(url)
        check_page(page)
        assert '<li class="unmet">' in page.content.decode()
        assert "The ids are the same" not in page.content.decode()
        refused = client_of(name).post(url, {"typed": waiting.key_id})
        assert (refused.status_code, code in refused.content.decode()) == (409, True)


def test_one_gives_ones_own_key_up(cast: Cast, client_of: ClientOf) -> None:
    client, url = client_of("ilse"), f"{URL}give-up/"
    nothing = client.get(url)
    check_page(nothing)
    assert "You have no key that signs" in nothing.content.decode()
    own_key(cast.ilse, PASSWORD)
    check_page(client.get(url))
    assert client.post(url, {"password": "a guess"}).status_code == 422
    assert live_key(cast.ilse) is not None
    done = client.post(url, {"password": PASSWORD}, follow=True)
    assert "Your key is retired." in done.content.decode()
    assert "Your last key is retired" in done.content.decode()
    assert Entry.objects.filter(act="signing_key.retired", actor="ilse").count() == 1


def test_colleagues_are_told_and_only_those_who_may(
    cast: Cast, client_of: ClientOf, waiting: SigningKey
) -> None:
    told = {
        name
        for name in ("mara", "oyelin", "ilse", "teo", "tomas", "piet")
        if any("signing key" in task.title for task in desk.awaiting(getattr(cast, name)))
    }
    assert told == {"mara", "oyelin"}
    page = client_of("oyelin").get("/").content.decode()
    assert f"{URL}{waiting.pk}/compare/" in page


def test_the_number_of_queries_does_not_grow(cast: Cast, client_of: ClientOf) -> None:
    client = client_of("mara")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(URL)
        return len(queries)

    own_key(cast.ilse, PASSWORD)
    client.get(URL)
    few = asked()
    for user in (cast.mara, cast.oyelin, cast.teo):
        own_key(user, PASSWORD)
    assert asked() == few

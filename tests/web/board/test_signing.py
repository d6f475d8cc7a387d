"""Signing on the page with a second factor: a typed code, or a passkey."""

from __future__ import annotations

import html
import re

from django.test import Client
from django.urls import reverse

from antigone.web.accounts.factors.passkeys import add_passkey, ask_to_create
from antigone.web.board.models import Proposal, Signature
from antigone.web.journal.models import Entry
from tests.web.accounts.authenticator import Authenticator
from tests.web.conftest import Cast, ClientOf
from tests.web.factors import code_of
from tests.web.page import check_page


def url(proposal: Proposal) -> str:
    return reverse("board:sign", kwargs={"incident": "marel-valley", "pk": proposal.pk})


def typed(cast: Cast, **more: str) -> dict[str, str]:
    return {"has_read": "on", "password": cast.password, **more}


def options_on(client: Client, proposal: Proposal) -> str:
    page = client.get(proposal.get_absolute_url())
    check_page(page)
    found = re.search(r'data-options="([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def test_a_passkey_signs(cast: Cast, client_of: ClientOf, proposal: Proposal) -> None:
    phone, client = Authenticator(), client_of("ilse")
    options, asked = ask_to_create(cast.ilse, phone.origin)
    add_passkey(user=cast.ilse, name="phone", asked=asked, answer=phone.make(options))
    key = client.session.session_key
    answer = phone.use(options_on(client, proposal))
    done = client.post(url(proposal), typed(cast, assertion=answer))
    assert done.status_code == 302
    assert Signature.objects.get().signer == cast.ilse
    assert Entry.objects.get(act="identification.signed").details["second_factor"] == "passkey"
    assert client.session.session_key != key


def test_without_any_factor_the_page_leads_to_one(
    cast: Cast, client_of: ClientOf, proposal: Proposal
) -> None:
    client = client_of("ilse")
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "You have no second factor that works here yet." in page
    assert f"/account/app/?next={proposal.get_absolute_url()}" in page
    refused = client.post(url(proposal), typed(cast, code="123456"))
    assert refused.status_code == 409
    assert "BO-06" in refused.content.decode()


def test_a_code_that_was_used_signs_nothing(
    cast: Cast, client_of: ClientOf, proposal: Proposal
) -> None:
    client, code = client_of("ilse"), code_of(cast.ilse)
    client.post("/account/second-factor/", {"code": code})
    refused = client.post(url(proposal), typed(cast, code=code))
    assert refused.status_code == 409
    assert "used before" in refused.content.decode()
    assert not Signature.objects.exists()


def test_a_rule_that_refuses_uses_no_code_up(
    cast: Cast, client_of: ClientOf, proposal: Proposal
) -> None:
    client, code = client_of("ilse"), code_of(cast.ilse)
    unread = typed(cast, code=code)
    del unread["has_read"]
    assert client.post(url(proposal), unread).status_code == 409
    assert client.post(url(proposal), typed(cast, password="no", code=code)).status_code == 409
    assert client.post(url(proposal), typed(cast, code=code)).status_code == 302

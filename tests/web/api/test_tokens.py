"""Tokens: made with fresh proof, shown once, limited, ended for good."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from antigone.policy.tokens import Scope
from antigone.web.accounts.factors.standing import reset_second_factor
from antigone.web.accounts.models import User
from antigone.web.accounts.operator import Operator
from antigone.web.accounts.proof import Answer, ProofRefused
from antigone.web.accounts.services import close_account, reset_password
from antigone.web.api.models import Asked, Token
from antigone.web.api.tokens import EndRefused, make_token, revoke_token, token_of
from antigone.web.incidents.models import Incident
from antigone.web.journal.models import Entry
from tests.web.api.asking import V1, Program, said, token_for
from tests.web.conftest import Cast, ClientOf
from tests.web.factors import answer_of, app_for, code_of


def made(cast: Cast, user: User, days: int = 90, incident: Incident | None = None) -> str:
    _, secret = make_token(
        user=user,
        name="weekly figures",
        scopes=[Scope.READ_REMAINS, Scope.READ_FIGURES],
        days=days,
        incident=incident,
        password=cast.password,
        second_factor=answer_of(user),
    )
    return secret


def form(cast: Cast, code: str) -> dict[str, object]:
    return {
        "name": "weekly figures",
        "scopes": ["read:remains", "read:figures"],
        "incident": "marel-valley",
        "days": 30,
        "password": cast.password,
        "code": code,
    }


def test_the_page_shows_it_once_and_it_works(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of("mara")
    page = browser.post("/account/tokens/new/", form(cast, code_of(cast.mara))).content.decode()
    secret = re.search(r"antigone_[\w-]{43}", page)
    assert secret is not None
    me = Program(secret[0]).get(f"{V1}/me")
    assert me["username"] == "mara"
    assert me["scopes"] == ["read:remains", "read:figures"]
    assert me["incident"] == "marel-valley"
    tokens = browser.get("/account/tokens/").content.decode()
    assert "weekly figures" in tokens
    assert secret[0] not in tokens
    row = Token.objects.get()
    assert secret[0] not in json.dumps(row.__dict__, default=str)
    entry = Entry.objects.get(act="token.made")
    assert entry.details["scopes"] == ["read:remains", "read:figures"]
    assert secret[0] not in entry.details_text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "guess"}, "not your password"),
        ({"code": "000000"}, "second factor is wrong"),
        ({"days": 400}, "366"),
        ({"scopes": []}, "required"),
        ({"incident": "elsewhere"}, "valid choice"),
    ],
)
def test_the_page_says_what_is_wrong(
    cast: Cast, client_of: ClientOf, wrong: dict[str, object], words: str
) -> None:
    browser = client_of("mara")
    response = browser.post("/account/tokens/new/", form(cast, code_of(cast.mara)) | wrong)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Token.objects.exists()


def test_ap_03_it_ends_within_a_year(cast: Cast) -> None:
    for days in (0, 367):
        with pytest.raises(EndRefused):
            made(cast, cast.mara, days=days)
    secret = made(cast, cast.mara, days=366)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert token_of(secret) is None
    assert Program(secret).ask("GET", f"{V1}/me").status_code == 401


def test_ap_04_proof_is_given_anew_and_only_the_hash_is_kept(cast: Cast) -> None:
    app_for(cast.mara)
    for password, factor in (
        (cast.password, Answer()),
        (cast.password, Answer("123456")),
        ("guess", answer_of(cast.mara)),
    ):
        with pytest.raises(ProofRefused):
            make_token(
                user=cast.mara,
                name="a",
                scopes=[Scope.READ_RUNS],
                days=1,
                incident=None,
                password=password,
                second_factor=factor,
            )
    assert not Token.objects.exists()
    secret = made(cast, cast.mara)
    assert secret not in json.dumps(list(Token.objects.values()), default=str)


def test_ap_05_it_ends_with_the_account_and_what_proved_it(cast: Cast) -> None:
    operator = Operator()
    secrets = {name: made(cast, getattr(cast, name)) for name in ("mara", "nadia", "teo", "ruth")}
    close_account(by=operator, person=cast.mara)
    reset_second_factor(by=operator, person=cast.nadia)
    reset_password(by=operator, person=cast.teo, password="another-long-password")
    answers = {name: Program(s).ask("GET", f"{V1}/me").status_code for name, s in secrets.items()}
    assert answers == {"mara": 401, "nadia": 401, "teo": 401, "ruth": 200}
    assert Entry.objects.filter(act="token.ended", actor="console").count() == 3
    # For good: neither an account that opens again nor a new second factor revives them.
    User.objects.update(is_active=True)
    app_for(cast.nadia)
    assert Program(secrets["mara"]).ask("GET", f"{V1}/me").status_code == 401
    assert Program(secrets["nadia"]).ask("GET", f"{V1}/me").status_code == 401


def test_its_person_ends_it_at_once_and_nobody_else(cast: Cast, client_of: ClientOf) -> None:
    secret = made(cast, cast.mara)
    token = Token.objects.get()
    assert client_of("nadia").post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert Program(secret).ask("GET", f"{V1}/me").status_code == 200
    assert client_of("mara").get(f"/account/tokens/{token.pk}/revoke/").status_code == 200
    client_of("mara").post(f"/account/tokens/{token.pk}/revoke/")
    assert Program(secret).ask("GET", f"{V1}/me").status_code == 401
    assert Entry.objects.get(act="token.revoked").actor == "mara"
    with pytest.raises(LookupError):
        revoke_token(user=cast.mara, token=token)


def test_no_cookie_lets_anybody_in(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of("mara", second_factor=True)
    response = browser.get(f"{V1}/me")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert said(response)["code"] == "token"
    # Nor does one make a token more than it is.
    secret = token_for(cast.tomas, [Scope.READ_REMAINS])
    answer = browser.get(f"{V1}/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["username"] == "tomas"
    assert not answer.cookies


def test_what_is_no_token_is_refused(cast: Cast) -> None:
    token_for(cast.mara)
    for header in ("", "Bearer", "Bearer ", "Basic bWFyYQ==", "Bearer antigone_nothing"):
        response = Client().get(f"{V1}/me", headers={"Authorization": header})
        assert response.status_code == 401, header


def test_a_token_waits_when_it_asks_too_often(cast: Cast) -> None:
    program = Program(token_for(cast.mara))
    program.get(f"{V1}/me")
    minute = timezone.now().replace(second=0, microsecond=0)
    for ahead in (0, 1):
        Asked.objects.update(count=600, minute=minute + timedelta(minutes=ahead))
        response = program.ask("GET", f"{V1}/me")
        if response.status_code == 429:
            break
    assert said(response)["code"] == "too_often"
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    Asked.objects.update(minute=minute - timedelta(minutes=1))
    assert program.ask("GET", f"{V1}/me").status_code == 200


def test_an_address_waits_when_it_guesses_too_often(cast: Cast) -> None:
    statuses = [Program("antigone_guess").ask("GET", f"{V1}/me").status_code for _ in range(70)]
    assert statuses[0] == 401
    assert 429 in statuses
    assert "127.0.0.1" not in str(list(Asked.objects.values()))
    # A token that works is not made to wait for those that do not.
    assert Program(token_for(cast.mara)).ask("GET", f"{V1}/me").status_code == 200


def test_use_is_noted(cast: Cast) -> None:
    program = Program(token_for(cast.mara))
    program.get(f"{V1}/me")
    first = Token.objects.get().last_used_at
    program.get(f"{V1}/me")
    assert first is not None
    assert Token.objects.get().last_used_at == first

"""Authenticator app, recovery codes, and the door that asks for a second factor."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from pytest_django import Settings

from antigone.web.accounts.factors.recovery import codes_left, make_recovery_codes
from antigone.web.accounts.factors.standing import has_second_factor, reset_second_factor
from antigone.web.accounts.factors.time_codes import app_of, next_code, secret_of
from antigone.web.accounts.models import RecoveryCode, TimeCode, User
from antigone.web.accounts.operator import Operator
from antigone.web.accounts.proof import Answer, ProofRefused, require_second_factor
from antigone.web.accounts.second_factor import second_factor_needed
from antigone.web.accounts.throttle import FREE_TRIES
from antigone.web.journal.models import Entry
from antigone.web.sealing.models import Key
from tests.web.conftest import PASSWORD, Cast, ClientOf
from tests.web.factors import app_for, code_of
from tests.web.page import check_page

PROOF = "/account/second-factor/"
APP = "/account/app/"


@second_factor_needed
def picture(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a picture")


urlpatterns = [path("picture/", picture), path("", include("antigone.web.site.urls"))]
handler404 = "antigone.web.site.errors.not_found"


def acts() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("sequence").values_list("actor", "act"))


def set_up(client: Client) -> str:
    """Go through the pages as a person does; the secret as the page shows it."""
    check_page(client.get(APP))
    begun = client.post(APP, {"password": PASSWORD})
    assert begun.headers["Location"] == APP
    page = client.get(APP)
    check_page(page)
    shown = re.search(r'class="ltr secret">([A-Z2-7 ]+)<', page.content.decode())
    assert shown
    return shown[1].replace(" ", "")


class TestSettingUpAnApp:
    def test_it_works(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of("ilse")
        secret = set_up(client)
        assert not has_second_factor(cast.ilse)
        done = client.post(APP, {"code": pyotp.TOTP(secret).now()})
        check_page(done)
        codes = re.findall(r'class="ltr secret">([a-z2-8-]+)<', done.content.decode())
        assert len(codes) == 10
        assert has_second_factor(cast.ilse)
        assert acts() == [
            ("ilse", "account.app_added"),
            ("ilse", "account.recovery_codes_made"),
        ]

    def test_the_secret_stands_nowhere_plain(self, cast: Cast, client_of: ClientOf) -> None:
        secret = set_up(client_of("ilse"))
        row = TimeCode.objects.get()
        assert secret.encode() not in bytes(row.secret)
        assert secret_of(row) == secret
        assert row.key.purpose == Key.Purpose.SECOND_FACTOR

    def test_a_wrong_code_sets_nothing_up(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of("ilse")
        set_up(client)
        answer = client.post(APP, {"code": "000000"})
        assert answer.status_code == 422
        assert "The app shows another code" in answer.content.decode()
        assert not has_second_factor(cast.ilse)

    def test_it_asks_for_the_password(self, cast: Cast, client_of: ClientOf) -> None:
        answer = client_of("ilse").post(APP, {"password": "wrong"})
        assert answer.status_code == 422
        assert "not your password" in answer.content.decode()
        assert not TimeCode.objects.exists()

    def test_a_second_one_asks_for_the_first(self, cast: Cast, client_of: ClientOf) -> None:
        app_for(cast.ilse)
        location = client_of("ilse").get(APP).headers["Location"]
        assert location == f"{PROOF}?next={APP}"
        client = client_of("ilse", second_factor=True)
        before = app_of(cast.ilse)
        client.post(APP, {"code": pyotp.TOTP(set_up(client)).now()})
        after = app_of(cast.ilse)
        assert before
        assert after
        assert before.pk != after.pk
        before.key.refresh_from_db()
        assert before.key.is_destroyed

    def test_the_only_factor_stays(self, cast: Cast, client_of: ClientOf) -> None:
        app_for(cast.ilse)
        client = client_of("ilse", second_factor=True)
        check_page(client.get("/account/app/remove/"))
        answer = client.post("/account/app/remove/")
        assert answer.status_code == 409
        assert "only second factor" in answer.content.decode()
        assert has_second_factor(cast.ilse)


class TestCodes:
    def test_a_code_works_once(self, cast: Cast) -> None:
        code = code_of(cast.ilse)
        require_second_factor(cast.ilse, Answer(code=f" {code[:3]} {code[3:]}"))
        with pytest.raises(ProofRefused, match="used before"):
            require_second_factor(cast.ilse, Answer(code=code))

    def test_half_a_minute_early_or_late_is_accepted_no_more(self, cast: Cast) -> None:
        app = app_for(cast.ilse)
        totp = pyotp.TOTP(secret_of(app))
        now = timezone.now()
        for minutes in (-1.5, 1.5):
            code = totp.at(now + timedelta(minutes=minutes))
            with pytest.raises(ProofRefused):
                require_second_factor(cast.ilse, Answer(code=code))
        require_second_factor(cast.ilse, Answer(code=totp.at(now - timedelta(seconds=25))))

    def test_an_earlier_code_than_the_last_one_is_refused(self, cast: Cast) -> None:
        app = app_for(cast.ilse)
        totp, now = pyotp.TOTP(secret_of(app)), timezone.now()
        require_second_factor(cast.ilse, Answer(code=totp.at(now)))
        with pytest.raises(ProofRefused):
            require_second_factor(cast.ilse, Answer(code=totp.at(now - timedelta(seconds=30))))

    def test_guessing_has_to_wait(self, cast: Cast) -> None:
        code = code_of(cast.ilse)
        for _ in range(FREE_TRIES):
            with pytest.raises(ProofRefused, match="wrong"):
                require_second_factor(cast.ilse, Answer(code="000000"))
        with pytest.raises(ProofRefused, match="Try again in 1 minute"):
            require_second_factor(cast.ilse, Answer(code=code))

    def test_who_has_none_is_told_so(self, cast: Cast) -> None:
        with pytest.raises(ProofRefused, match="no second factor yet"):
            require_second_factor(cast.ilse, Answer(code="123456"))


class TestRecoveryCodes:
    def test_each_works_once(self, cast: Cast) -> None:
        app_for(cast.ilse)
        first, second = make_recovery_codes(user=cast.ilse)[:2]
        require_second_factor(cast.ilse, Answer(code=first.upper()))
        with pytest.raises(ProofRefused):
            require_second_factor(cast.ilse, Answer(code=first))
        with pytest.raises(ProofRefused):
            require_second_factor(cast.ilse, Answer(code=second), recovery=False)
        assert codes_left(cast.ilse) == 9
        assert acts()[-1] == ("ilse", "account.recovery_code_used")

    def test_only_their_hashes_are_kept(self, cast: Cast) -> None:
        codes = make_recovery_codes(user=cast.ilse)
        kept = " ".join(RecoveryCode.objects.values_list("code_hash", flat=True))
        assert not any(code in kept or code.replace("-", "") in kept for code in codes)

    def test_new_ones_end_the_old(self, cast: Cast, client_of: ClientOf) -> None:
        app_for(cast.ilse)
        old = make_recovery_codes(user=cast.ilse)[0]
        client = client_of("ilse", second_factor=True)
        check_page(client.get("/account/recovery-codes/"))
        check_page(client.post("/account/recovery-codes/"))
        assert codes_left(cast.ilse) == 10
        with pytest.raises(ProofRefused):
            require_second_factor(cast.ilse, Answer(code=old))

    def test_somebody_elses_is_worth_nothing(self, cast: Cast) -> None:
        app_for(cast.ilse)
        code = make_recovery_codes(user=cast.oyelin)[0]
        with pytest.raises(ProofRefused):
            require_second_factor(cast.ilse, Answer(code=code))


@pytest.mark.urls(__name__)
class TestTheDoor:
    def test_it_asks_and_leads_back(self, cast: Cast, client_of: ClientOf) -> None:
        code = code_of(cast.ilse)
        client = client_of("ilse")
        asked = client.get("/picture/?of=1").headers["Location"]
        assert asked == f"{PROOF}?next=/picture/%3Fof%3D1"
        page = client.get(asked)
        check_page(page)
        assert b'name="next" value="/picture/?of=1"' in page.content
        key = client.session.session_key
        answer = client.post(asked, {"code": code, "next": "/picture/?of=1"})
        assert answer.headers["Location"] == "/picture/?of=1"
        assert client.get("/picture/?of=1").content == b"a picture"
        assert client.session.session_key != key

    def test_a_wrong_code_opens_nothing(self, cast: Cast, client_of: ClientOf) -> None:
        app_for(cast.ilse)
        client = client_of("ilse")
        answer = client.post(PROOF, {"code": "000000", "next": "/picture/"})
        assert answer.status_code == 403
        check_page(answer)
        assert client.get("/picture/").status_code == 302

    def test_the_proof_ends_after_ten_minutes(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of("ilse", second_factor=True)
        assert client.get("/picture/").status_code == 200
        session = client.session
        session["second_factor_at"] -= 601
        session.save()
        assert client.get("/picture/").status_code == 302

    def test_it_leads_nowhere_else(self, cast: Cast, client_of: ClientOf) -> None:
        data = {"code": code_of(cast.ilse), "next": "https://evil.example/"}
        assert client_of("ilse").post(PROOF, data).headers["Location"] == "/account/"

    def test_who_has_none_sets_one_up_first(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of("ilse")
        location = client.get(f"{PROOF}?next=/picture/").headers["Location"]
        assert location == f"{APP}?next=%2Fpicture%2F"
        assert b"You need a second factor first" in client.get(location).content

    def test_a_fragment_leaves_the_page(self, cast: Cast, client_of: ClientOf) -> None:
        answer = client_of("ilse").get("/picture/", headers={"HX-Request": "true"})
        assert answer.status_code == 401
        assert answer.headers["HX-Redirect"].startswith(PROOF)

    def test_a_recovery_code_leads_to_the_account(self, cast: Cast, client_of: ClientOf) -> None:
        app_for(cast.ilse)
        data = {"code": make_recovery_codes(user=cast.ilse)[0], "next": "/picture/"}
        assert client_of("ilse").post(PROOF, data).headers["Location"] == "/account/"


class TestTheDemo:
    def test_the_code_is_shown_in_the_demo_alone(
        self, cast: Cast, client_of: ClientOf, settings: Settings
    ) -> None:
        app = app_for(cast.ilse)
        assert next_code(app) not in client_of("ilse").get(PROOF).content.decode()
        settings.DEMO = True
        page = client_of("ilse").get(PROOF)
        check_page(page)
        assert next_code(app) in page.content.decode()
        assert "This is the demo" in page.content.decode()

    def test_the_shown_code_is_one_that_was_not_used(self, cast: Cast, settings: Settings) -> None:
        for _ in range(2):
            app = app_for(cast.ilse)
            require_second_factor(cast.ilse, Answer(code=next_code(app)))


def test_the_operator_resets_all_factors(cast: Cast) -> None:
    app_for(cast.ilse)
    make_recovery_codes(user=cast.ilse)
    with pytest.raises(PermissionDenied):
        reset_second_factor(by=cast.mara, person=cast.ilse)
    reset_second_factor(by=Operator(), person=cast.ilse)
    assert not has_second_factor(cast.ilse)
    assert not codes_left(cast.ilse)
    assert acts()[-1] == ("console", "account.second_factor_reset")


@pytest.mark.parametrize("url", [APP, PROOF, "/account/", "/account/recovery-codes/"])
def test_everything_needs_sign_in(cast: Cast, client: Client, url: str) -> None:
    assert client.get(url).headers["Location"] == f"/sign-in/?next={url}"


def test_nobody_sees_anothers_account(cast: Cast, client_of: ClientOf) -> None:
    app_for(cast.oyelin)
    page = client_of("ilse").get("/account/").content.decode()
    assert "Not set up." in page
    assert User.objects.count() > 2

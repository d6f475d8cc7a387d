from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.utils import formats, translation

from antigone.web.journal.models import Entry
from antigone.web.wording.choosing import choose_language
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page

URL = "/language/"


def spoken(response: object) -> tuple[str, str]:
    """Language and direction of a page."""
    assert isinstance(response, HttpResponse)
    found = re.search(r'<html lang="(\w+)" dir="(\w+)">', response.content.decode())
    assert found is not None
    return found[1], found[2]


def test_the_browser_decides_until_somebody_chooses(cast: Cast, client: Client) -> None:
    assert spoken(client.get("/sign-in/")) == ("en", "ltr")
    assert spoken(client.get("/sign-in/", headers={"accept-language": "ar-SY,en"})) == ("ar", "rtl")
    assert spoken(client.get("/sign-in/", headers={"accept-language": "de"})) == ("en", "ltr")


def test_a_visitor_chooses_for_this_browser(cast: Cast, client: Client) -> None:
    answer = client.post(URL, {"language": "uk", "next": "/sign-in/?next=/i/marel-valley/"})
    assert answer.headers["Location"] == "/sign-in/?next=/i/marel-valley/"
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("uk", True, "Lax")
    page = client.get("/sign-in/", headers={"accept-language": "fr"})
    assert spoken(page) == ("uk", "ltr")
    check_page(page)
    assert not Entry.objects.exists()


def test_a_person_chooses_for_every_machine(cast: Cast, client_of: ClientOf) -> None:
    client_of("mara").post(URL, {"language": "ar", "next": "/account/"})
    elsewhere = client_of("mara")
    elsewhere.cookies["language"] = "fr"
    page = elsewhere.get("/account/")
    assert spoken(page) == ("ar", "rtl")
    assert "العربية" in page.content.decode()
    check_page(page)
    assert spoken(elsewhere.get("/nowhere/")) == ("ar", "rtl")
    entry = Entry.objects.get()
    assert (entry.act, entry.subject) == ("account.language_chosen", "mara")
    elsewhere.post(URL, {"language": ""})
    assert spoken(elsewhere.get("/account/", headers={"accept-language": "es"})) == ("es", "ltr")


def test_errors_of_forms_are_said_in_it(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("mara").post(
        "/password/", {"old_password": ""}, headers={"accept-language": "fr"}
    )
    assert "Ce champ est obligatoire." in page.content.decode()


def test_an_old_form_is_refused_in_it(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/sign-in/", {}, headers={"accept-language": "ar"})
    assert refused.status_code == 403
    assert spoken(refused) == ("ar", "rtl")


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "javascript:1", ""])
def test_it_leads_nowhere_else(cast: Cast, client: Client, evil: str) -> None:
    assert client.post(URL, {"language": "uk", "next": evil}).headers["Location"] == "/"


def test_other_languages_are_refused(cast: Cast, client: Client) -> None:
    assert client.post(URL, {"language": "xx"}).status_code == 400
    assert client.get(URL).status_code == 405
    with pytest.raises(ValidationError):
        choose_language(user=cast.mara, language="xx")
    cast.mara.refresh_from_db()
    assert cast.mara.language == ""


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "24 November 2026"),
        ("uk", "24 листопада 2026"),
        ("ru", "24 ноября 2026"),
        ("fr", "24 novembre 2026"),
        ("es", "24 de noviembre de 2026"),
        ("ar", "24 نوفمبر 2026"),
    ],
)
def test_days_follow_the_language_and_numbers_do_not(language: str, day: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 11, 24)) == day
        assert formats.localize(12345.5) == "12345.5"

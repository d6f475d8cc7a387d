from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from tests.web.conftest import Cast
from tests.web.page import check_page

ClientOf = Callable[[str], Client]


def bad(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("secret of the machine")


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only a member of the board may sign.")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret of the machine")


urlpatterns = [
    path("bad/", bad),
    path("denied/", denied),
    path("broken/", broken),
    path("", include("antigone.web.site.urls")),
]
handler400 = "antigone.web.site.errors.bad_request"
handler403 = "antigone.web.site.errors.permission_denied"
handler404 = "antigone.web.site.errors.not_found"
handler500 = "antigone.web.site.errors.broken"


@pytest.fixture
def mara(settings: Settings, client_of: ClientOf) -> Client:
    settings.ROOT_URLCONF = __name__
    client = client_of("mara")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/bad/", 400, "Nothing was stored."),
        ("/denied/", 403, "Only a member of the board may sign."),
        ("/nowhere/", 404, "There is nothing at this address"),
        ("/i/nowhere/", 404, "no such incident, or you have no role in it"),
        ("/broken/", 500, "failed on our side"),
    ],
)
def test_every_error_has_a_page_that_says_what_to_do(
    mara: Client, address: str, status: int, words: str
) -> None:
    response = mara.get(address)
    assert response.status_code == status
    check_page(response)
    page = response.content.decode()
    assert words in page
    assert "secret of the machine" not in page
    assert 'class="btn" href="/"' in page


def test_an_unknown_address_asks_a_visitor_for_nothing(client: Client, db: None) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    check_page(response)


def test_static_files_are_served_with_their_own_headers(cast: Cast, client: Client) -> None:
    response = client.get("/static/antigone/antigone.css")
    assert response.status_code == 200
    assert "no-store" not in response.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in response.headers
    response.close()

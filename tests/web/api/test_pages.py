"""Pages of tokens, and the page that lists the operations."""

from __future__ import annotations

from antigone.web.api.interface import all_operations
from antigone.web.api.models import Token
from tests.web.api.asking import token_for
from tests.web.conftest import Cast, ClientOf
from tests.web.factors import app_for
from tests.web.page import check_headers, check_page


def test_every_page_keeps_the_rules(cast: Cast, client_of: ClientOf) -> None:
    token_for(cast.mara)
    app_for(cast.mara)
    (token,) = Token.objects.all()
    for url in (
        *("/account/", "/account/tokens/", "/account/tokens/new/", "/api/"),
        f"/account/tokens/{token.pk}/revoke/",
    ):
        response = client_of("mara").get(url)
        assert response.status_code == 200, url
        check_headers(response)
        check_page(response)


def test_the_reference_lists_every_operation(client_of: ClientOf) -> None:
    page = client_of("piet").get("/api/").content.decode()
    for operation in all_operations().values():
        assert f"/api/v1{operation.path}" in page, operation.name
        assert operation.scope is None or operation.scope.value in page


def test_whoever_has_no_second_factor_is_told_so(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("ruth").get("/account/tokens/").content.decode()
    assert "Without one you can make no token." in page
    assert "/account/tokens/new/" not in page


def test_others_tokens_are_not_shown(cast: Cast, client_of: ClientOf) -> None:
    token_for(cast.mara)
    assert "a test" in client_of("mara").get("/account/tokens/").content.decode()
    assert "a test" not in client_of("nadia").get("/account/tokens/").content.decode()

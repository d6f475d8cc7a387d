from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import Cast
from tests.web.page import check_page

URL = "/i/marel-valley/"


@pytest.mark.parametrize("name", ["mara", "oyelin", "ilse", "nadia", "tomas"])
def test_it_works(cast: Cast, client_of: Callable[[str], Client], name: str) -> None:
    response = client_of(name).get(URL)
    assert response.status_code == 200
    check_page(response)
    page = response.content.decode()
    assert "<h1>Marel Valley</h1>" in page
    assert "3\N{NO-BREAK SPACE}October 2026" in page
    assert "Mara Tenev" in page
    assert "Invented data. Any likeness is chance." in page
    assert "No entry in this incident yet." in page


def test_it_needs_sign_in_and_a_role(
    cast: Cast, client: Client, client_of: Callable[[str], Client]
) -> None:
    assert client.get(URL).headers["Location"] == f"/sign-in/?next={URL}"
    response = client_of("piet").get(URL)
    assert response.status_code == 404
    check_page(response)
    assert "Marel Valley" not in response.content.decode()

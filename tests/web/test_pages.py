"""Every page of an incident as each role sees it: rules of the look that hold everywhere."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from antigone.web.matching.models import Run
from antigone.web.records.models import ImportedFile
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast
from tests.web.page import check_headers, check_nothing_inline, check_page
from tests.web.samples import SAMPLES, World, who_may

__all__ = ["attest", "data", "done", "imported", "work"]


def test_every_page_keeps_the_rules(cast: Cast, done: Run, imported: ImportedFile) -> None:
    world = World(cast=cast, run=done, file=imported)
    checked = 0
    for view, sample in SAMPLES.items():
        url = reverse(view, kwargs={"incident": "marel-valley"} | sample(world))
        for person in who_may(world):
            client = Client()
            client.force_login(person)
            checked += is_page_that_keeps_the_rules(client, url)
    assert checked > len(SAMPLES)


def is_page_that_keeps_the_rules(client: Client, url: str) -> bool:
    """Check an answer; whether it was a whole page."""
    response = client.get(url)
    check_headers(response)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return False
    try:
        if b"<html" in response.content:
            check_page(response)
            return True
        check_nothing_inline(response)
    except AssertionError as error:
        raise AssertionError(f"{url}: {error}") from error
    return False

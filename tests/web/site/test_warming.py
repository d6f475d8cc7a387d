"""What a process reads before its first page; and what it does where it cannot."""

from __future__ import annotations

import gc

import pytest
from django.db import DatabaseError, connections

from antigone.web.custody import judged
from antigone.web.journal.services import record
from antigone.web.records import name_index
from antigone.web.site import warming
from antigone.web.site.warming import leave_alone_what_stays, warm
from tests.web.conftest import Cast


def test_chains_are_judged_before_the_first_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = cast.incident.slug
    record(actor="mara", act="remains.registered", incident=slug, subject="V1", details={})
    monkeypatch.setattr(judged, "_KEPT", {})
    monkeypatch.setattr(connections, "close_all", lambda: None)
    warm()
    assert set(vars(judged)["_KEPT"]) == {cast.incident.pk}


def test_it_starts_without_tables_and_the_pages_say_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_tables() -> None:
        raise DatabaseError("no such table: incidents_incident")

    monkeypatch.setattr(warming, "offers", lambda name: iter([no_tables]))
    monkeypatch.setattr(connections, "close_all", lambda: None)
    warm()
    assert "no such table" in caplog.text


def test_names_and_forms_are_loaded_before_the_first_page(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(warming, "get_template", loaded.append)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    name_index._tables.cache_clear()
    warm()
    assert {"site/home.html", "records/remains.html", "board/proposal.html"} <= set(loaded)
    assert name_index._tables.cache_info().currsize == 1


def test_what_stays_is_not_searched_again() -> None:
    before = gc.get_threshold()
    try:
        leave_alone_what_stays()
        stays, searched = gc.get_freeze_count(), len(gc.get_objects())
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
    assert stays > 10_000
    assert searched < stays / 10

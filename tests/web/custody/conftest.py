"""Remains and a family of the small data set, and what custody needs."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from antigone.web.records.models import Family, ImportedFile, Person, Remains
from tests.web.records.conftest import attest, data, imported

__all__ = ["attest", "data", "imported"]


@pytest.fixture(autouse=True)
def _no_waiting_for_frames() -> None:
    cache.clear()


@pytest.fixture
def remains(imported: ImportedFile) -> Remains:
    """V3, a stranger to all families."""
    return Remains.objects.select_related("incident").get(number="V3")


@pytest.fixture
def donor(imported: ImportedFile) -> Person:
    """R1, the father in the family F1."""
    return Person.objects.select_related("family__incident", "key").get(code="R1")


@pytest.fixture
def family(donor: Person) -> Family:
    return donor.family

"""The small data set, with a legal basis."""

from __future__ import annotations

import pytest

from antigone.web.records.models import Family, ImportedFile, Remains
from tests.web.conftest import Cast
from tests.web.records.conftest import Attest, attest, data, imported

__all__ = ["attest", "data", "imported"]


@pytest.fixture
def remains(imported: ImportedFile) -> Remains:
    return Remains.objects.select_related("incident").get(number="V1")


@pytest.fixture
def family(cast: Cast, imported: ImportedFile, attest: Attest) -> Family:
    attest(imported)
    return Family.objects.select_related("incident", "key").get(name="F1")

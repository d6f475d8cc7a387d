"""What the tests of lists share: a small data set, and its records besides DNA."""

from __future__ import annotations

from tests.web.records.conftest import attest, data, imported, imported_records

__all__ = ["attest", "data", "imported", "imported_records"]

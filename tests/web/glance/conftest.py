"""A run that is done, and places where remains were found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from antigone.web.records.models import RecoveryEvent
from tests.web.board.conftest import data, identified, pair, pair_of, proposal, signed_once
from tests.web.conftest import Cast
from tests.web.matching.conftest import done, work
from tests.web.records.conftest import attest, imported

__all__ = [
    "attest",
    "data",
    "done",
    "identified",
    "imported",
    "pair",
    "pair_of",
    "proposal",
    "signed_once",
    "work",
]


def found_at(cast: Cast, number: str, latitude: float, longitude: float) -> RecoveryEvent:
    """Where one of the remains was recovered."""
    return RecoveryEvent.objects.create(
        incident=cast.incident,
        remains=cast.incident.remains.get(number=number),
        recovered_at=datetime(2026, 10, 5, 9, tzinfo=UTC),
        place="by the ford",
        latitude=latitude,
        longitude=longitude,
        within_m=40.0,
        finder="Teo Varga",
        recorded_by=cast.teo,
    )


@pytest.fixture
def places(cast: Cast, imported: object) -> list[RecoveryEvent]:
    """Two places close to each other, on both sides of 180 degrees."""
    return [found_at(cast, "V1", -16.5, 179.995), found_at(cast, "V2", -16.51, -179.995)]

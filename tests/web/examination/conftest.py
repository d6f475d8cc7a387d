"""Remains registered by hand, and what the forms of their record send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from antigone.web.accounts.models import User
from antigone.web.examination.models import Section, SectionVersion
from antigone.web.examination.recording import Observation, record_section
from antigone.web.examination.registering import register_remains
from antigone.web.examination.versions import latest
from antigone.web.incidents.models import Membership
from antigone.web.incidents.roles import Role
from antigone.web.records.models import Remains
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.records.conftest import attest, data, imported, imported_records

__all__ = ["attest", "data", "imported", "imported_records"]

ClientOf = Callable[[str], Client]

RECOVERY = {
    "found": "whole",
    "place": "Orchard, square E3",
    "latitude": 48.05,
    "longitude": 37.5,
    "within_m": 4.0,
    "recovered_on": "2026-10-05",
    "recovered_time": "11:20",
    "finder": "Teo Varga, recovery team 2",
    "lying_with": ["PM-2"],
    "seal": "4471",
}
ABOUT = {
    "about-absence": "",
    "about-observer": "Dr Imani Roskvist",
    "about-function": "Forensic physician",
    "about-observed_on": "2026-10-09",
    "about-observed_time": "09:10",
    "about-method": "by eye",
    "about-certainty": "certain",
    "about-note": "",
}
OBSERVED = Observation(
    "Dr Imani Roskvist", "Forensic physician", datetime(2026, 10, 9, 9, 10, tzinfo=UTC), "by eye"
)


def url(name: str, number: str | None = None, **kwargs: object) -> str:
    own = {} if number is None else {"number": number}
    return reverse(f"examination:{name}", kwargs={"incident": "marel-valley", **own, **kwargs})


def sent(content: Mapping[str, Any], **more: str) -> dict[str, str]:
    """A content as the form of a section posts it, with tables of rows."""
    posted = dict(ABOUT)
    for table in ("marks", "implants", "medical", "items", "packets"):
        posted |= rows(table, [])
    for name, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            posted |= rows(name, value)
        elif isinstance(value, list):
            posted[name] = ", ".join(value)
        else:
            posted[name] = str(value)
    return posted | more


def rows(name: str, values: list[dict[str, str]]) -> dict[str, str]:
    """The rows of a table as its form posts them."""
    posted = {f"{name}-TOTAL_FORMS": str(len(values)), f"{name}-INITIAL_FORMS": "0"}
    for at, row in enumerate(values):
        posted |= {f"{name}-{at}-{field}": value for field, value in row.items()}
    return posted


@kept
def registered(cast: Cast) -> Remains:
    """PM-1, registered by Teo."""
    return register(cast, "PM-1")


def register(cast: Cast, number: str) -> Remains:
    return register_remains(
        user=cast.teo,
        incident=cast.incident,
        number=number,
        content=dict(RECOVERY),
        function="Recoverer",
    )


def state(
    user: User, remains: Remains, section: Section, content: dict[str, Any]
) -> SectionVersion:
    """Record a section on top of what stands."""
    now = latest(remains, section, user)
    return record_section(
        user=user,
        remains=remains,
        section=section,
        content=content,
        observation=OBSERVED,
        based_on=None if now is None else now.pk,
    )


@pytest.fixture
def second(cast: Cast) -> User:
    """A second odontologist."""
    person = User.objects.create_user("liv", "x" * 20, full_name="Dr Liv Aune")
    Membership.objects.create(user=person, incident=cast.incident, role=Role.ODONTOLOGIST)
    return person

"""The fixed cast: one person for each role in one incident, a stranger, and their browsers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from pytest_django import Settings

from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.site.cast import make_incident, make_people

PASSWORD = "a-long-password-for-tests"


@dataclass(frozen=True)
class Cast:
    """The persons and their incident."""

    incident: Incident
    mara: User  # COORDINATOR, Missing Persons Office
    oyelin: User  # GENETICIST, Institute of Forensic Genetics
    ilse: User  # BOARD_MEMBER, Ministry of Justice
    nadia: User  # LIAISON, Missing Persons Office
    tomas: User  # AUDITOR, Court of Audit
    piet: User  # no role
    password: str = PASSWORD


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    people = make_people(PASSWORD)
    incident = make_incident(people, slug="marel-valley", name="Marel Valley")
    return Cast(incident=incident, **people)


@pytest.fixture
def client_of(cast: Cast) -> Callable[[str], Client]:
    """`client_of("mara")`: Mara's browser, signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, name))
        return client

    return signed_in

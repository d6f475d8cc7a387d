"""The fixed cast: one person for each role in one incident, a stranger, and their browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from antigone.web.accounts.models import Agency, User
from antigone.web.accounts.second_factor import remember_proof
from antigone.web.accounts.sessions import begin_session
from antigone.web.incidents import desk
from antigone.web.incidents.models import Incident, Membership
from antigone.web.site.cast import CAST
from tests.web.kept import (
    HASHERS,
    SCRYPT,
    Ground,
    Plan,
    commits,
    kept,
    sort_by_beginning,
    uses_database,
)

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
    teo: User  # RECOVERER, Civil Protection
    sanna: User  # MORTUARY, Institute of Forensic Medicine
    halvar: User  # ODONTOLOGIST, Institute of Forensic Medicine
    ruth: User  # NOTIFIER, Missing Persons Office
    ada: User  # ADMINISTRATOR, Missing Persons Office
    piet: User  # no role
    password: str = PASSWORD


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = HASHERS
    settings.SIGNING_SCRYPT = SCRYPT


@pytest.fixture(autouse=True)
def _own_data_folder(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys and pictures of a test lie in a folder of its own."""
    settings.DATA_FOLDER = tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page in another language leaves it behind in this thread."""
    yield
    translation.deactivate()


HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use a database, and sort the tests of each file; see `kept.py`."""
    for item in items:
        if item.path.is_relative_to(HERE) and uses_database(item):
            item.add_marker("database")
    sort_by_beginning(items, within=HERE)


@pytest.fixture(scope="module")
def _ground(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Ground]:
    ground = Ground(tmp_path_factory.mktemp("kept"))
    yield ground
    with django_db_blocker.unblock():
        ground.clear()


@pytest.fixture
def _stands(
    request: pytest.FixtureRequest,
    settings: Settings,
    _own_data_folder: None,
    _ground: Ground,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """What the test begins with stands before its own transaction begins."""
    with django_db_blocker.unblock():
        if commits(request.node):
            _ground.clear()
        else:
            _ground.stand_on(Plan(request.node), Path(settings.DATA_FOLDER))


@pytest.fixture
def _django_db_helper(_stands: None, _django_db_helper: None) -> None:
    """The transaction in which pytest-django runs a test."""


@kept
def cast(db: None) -> Cast:
    """Made without journal entries: in a test the journal begins with what the test does."""
    people = {}
    incident = Incident.objects.create(
        slug="marel-valley", name="Marel Valley", begun_on=date(2026, 10, 3), is_training=True
    )
    for player in CAST:
        agency, _ = Agency.objects.get_or_create(
            name=player.agency, defaults={"short": player.short}
        )
        person = User.objects.create_user(
            player.username, PASSWORD, full_name=player.full_name, agency=agency
        )
        people[player.username] = person
        if player.role is not None:
            Membership.objects.create(user=person, incident=incident, role=player.role)
    return Cast(incident=incident, password=PASSWORD, **people)


NoneNamed = Callable[[], AbstractContextManager[None]]


class ClientOf(Protocol):
    """`client_of("mara")`: Mara's browser, signed in; with `second_factor` she proved that too."""

    def __call__(self, name: str, *, second_factor: bool = False) -> Client: ...


@pytest.fixture
def client_of(cast: Cast) -> ClientOf:
    """`client_of("mara", second_factor=True)`."""

    def signed_in(name: str, *, second_factor: bool = False) -> Client:
        return browser_of(getattr(cast, name), second_factor=second_factor)

    return signed_in


@pytest.fixture
def none_named(monkeypatch: pytest.MonkeyPatch) -> NoneNamed:
    """Within it nothing that waits for a person is named: all of it is counted."""

    @contextmanager
    def within() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(desk, "NAMED", 0)
            yield

    return within


def browser_of(user: User, *, second_factor: bool = False) -> Client:
    """The browser of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    session = client.session
    begin_session(session, user, "Firefox, Linux")
    if second_factor:
        remember_proof(session)
    session.save()
    return client

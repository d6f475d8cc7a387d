"""The whole interface keeps to its description: whatever is sent, no undocumented answer and no failure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from pytest_django import Settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from antigone.policy.tokens import Scope
from antigone.web.api.interface import all_operations
from antigone.web.matching.models import Run
from antigone.web.records.models import ImportedFile
from tests.web.api.asking import V1, Program, said, token_for
from tests.web.api.needs import NEEDS
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.samples import World

__all__ = ["attest", "data", "done", "imported", "work"]

pytestmark = pytest.mark.once

EXAMPLES = 12
OPERATIONS = all_operations()
RULED = frozenset({"register", "start", "take_out_file", "upload"})
"""What a schema cannot say of them, rules do: days to come, a file that can be read, a fitting prior."""

NEVER_SOUND = frozenset(
    {"cancel", "confirm_upload", "list_entries", "register", "take_out_file", "upload"}
)
"""The run is done; Mara is no auditor; what is drawn is no file, and fits neither form nor rule."""

QUIET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _unlimited(settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = settings.API_FAILURES_A_MINUTE = 1_000_000


@pytest.fixture(autouse=True)
def _same_connection() -> Iterator[None]:
    """Requests come without Django's own test client, which does this: all is in the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@kept
def world(cast: Cast, done: Run, imported: ImportedFile) -> World:
    made = World(cast=cast, run=done, file=imported)
    assert made.proposal
    assert made.pending
    assert made.sample
    return made


@kept
def secret(world: World) -> str:
    """Of a person who may do much; the matrix asks as everybody else."""
    return token_for(world.cast.mara)


@pytest.fixture
def schema(world: World) -> BaseSchema:
    return schemathesis.openapi.from_wsgi(f"{V1}/openapi.json", get_wsgi_application())


def attempts(name: str, world: World) -> Iterator[tuple[GenerationMode, dict[str, Any]]]:
    """What is sent: sound and unsound, to real addresses; and to any address."""
    real: dict[str, Any] = {"incident": world.cast.incident.slug}
    if name in NEEDS:
        real |= NEEDS[name].sample(world)
    real = {key: value for key, value in real.items() if "{" + key + "}" in OPERATIONS[name].path}
    yield GenerationMode.POSITIVE, real
    yield GenerationMode.NEGATIVE, real
    if len(real) > 1:
        yield GenerationMode.POSITIVE, {"incident": real["incident"]}


def statuses(name: str, cases: st.SearchStrategy[Case[Any]], secret: str) -> set[int]:
    """Send what is drawn, and let each answer be compared with the description; nothing stays written."""
    seen: set[int] = set()

    @QUIET
    @given(case=cases)
    def ask(case: Case[Any]) -> None:
        mark = transaction.savepoint()
        try:
            answer = case.call_and_validate(
                headers={"Authorization": f"Bearer {secret}"},
                excluded_checks=[positive_data_acceptance] if name in RULED else [],
            )
        finally:
            transaction.savepoint_rollback(mark)
        seen.add(answer.status_code)

    ask()
    return seen


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_undocumented_answer(name: str, schema: BaseSchema, world: World, secret: str) -> None:
    operation = schema[V1 + OPERATIONS[name].path][OPERATIONS[name].method]
    seen: set[int] = set()
    for mode, path in attempts(name, world):
        try:
            cases = operation.as_strategy(mode, path_parameters=path or None)
            seen |= statuses(name, cases, secret)
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # nothing of it can be spoilt
    assert not {status for status in seen if status >= 500}
    # Something of what was sent was sound: else nothing was compared but refusals.
    assert any(status < 300 for status in seen) or name in NEVER_SOUND, seen


def test_what_is_not_there_and_what_is_not_taken(world: World, secret: str) -> None:
    program = Program(secret)
    for path in ("/nothing", "/incidents/marel-valley/nothing", "", "/incidents/%00/remains"):
        answer = program.ask("GET", V1 + path if path else f"{V1}/")
        assert (answer.status_code, said(answer)["code"]) == (404, "not_found"), path
    answer = program.ask("DELETE", f"{V1}/me")
    assert (answer.status_code, said(answer)["code"]) == (405, "method")
    assert answer.headers["Allow"] == "GET"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "unreadable"),
        (b"[" * 100_000, 400, "unreadable"),
        (b'{"number": ' + b"9" * 5_000 + b"}", 400, "unreadable"),
        (b'"' + b"a" * 2_000_000 + b'"', 413, "too_large"),
        (b"\xff\xfe", 400, "unreadable"),
        (b'{"number": "X", "recovery": {}, "sex": "F"}', 422, "invalid"),
        (b'{"number": "X\\u0000"}', 422, "invalid"),
        (b'{"number": "X\\ud800"}', 422, "invalid"),
    ],
)
def test_bodies_that_are_no_use(
    world: World, secret: str, body: bytes, status: int, code: str
) -> None:
    url = f"{V1}/incidents/marel-valley/remains"
    headers = {"Authorization": f"Bearer {secret}"}
    answer = Program(None).client.post(url, body, "application/json", headers=headers)
    assert (answer.status_code, said(answer)["code"]) == (status, code), answer.content
    assert not world.cast.incident.remains.filter(number__startswith="X").exists()


def test_a_parameter_that_nobody_knows_is_refused(world: World, secret: str) -> None:
    answer = Program(secret).ask("GET", f"{V1}/incidents/marel-valley/remains", sex="F")
    assert answer.status_code == 422
    assert said(answer)["fields"][0]["field"] == "sex"


def test_messages_speak_the_language_that_was_asked_for(world: World, secret: str) -> None:
    """Only the shape is asked here: which languages there are, the catalogues say."""
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "fr"}
    answer = Program(None).client.get(f"{V1}/nothing", headers=headers)
    assert set(answer.json()) == {"code", "message", "fields"}


def test_the_description_needs_no_token_and_names_every_scope(world: World) -> None:
    told = Program(None).get(f"{V1}/openapi.json")
    scopes = {one.get("x-scope") for path in told["paths"].values() for one in path.values()}
    assert scopes - {None} == {scope.value for scope in Scope}
    assert "http" not in json.dumps(told["servers"])

"""Every operation, by scope, role and sight: a token never does more than its person could on the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http.response import HttpResponseBase

from antigone.policy.tokens import Scope, ap_01_carried, ap_02_for_persons_alone
from antigone.web.accounts.models import Limits, User
from antigone.web.api.interface import all_operations
from antigone.web.incidents.access import incidents_of, may, permissions_of, require
from antigone.web.incidents.models import Incident, Membership
from antigone.web.incidents.roles import PERMISSIONS, Permission, Role
from antigone.web.matching.models import Run
from antigone.web.records.models import ImportedFile
from tests.web.api.asking import V1, Program, said, token_for
from tests.web.api.needs import NEEDS, OUTSIDE, Need
from tests.web.board.conftest import attest, data, done, imported, work
from tests.web.conftest import Cast
from tests.web.kept import kept
from tests.web.samples import World
from tests.web.test_permission_matrix import CASES, PLACES, lead, people, sees

__all__ = ["attest", "data", "done", "imported", "work"]

OPERATIONS = all_operations()
DONE = frozenset({200, 201, 204, 409, 422})
REFUSED, ABSENT = frozenset({403}), frozenset({404})


@kept
def world(cast: Cast, done: Run, imported: ImportedFile) -> World:
    return World(cast=cast, run=done, file=imported)


@kept
def urls(world: World) -> dict[str, str]:
    """Every address, by operation; what stands behind them is made before anybody is seated."""
    slug = {"incident": world.cast.incident.slug}
    return {
        name: V1 + OPERATIONS[name].path.format(**slug | need.sample(world))
        for name, need in NEEDS.items()
    }


def ask(program: Program, name: str, url: str) -> int:
    """The status; whatever is written is undone."""
    return answer(program, name, url).status_code


def answer(program: Program, name: str, url: str) -> HttpResponseBase:
    """The answer; whatever is written is undone."""
    body, mark = NEEDS[name].body, transaction.savepoint()
    try:
        if isinstance(body, bytes):
            return program.send(url, body)
        return program.ask(OPERATIONS[name].method, url, body)
    finally:
        transaction.savepoint_rollback(mark)


def expected(need: Need, person: User, role: Role, place: str) -> frozenset[int]:
    if Permission.VIEW not in PERMISSIONS[role]:
        return ABSENT
    permitted, is_seen = need.needed <= PERMISSIONS[role], sees(place, need.about)
    if permitted and is_seen:
        return DONE if need.made_by in {"", person.username} else ABSENT
    return ABSENT if permitted else REFUSED if is_seen else REFUSED | ABSENT


def test_every_operation_has_a_line() -> None:
    assert set(OPERATIONS) == set(NEEDS) | OUTSIDE


@pytest.mark.parametrize("place", PLACES)
def test_ap_01_no_more_than_role_and_sight(world: World, urls: dict[str, str], place: str) -> None:
    PLACES[place](world)
    wrong, asked = [], 0
    for role, person in people(world).items():
        program = Program(token_for(person))
        for name, need in NEEDS.items():
            # An address that is about no case is asked at two places only.
            if need.about not in CASES and place not in {"lead", "foreign"}:
                continue
            status, allowed = ask(program, name, urls[name]), expected(need, person, role, place)
            asked += 1
            if status not in allowed:
                wrong.append((name, str(role), status, sorted(allowed)))
    assert not wrong
    assert asked > 40


def test_ap_01_no_more_than_its_scopes(world: World, urls: dict[str, str]) -> None:
    lead(world)
    programs = {scope: Program(token_for(world.cast.mara, set(Scope) - {scope})) for scope in Scope}
    for name in NEEDS:
        scope = OPERATIONS[name].scope
        assert scope is not None, name
        assert ask(programs[scope], name, urls[name]) == 403, name
        alone = Program(token_for(world.cast.mara, [scope]))
        response = answer(alone, name, urls[name])
        # Mara is no auditor, and nothing goes out that the token may not read.
        allowed = {403} if name in {"list_entries", "take_out_file"} else DONE
        # What needs a second scope says so by the role that is left, as read_sample and the like.
        assert response.status_code in allowed, (name, said(response))


def test_ap_01_a_token_of_one_incident_knows_no_other(world: World, urls: dict[str, str]) -> None:
    mara = world.cast.mara
    other = Incident.objects.create(slug="other", name="Other", begun_on=date(2026, 1, 1))
    Membership.objects.create(user=mara, incident=other, role=Role.COORDINATOR)
    program = Program(token_for(mara, incident=other))
    assert [row["slug"] for row in program.get(f"{V1}/incidents")["items"]] == ["other"]
    found = {name: ask(program, name, url) for name, url in urls.items()}
    assert set(found.values()) == {404}, found
    elsewhere = Program(token_for(mara))
    assert {row["slug"] for row in elsewhere.get(f"{V1}/incidents")["items"]} == {
        *("marel-valley", "other")
    }


def test_strangers_find_nothing(world: World, urls: dict[str, str]) -> None:
    program = Program(token_for(world.cast.piet))
    found = {name: ask(program, name, url) for name, url in urls.items()}
    assert set(found.values()) == {404}, found
    there = program.ask("GET", f"{V1}/incidents/marel-valley/remains/V1")
    nowhere = program.ask("GET", f"{V1}/incidents/marel-valleu/remains/V1")
    assert said(there) == said(nowhere)


def test_an_object_is_found_only_in_its_own_incident(world: World, urls: dict[str, str]) -> None:
    other = Incident.objects.create(slug="other", name="Other", begun_on=date(2026, 1, 1))
    Membership.objects.create(user=world.cast.mara, incident=other, role=Role.COORDINATOR)
    program = Program(token_for(world.cast.mara))
    found = {
        name: ask(program, name, url.replace("/marel-valley/", "/other/"))
        for name, url in urls.items()
        if set(NEEDS[name].sample(world)) - {"year"}
    }
    assert set(found.values()) == {404}, found


def test_ap_02_the_doors_themselves_know_the_limits(cast: Cast) -> None:
    """Also where an operation forgot its scope, no service does for a token what is for persons alone."""
    for person in people(World(cast, None, None)).values():  # type: ignore[arg-type]
        person.limits = Limits(ap_01_carried(Scope))
        found = permissions_of(person, cast.incident)
        assert not ap_02_for_persons_alone(found)
    mara = cast.mara
    assert may(mara, cast.incident, Permission.PROPOSE)
    mara.limits = Limits(ap_01_carried([Scope.READ_REMAINS]))
    assert permissions_of(mara, cast.incident) == {Permission.VIEW, Permission.SEE_REMAINS}
    with pytest.raises(PermissionDenied):
        require(mara, cast.incident, Permission.PROPOSE)
    mara.limits = Limits(ap_01_carried([]))
    assert not incidents_of(mara).exists()

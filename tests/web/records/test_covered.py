"""Conditions on rows say the same as the rules, on cases drawn at random."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.random import Generator, default_rng

from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.records.alive import alive_persons, found_alive
from antigone.web.records.consent import coverage_of
from antigone.web.records.covered import (
    covered_donors,
    covered_families,
    held_back_families,
    reduced_families,
)
from antigone.web.records.entering import entry_of, held_back
from antigone.web.records.models import (
    DeathConfirmation,
    Family,
    FoundAlive,
    ImportedFile,
    LegalBasis,
    MissingPerson,
    Objection,
    Person,
    RecoveryEvent,
    Remains,
    SamePerson,
)
from antigone.web.requests.models import TracingRequest
from antigone.web.requests.status import Standings, Status, requests_with
from antigone.web.sealing.keys import new_key
from antigone.web.sealing.models import Key
from tests.web.conftest import Cast

BEGUN = datetime(2026, 10, 3, tzinfo=UTC)
CASES = 40


@pytest.fixture(params=range(4))
def rng(request: pytest.FixtureRequest) -> Generator:
    return default_rng(request.param)


def moment(rng: Generator) -> datetime:
    """One of few, so that two are often the same."""
    return BEGUN + timedelta(days=int(rng.integers(5)))


def or_never(rng: Generator, share: float = 0.3) -> datetime | None:
    return moment(rng) if rng.random() < share else None


def files(cast: Cast, rng: Generator) -> list[ImportedFile]:
    return [
        ImportedFile.objects.create(
            incident=cast.incident, name=f"{n}", sha256=f"{n}", size=1, imported_by=cast.mara
        )
        for n in range(4)
    ]


def families(cast: Cast, rng: Generator) -> list[Family]:
    sources = [*files(cast, rng), None, None]
    found = []
    for number in range(CASES):
        family = Family.objects.create(
            incident=cast.incident,
            name=f"F{number}",
            source_file=sources[int(rng.integers(len(sources)))],
            key=new_key(Key.Purpose.FAMILY),
        )
        persons = [
            Person.objects.create(family=family, code=f"{number}-{at}", sex="U", position=at)
            for at in range(3)
        ]
        MissingPerson.objects.create(
            incident=cast.incident, family=family, person=persons[0], number=f"M{number}"
        )
        found.append(family)
    return found


def state_bases(cast: Cast, rng: Generator, rows: list[Family]) -> None:
    persons = list(Person.objects.all())
    scopes: list[tuple[str, list[ImportedFile] | list[Family] | list[Person]]] = [
        ("source_file", list(ImportedFile.objects.all())),
        ("family", rows),
        ("donor", persons),
    ]
    for field, among in scopes:
        for _ in range(len(among)):
            LegalBasis.objects.create(
                incident=cast.incident,
                given_by="Nadia Sarkis",
                function="officer",
                statement="-",
                recorded_by=cast.nadia,
                recorded_at=moment(rng),
                withdrawn_at=or_never(rng),
                **{field: among[int(rng.integers(len(among)))]},
            )
    for field, drawn in (("family", rows), ("donor", persons)):
        for one in rng.choice(np.array(drawn, dtype=object), size=CASES // 4, replace=False):
            Objection.objects.create(
                incident=cast.incident,
                reason="-",
                recorded_by=cast.nadia,
                recorded_at=moment(rng),
                **{field: one},
            )


def test_co_01_co_03_co_14_rows_that_are_covered(cast: Cast, rng: Generator) -> None:
    rows = families(cast, rng)
    state_bases(cast, rng, rows)
    incident, coverage = cast.incident, coverage_of(cast.incident)
    covered = set(Family.objects.filter(covered_families(incident)))
    assert covered == {family for family in rows if coverage.covers_family(family)}
    assert 0 < len(covered) < CASES
    assert set(held_back_families(cast.mara, incident)) == set(rows) - covered
    persons = Person.objects.select_related("family")
    donors = set(persons.filter(covered_donors(incident)))
    assert donors == {one for one in persons if coverage.covers_donor(one, one.family)}
    assert 0 < len(donors) < len(persons)
    narrow = coverage_of(incident, rows[:7])
    assert [narrow.covers_family(one) for one in rows[:7]] == [one in covered for one in rows[:7]]
    own = [one for one in persons if one.family in rows[:7]]
    assert [narrow.covers_donor(one, one.family) for one in own] == [one in donors for one in own]


def test_whoever_never_lost_a_basis_is_not_looked_at(cast: Cast, rng: Generator) -> None:
    rows = families(cast, rng)
    state_bases(cast, rng, rows)
    reduced = set(Family.objects.filter(reduced_families(cast.incident)))
    now = coverage_of(cast.incident)
    LegalBasis.objects.update(withdrawn_at=None)
    Objection.objects.all().delete()
    before = coverage_of(cast.incident)
    lost = {one for one in rows if before.covers_family(one) and not now.covers_family(one)}
    assert lost <= reduced
    assert reduced < set(rows)


def test_re_01_remains_that_are_held_back(cast: Cast, rng: Generator) -> None:
    sources = [*files(cast, rng), None]
    remains = [
        Remains.objects.create(
            incident=cast.incident,
            number=f"V{n}",
            sex="U",
            source_file=sources[int(rng.integers(len(sources)))],
        )
        for n in range(CASES)
    ]
    examiners = ("Sanna Okoro", "Okoro", " Okoro ", "Sanna\tOkoro", "Sanna\u00a0Okoro")
    stated: list[dict[str, Any]] = [{"source_file": file} for file in sources[:2]]
    stated += [{"remains": one} for one in remains]
    for of in stated:
        if rng.random() < 0.7:
            DeathConfirmation.objects.create(
                incident=cast.incident,
                examiner=examiners[int(rng.integers(len(examiners)))],
                function="physician" if rng.random() < 0.8 else " ",
                examined_on=date(2026, 10, 4),
                recorded_by=cast.sanna,
                taken_back_at=or_never(rng),
                **of,
            )
        if rng.random() < 0.7:
            event = recovered(cast, of, None)
            if rng.random() < 0.3:
                recovered(cast, of, event)
    entry = entry_of(cast.incident)
    found = set(Remains.objects.filter(held_back(cast.incident)))
    assert found == {row for row in remains if not entry.finding(row).met}
    assert 0 < len(found) < CASES
    narrow = entry_of(cast.incident, remains[:9])
    assert [narrow.finding(row).met for row in remains[:9]] == [
        row not in found for row in remains[:9]
    ]


def recovered(cast: Cast, of: dict[str, Any], before: RecoveryEvent | None) -> RecoveryEvent:
    return RecoveryEvent.objects.create(
        incident=cast.incident,
        recovered_at=BEGUN,
        place="-",
        finder="Teo Varga",
        recorded_by=cast.teo,
        replaces=before,
        **of,
    )


def test_how_requests_stand(cast: Cast, rng: Generator) -> None:
    rows = families(cast, rng)
    state_bases(cast, rng, rows)
    find_some(cast.incident, cast.nadia, rng)
    requests = [
        TracingRequest.objects.create(family=one, number=one.name, taken_by=cast.nadia)
        for one in rows
    ]
    standings = Standings(cast.incident, rows)
    stands = {
        one: standings.of_family(one.family, [m.number for m in one.family.missing_persons.all()])
        for one in requests
    }
    for status in Status:
        found = set(TracingRequest.objects.filter(requests_with(cast.incident, status)))
        assert found == {one for one, own in stands.items() if own is status}, status
    alive = set(MissingPerson.objects.filter(alive_persons(cast.incident)))
    assert {one.number for one in alive} == found_alive(cast.incident)
    assert found_alive(cast.incident, ["M1", "M2"]) & {"M1", "M2"} == found_alive(cast.incident) & {
        "M1",
        "M2",
    }


def find_some(incident: Incident, user: User, rng: Generator) -> None:
    """Some persons are alive, some stand under two numbers."""
    sought = np.array(list(MissingPerson.objects.filter(incident=incident)), dtype=object)
    for one in rng.choice(sought, size=CASES // 5, replace=False):
        FoundAlive.objects.create(
            missing_person=one, reason="-", recorded_by=user, taken_back_at=or_never(rng)
        )
    pairs = rng.choice(sought, size=(CASES // 4, 2), replace=False)
    for first, second in pairs:
        SamePerson.objects.create(
            incident=incident, first=first, second=second, reasons="-", recorded_by=user
        )

"""Names of persons sought as they are stored and looked up: `python -m benchmarks.stored_names`.

Makes an incident with so many invented persons in a throw-away database, and measures how long it takes
to store their names, to look names up as sources write them, and what is lost against the index in
memory, which compares everybody. `--twice` asks how long "Sought twice" takes among so many.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import Generator

from antigone.evidence.given_names import GivenNames
from antigone.evidence.name_comparison import NameClass
from antigone.evidence.name_index import NameIndex
from antigone.evidence.records import PersonName
from antigone.evidence.tables import load_tables
from benchmarks.names import KINDS, people
from tools import debian
from tools.postgresql import throw_away_server

if TYPE_CHECKING:
    from antigone.web.incidents.models import Incident
    from antigone.web.records.name_search import NameFound, StoredNames

Names = tuple[PersonName, ...]
Figures = dict[str, Any]
Took = tuple[float, float]
"""Seconds on the clock, and seconds in which this process worked."""
Written = Callable[[Names, GivenNames, Generator], str]

PARTS: Mapping[str, Written] = {
    "family_only": lambda names, table, rng: names[0].family,
    "given_only": lambda names, table, rng: names[0].given,
    "initials": lambda names, table, rng: (
        f"{names[0].family} {names[0].given[:1]}. {names[0].patronymic[:1]}."
    ),
}
"""What somebody types who knows less of a name."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--looked-up", type=int, default=300, help="names of each kind")
    parser.add_argument("--twice", type=int, default=5_000, help="persons sought twice; 0: none")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="antigone-names-"))
        os.environ.update(ANTIGONE_DATA=folder, ANTIGONE_DATABASE_URL="")
        if asked.database == "postgresql":
            programs = debian.postgresql_programs()
            if programs is None:
                sys.exit("PostgreSQL is not installed")
            os.environ["ANTIGONE_DATABASE_URL"] = stack.enter_context(throw_away_server(programs))
        for figures in _parts(asked):
            _print(figures, asked.json)
        from django.db import connection

        connection.close()
    return 0


def _print(figures: Figures, as_json: bool) -> None:
    if as_json:
        print(json.dumps(figures), flush=True)
        return
    for name, value in figures.items():
        print(f"{name:44} {value:,.6g}" if isinstance(value, float) else f"{name:44} {value}")
    sys.stdout.flush()


def _parts(asked: argparse.Namespace) -> Iterator[Figures]:
    from antigone.web.manage import setup

    setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rng = np.random.default_rng(asked.seed)
    yield {"database": asked.database, "load_average": os.getloadavg()[0]}
    persons = people(asked.persons, rng)
    incident, figures = _stored(persons, "many")
    yield figures
    yield from _looked_up(incident, persons, asked.looked_up, rng)
    if asked.twice:
        yield _twice(asked.twice, rng)


def _stored(persons: Sequence[Names], slug: str) -> tuple[Incident, Figures]:
    """An incident with these persons, and how long their names took."""
    from django.db import connection, transaction

    from antigone.web.incidents.models import Incident
    from antigone.web.records import models
    from antigone.web.records.name_index import keep_names
    from antigone.web.sealing.keys import drafted_key
    from antigone.web.sealing.models import Key

    incident = Incident.objects.create(name=slug, slug=slug, begun_on=date(2026, 1, 1))
    with transaction.atomic():
        keys = Key.objects.bulk_create(drafted_key(Key.Purpose.FAMILY) for _ in persons)
        families = models.Family.objects.bulk_create(
            (models.Family(incident=incident, name=f"F{k}", key=key) for k, key in enumerate(keys)),
            batch_size=5_000,
        )
        relatives = models.Person.objects.bulk_create(
            (models.Person(family=one, code="P", sex="U", position=0) for one in families),
            batch_size=5_000,
        )
        missing = models.MissingPerson.objects.bulk_create(
            (
                models.MissingPerson(
                    incident=incident, family=one.family, person=one, number=f"M{k}"
                )
                for k, one in enumerate(relatives)
            ),
            batch_size=5_000,
        )
    rows = [
        models.NameIndex(
            missing_person=person,
            kind=name.kind,
            family=name.family,
            given=name.given,
            patronymic=name.patronymic,
        )
        for person, names in zip(missing, persons, strict=True)
        for name in names
    ]
    start, worked = time.perf_counter(), time.process_time()
    with transaction.atomic():
        keep_names(incident.pk, rows)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    of = {"word__incident": incident}
    return incident, {
        "persons": len(persons),
        "names": len(rows),
        "words": models.NameWord.objects.filter(incident=incident).count(),
        "keys": models.NameKey.objects.filter(**of).count(),
        "store_seconds": seconds,
        "store_seconds_of_this_process": worked,
        "names_per_second": len(rows) / seconds,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _looked_up(
    incident: Incident, persons: Sequence[Names], count: int, rng: Generator
) -> Iterator[Figures]:
    """By kind of spelling how long a look-up takes, and what it loses."""
    from antigone.web.records.models import Family, MissingPerson
    from antigone.web.records.name_search import StoredNames

    tables = load_tables()
    first = MissingPerson.objects.filter(incident=incident).order_by("pk")[0].pk
    memory = NameIndex(persons, tables.given_names, tables.names.alike)

    def fresh() -> StoredNames:
        return StoredNames(incident, Family.objects.filter(incident=incident))

    fresh().found("warm up", at_least=NameClass.FAMILY)
    for kind in KINDS:
        chosen = rng.integers(len(persons), size=count).tolist()
        texts = [kind.write(persons[one], tables.given_names, rng) for one in chosen]
        times, found = _timed(fresh, texts, NameClass.FAMILY_AND_INITIAL)
        expected = [
            memory.proposals(text, at_least=NameClass.FAMILY_AND_INITIAL, most=len(persons))
            for text in texts
        ]
        own = [_has(of, one + first) for of, one in zip(found, chosen, strict=True)]
        in_memory = [
            any(c.person == one for c in of) for of, one in zip(expected, chosen, strict=True)
        ]
        yield {
            "kind": kind.name,
            **_milliseconds(times),
            "the_person_found": sum(own) / count,
            "the_person_found_in_memory": sum(in_memory) / count,
            "of_all_found_in_memory": sum(map(len, found)) / max(1, sum(map(len, expected))),
        }
    for name, write in PARTS.items():
        chosen = rng.integers(len(persons), size=count).tolist()
        texts = [write(persons[one], tables.given_names, rng) for one in chosen]
        times, found = _timed(fresh, texts, NameClass.GIVEN)
        yield {
            "kind": name,
            **_milliseconds(times),
            "found_mean": float(np.mean([len(own) for own in found])),
        }


def _timed(
    fresh: Callable[[], StoredNames], texts: Sequence[str], least: NameClass
) -> tuple[list[Took], list[list[NameFound]]]:
    times, found = [], []
    for text in texts:
        start, worked = time.perf_counter(), time.process_time()
        found.append(fresh().found(text, at_least=least))
        times.append((time.perf_counter() - start, time.process_time() - worked))
    return times, found


def _has(found: Sequence[NameFound], person: int) -> bool:
    return any(one.person == person for one in found)


def _milliseconds(times: Sequence[Took]) -> Figures:
    waited, worked = zip(*times, strict=True)
    return {
        "milliseconds_mean": float(1000.0 * np.mean(waited)),
        "milliseconds_p95": float(1000.0 * np.quantile(waited, 0.95)),
        "of_this_process_mean": float(1000.0 * np.mean(worked)),
        "of_this_process_p95": float(1000.0 * np.quantile(worked, 0.95)),
    }


def _twice(count: int, rng: Generator) -> Figures:
    """How long it takes to say who of so many may be sought twice, for one family and for all."""
    from antigone.web.accounts.models import Agency, User
    from antigone.web.incidents.models import Membership
    from antigone.web.incidents.roles import Role
    from antigone.web.records.models import MissingPerson
    from antigone.web.requests.duplicates import proposals_in_sight, proposals_of

    incident, _ = _stored(people(count, rng), "twice")
    agency = Agency.objects.create(name="Office", short="O")
    user = User.objects.create_user("nadia", "x", full_name="Nadia", agency=agency)
    Membership.objects.create(user=user, incident=incident, role=Role.LIAISON)
    times = []
    for missing in MissingPerson.objects.filter(incident=incident).order_by("pk")[:50]:
        start = time.perf_counter()
        proposals_of(user, missing.family)
        times.append(time.perf_counter() - start)
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        found = proposals_in_sight(user, incident)
        seconds.append(time.perf_counter() - start)
    return {
        "sought_twice_among": count,
        "proposals": len(found),
        "of_one_family_milliseconds_mean": float(1000.0 * np.mean(times)),
        "of_one_family_milliseconds_p95": float(1000.0 * np.quantile(times, 0.95)),
        "of_all_seconds_first": seconds[0],
        "of_all_seconds_again": min(seconds[1:]),
    }


if __name__ == "__main__":
    raise SystemExit(main())

"""Bringing files in: rows a second and peak memory, beside bare sealing and inserting.

`python -m benchmarks.intake --json`, or with `--postgresql` on a server that is thrown away afterwards.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

Figures = dict[str, float | int | str]

KINDS = {"persons": [25_000, 50_000, 100_000], "dna": [5_000, 10_000, 20_000]}

SURNAMES = ("Орлевич", "Біла", "Kovalenko", "Haddad", "الحسن", "Moreau", "Іваненко", "Shevchuk")
GIVEN = ("Давид", "Oksana", "Amal", "Jean", "سمير", "Lidia", "Марія", "Taras")
HEADINGS = (
    *("Number", "Surname", "Given names", "Sex", "Date of birth", "Height (cm)", "Eyes"),
    *("Last seen on", "Telephone of the enquirer", "Notes"),
)
MARKERS = 20
ALLELES = [str(n) for n in range(8, 20)]


def main() -> int:
    """Measure each size in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="*", default=KINDS["persons"])
    parser.add_argument("--profiles", type=int, nargs="*", default=KINDS["dna"])
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one[0], int(asked.one[1]))), flush=True)
        return 0
    for kind, sizes in (("persons", asked.persons), ("dna", asked.profiles)):
        for size in sizes:
            figures = _in_a_process(kind, size, postgresql=asked.postgresql)
            if asked.json:
                print(json.dumps(figures), flush=True)
            else:
                print("\n".join(f"{name:28} {value}" for name, value in figures.items()), "\n")
    return 0


def _in_a_process(kind: str, size: int, *, postgresql: bool) -> Figures:
    from tools.debian import postgresql_programs
    from tools.postgresql import throw_away_server

    with tempfile.TemporaryDirectory() as folder:
        kept = {name: v for name, v in os.environ.items() if not name.startswith("ANTIGONE_")}
        kept["ANTIGONE_DATA"] = folder
        programs = postgresql_programs() if postgresql else None
        with throw_away_server(programs) if programs else nullcontext() as url:
            if url is not None:
                kept["ANTIGONE_DATABASE_URL"] = str(url)
            command = [sys.executable, "-m", "benchmarks.intake", "--one", kind, str(size)]
            done = subprocess.run(command, env=kept, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(kind: str, size: int) -> Figures:
    """One file brought in, in this process; then the bare work on the same rows."""
    from antigone.web.commands import set_up
    from antigone.web.server import prepare_database

    set_up()
    prepare_database(lambda words: None)
    from django.db import connection

    from antigone.web.exchange.intake import confirm_intake
    from antigone.web.exchange.work import read_file, take_over

    content = persons(size) if kind == "persons" else profiles(size)
    intake = _received(kind, content)
    before = _peak_mib()
    processor = time.process_time()
    reading = _seconds(lambda: read_file.call(intake.pk))
    intake.refresh_from_db()
    if intake.status != "read":
        raise SystemExit(f"{intake.status} {intake.error}")
    confirm_intake(user=intake.uploaded_by, intake=intake)
    taking = _seconds(lambda: take_over.call(intake.pk))
    intake.refresh_from_db()
    if intake.status != "done":
        raise SystemExit(f"{intake.status} {intake.error}")
    processor = time.process_time() - processor
    peak = _peak_mib()
    bare = bare_seconds(content)
    return {
        "kind": kind,
        "database": connection.vendor,
        "rows": size,
        "file_mib": round(len(content) / 2**20, 1),
        "reading_seconds": round(reading, 2),
        "taking_over_seconds": round(taking, 2),
        "rows_a_second": round(size / (reading + taking)),
        "processor_seconds": round(processor, 2),
        "rows_a_processor_second": round(size / processor),
        "bare_seconds": round(bare, 2),
        "share_of_bare": round(bare / (reading + taking), 3),
        "peak_mib_before": round(before),
        "peak_mib": round(peak),
    }


def _received(kind: str, content: bytes) -> Any:  # noqa: ANN401 - a model of a set-up Django
    from antigone.formats.column_mapping_json import mapping_json
    from antigone.formats.column_mapping_proposal import propose_mapping
    from antigone.formats.sheet import open_sheet
    from antigone.formats.sheet_fields import RecordKind
    from antigone.formats.sheet_rows import SheetNotes
    from antigone.web.accounts.models import User
    from antigone.web.exchange.intake import choose_columns, receive_file, start_reading
    from antigone.web.incidents.models import Incident, Membership

    user = User.objects.create_user("mara", "a-long-password", full_name="Mara Tenev")
    incident = Incident.objects.create(slug="b", name="Benchmark", begun_on=date(2026, 10, 3))
    Membership.objects.create(user=user, incident=incident, role="coordinator")
    intake = receive_file(user=user, incident=incident, name=f"{kind}.csv", content=content)
    options: dict[str, Any] = {}
    if kind == "persons":
        sheet = open_sheet(content, intake.name, SheetNotes(intake.name))
        proposed = propose_mapping(sheet.headings, sheet.first_rows(), RecordKind.AM)
        choose_columns(user=user, intake=intake, mapping=mapping_json(proposed.mapping))
    else:
        _markers(user, incident)
        options = {"one_allele": "homozygous", "unknown": "create", "laboratory": "L", "kit": "K"}
    return start_reading(user=user, intake=intake, kind=kind, options=options)


def _markers(user: Any, incident: Any) -> None:  # noqa: ANN401 - models of a set-up Django
    from antigone.genetics.markers import Marker
    from antigone.web.records.marker_rows import markers_to_rows
    from antigone.web.records.models import ImportedFile, MarkerSet

    share = 1.0 / len(ALLELES)
    markers = [
        Marker(f"L{k}", tuple(ALLELES), tuple(share for _ in ALLELES)) for k in range(MARKERS)
    ]
    file = ImportedFile.objects.create(
        incident=incident, name="m", sha256="0" * 64, size=1, imported_by=user
    )
    MarkerSet.objects.create(
        incident=incident, source_file=file, name="m", content=markers_to_rows(markers)
    )


def persons(size: int) -> bytes:
    """A sheet of persons sought, of ten columns, in three scripts."""
    drawn, out = random.Random(1), io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADINGS)
    for number in range(size):
        born = date(1940, 1, 1) + timedelta(days=drawn.randrange(25_000))
        rows.writerow(
            [
                f"AM-{number:06d}",
                drawn.choice(SURNAMES),
                drawn.choice(GIVEN),
                drawn.choice("mf"),
                born.isoformat(),
                150 + drawn.randrange(45),
                drawn.choice(["brown", "blue", ""]),
                "2026-10-03",
                f"+380 44 {drawn.randrange(10**7):07d}",
                "Told by a neighbour." if drawn.random() < 0.3 else "",
            ]
        )
    return out.getvalue().encode()


def profiles(size: int) -> bytes:
    """A wide table of complete profiles."""
    drawn = random.Random(1)
    heads = [f"L{k}_{side}" for k in range(MARKERS) for side in (1, 2)]
    lines = [",".join(["Sample Name", *heads])]
    for number in range(size):
        lines.append(",".join([f"PM-{number:06d}", *(drawn.choice(ALLELES) for _ in heads)]))
    return "\n".join(lines).encode() + b"\n"


def bare_seconds(content: bytes) -> float:
    """The least that has to be done with these rows: a key for each, sealed, one row inserted."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from django.db import connection, transaction

    master = AESGCM(os.urandom(32))

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            kind = "bytea" if connection.vendor == "postgresql" else "blob"
            cursor.execute(f"CREATE TABLE bare (id integer primary key, w {kind}, s {kind})")
            rows = []
            for number, line in enumerate(content.splitlines()):
                key, nonce = os.urandom(32), os.urandom(12)
                wrapped = nonce + master.encrypt(nonce, key, b"bare")
                rows.append((number, wrapped, nonce + AESGCM(key).encrypt(nonce, line, b"bare")))
            cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s)", rows)

    return _seconds(work)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())

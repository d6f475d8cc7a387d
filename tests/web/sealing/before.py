"""A database of before families were sealed, brought to today's form; what became of it, as JSON.

Run as a program, on the database of ANTIGONE_DATABASE_URL.
"""

from __future__ import annotations

import json
from typing import Any

from antigone.web.manage import setup
from tests.web.sealing.schema import schema_of

OLD = [("records", "0005_by_hand"), ("matching", "0001_initial")]


def main() -> None:
    """Migrate to the old form, fill, migrate on, look."""
    setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate([("sealing", "0001_initial"), ("journal", "0002_append_only"), *OLD])
    content = fill(executor.loader.project_state(OLD).apps)
    call_command("migrate", verbosity=0)
    print(json.dumps(found(content) | {"schema": schema_of(connection)}))


def fill(apps: Any) -> bytes:  # noqa: ANN401 - historical models
    """Rows as an import and a run wrote them; the run's inputs."""
    from antigone.formats.dvi_json import read_dvi_json, write_dvi_json
    from antigone.formats.record_json_writer import am_record_json
    from antigone.web.records.marker_rows import profile_to_row
    from tests.web.records.conftest import as_file, data_set, with_records

    dvi = read_dvi_json(as_file(with_records(data_set())), "a.json")
    user = apps.get_model("accounts", "User").objects.create(username="mara", full_name="Mara T")
    incident = apps.get_model("incidents", "Incident").objects.create(
        slug="old", name="Old", begun_on="2026-01-01"
    )
    for position, family in enumerate(dvi.families):
        row = apps.get_model("records", "Family").objects.create(
            incident=incident, name=family.name, position=position
        )
        people = apps.get_model("records", "Person").objects
        persons = {
            p.id: people.create(family=row, code=p.id, sex=p.sex.value, position=i)
            for i, p in enumerate(family.pedigree.persons)
        }
        for code, profile in family.profiles.items():
            apps.get_model("records", "Profile").objects.create(
                person=persons[code], genotypes=profile_to_row(profile)
            )
        for number in family.missing:
            apps.get_model("records", "MissingPerson").objects.create(
                incident=incident,
                family=row,
                person=persons[number],
                number=number,
                record=am_record_json(family.records[number]),
            )
    content = write_dvi_json(dvi)
    run = apps.get_model("matching", "Run").objects.create(incident=incident, created_by=user)
    apps.get_model("matching", "FrozenInput").objects.create(run=run, salt=b"s", content=content)
    apps.get_model("records", "PendingUpload").objects.create(
        incident=incident, uploaded_by=user, name="a.json", content=content
    )
    return content


def found(content: bytes) -> dict[str, object]:
    """What today's program reads."""
    from antigone.web.matching.frozen import read_frozen
    from antigone.web.matching.models import FrozenInput, Run
    from antigone.web.records.models import MissingPerson, NameIndex, PendingUpload, Person
    from antigone.web.records.profiles import genotypes_of
    from antigone.web.records.told import told_of
    from antigone.web.records.uploads import content_of
    from antigone.web.sealing.erasure import overwrite
    from antigone.web.sealing.models import Erasure

    told = told_of(MissingPerson.objects.get(number="M1"))
    return {
        "names": [name.family for name in told.names] if told else [],
        "index": list(
            NameIndex.objects.filter(missing_person__number="M1").values_list("family", "born")
        ),
        "genotypes": genotypes_of(Person.objects.get(code="R1"))["L1"],
        "same inputs": read_frozen(Run.objects.get()).content == content,
        "plain families": json.loads(bytes(FrozenInput.objects.get().content))["families"],
        "same upload": content_of(PendingUpload.objects.get()) == content,
        "to overwrite": Erasure.objects.count(),
        "overwritten": overwrite(),
    }


if __name__ == "__main__":
    main()

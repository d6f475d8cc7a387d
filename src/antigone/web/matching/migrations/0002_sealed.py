"""Inputs of runs are kept in parts, each sealed with the key of the family or of the relative."""

import json
from collections.abc import Mapping
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from antigone.web.matching.frozen_document import Document, as_bytes, packed, split
from antigone.web.sealing.keys import seal


def rows(apps: Apps, app: str, model: str) -> Any:  # noqa: ANN401 - of a historical model
    return apps.get_model(app, model).objects


def split_inputs(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for frozen in rows(apps, "matching", "FrozenInput").select_related("run").iterator():
        document = json.loads(bytes(frozen.content))
        for position, (part, donors) in enumerate(split(document)):
            store(apps, frozen.run, position, part, donors)
        frozen.content = as_bytes(document)
        frozen.save(update_fields=["content"])
    if rows(apps, "matching", "FrozenInput").exists():
        rows(apps, "sealing", "Erasure").create(tables=["matching_frozeninput"])


def store(
    apps: Apps,
    run: Any,  # noqa: ANN401 - a historical model
    position: int,
    part: Document,
    donors: Mapping[str, Document],
) -> None:
    families = rows(apps, "records", "Family").select_related("key")
    family = families.get(incident_id=run.incident_id, name=part["family"]["name"])
    rows(apps, "matching", "FrozenFamily").create(
        run=run,
        family=family,
        position=position,
        key=family.key,
        sealed=seal(family.key, packed(part), "frozen family"),
    )
    for person in family.persons.filter(code__in=donors).select_related("key"):
        rows(apps, "matching", "FrozenProfile").create(
            run=run,
            person=person,
            key=person.key,
            sealed=seal(person.key, packed(donors[person.code]), "frozen genotypes"),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_initial"),
        ("records", "0006_sealed"),
        ("sealing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrozenFamily",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.family",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sealing.key",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen_families",
                        to="matching.run",
                    ),
                ),
            ],
            options={
                "ordering": ("run", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("run", "family"), name="a_family_once_in_a_run")
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sealing.key",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.person",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen_profiles",
                        to="matching.run",
                    ),
                ),
            ],
            options={
                "ordering": ("run", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("run", "person"), name="a_donor_once_in_a_run")
                ],
            },
        ),
        migrations.RunPython(split_inputs),
    ]

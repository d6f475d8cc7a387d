"""What families told and their DNA are sealed; names of persons sought get an index of their own."""

import json
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from antigone.web.sealing.keys import drafted_key, seal
from antigone.web.sealing.models import Key


def rows(apps: Apps, app: str, model: str) -> Any:  # noqa: ANN401 - of a historical model
    return apps.get_model(app, model).objects


def keyed(apps: Apps, purpose: Key.Purpose) -> Any:  # noqa: ANN401 - a historical model
    """A new key, saved, as a row of the historical model."""
    draft = drafted_key(purpose)
    fields = ("name", "purpose", "master", "wrapped")
    key = apps.get_model("sealing", "Key")(**{name: getattr(draft, name) for name in fields})
    key.save()
    return key


def as_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def seal_everything(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for family in rows(apps, "records", "Family").filter(key=None).iterator():
        family.key = keyed(apps, Key.Purpose.FAMILY)
        family.save(update_fields=["key"])
    seal_records(apps)
    seal_profiles(apps)
    for upload in rows(apps, "records", "PendingUpload").iterator():
        upload.key = keyed(apps, Key.Purpose.UPLOAD)
        upload.content = seal(upload.key, bytes(upload.content), "upload")
        upload.save(update_fields=["key", "content"])
    tables = ["records_missingperson", "records_pendingupload", "records_profile"]
    if rows(apps, "records", "Family").exists():
        rows(apps, "sealing", "Erasure").create(tables=tables)
    if schema_editor.connection.vendor == "postgresql":
        # Tables are altered next, which waits for no check that is still to be made.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def seal_records(apps: Apps) -> None:
    told = rows(apps, "records", "MissingPerson").exclude(record=None)
    for person in told.select_related("family__key").iterator():
        person.sealed = seal(person.family.key, as_bytes(person.record), "record")
        person.save(update_fields=["sealed"])
        index_names(apps, person)


def index_names(apps: Apps, person: Any) -> None:  # noqa: ANN401 - a historical model
    born = person.record.get("born_on") or ""
    for name in person.record.get("names") or ([{}] if born else []):
        rows(apps, "records", "NameIndex").create(
            missing_person=person,
            kind=name.get("kind", "legal" if name else "")[:20],
            family=name.get("family", "")[:300],
            given=name.get("given", "")[:300],
            patronymic=name.get("patronymic", "")[:300],
            born=born,
        )


def seal_profiles(apps: Apps) -> None:
    typed = rows(apps, "records", "Profile").filter(person__isnull=False)
    for profile in typed.select_related("person__key").iterator():
        person = profile.person
        if person.key is None:
            person.key = keyed(apps, Key.Purpose.DONOR)
            person.save(update_fields=["key"])
        profile.sealed = seal(person.key, as_bytes(profile.genotypes), "genotypes")
        profile.genotypes = None
        profile.save(update_fields=["sealed", "genotypes"])


class Migration(migrations.Migration):
    dependencies = [("records", "0005_by_hand"), ("sealing", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NameIndex",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("family", models.CharField(blank=True, db_index=True, max_length=300)),
                ("given", models.CharField(blank=True, max_length=300)),
                ("patronymic", models.CharField(blank=True, max_length=300)),
                ("born", models.CharField(blank=True, db_index=True, max_length=20)),
                (
                    "missing_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="records.missingperson",
                    ),
                ),
            ],
            options={"ordering": ("missing_person", "pk")},
        ),
        migrations.AddField(
            model_name="missingperson",
            name="sealed",
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="profile",
            name="sealed",
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="profile",
            name="genotypes",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="pendingupload",
            name="key",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sealing.key",
            ),
        ),
        migrations.RunPython(seal_everything),
        migrations.RemoveField(model_name="missingperson", name="record"),
        migrations.RenameField(model_name="missingperson", old_name="sealed", new_name="record"),
        migrations.AlterField(
            model_name="family",
            name="key",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sealing.key"
            ),
        ),
        migrations.AlterField(
            model_name="pendingupload",
            name="key",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sealing.key"
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=Q(genotypes__isnull=False, person__isnull=True, sealed__isnull=True)
                | Q(genotypes__isnull=True, person__isnull=False, sealed__isnull=False),
                name="the_dna_of_a_relative_is_sealed",
            ),
        ),
        migrations.AddField(
            model_name="foundalive",
            name="wish",
            field=models.CharField(
                choices=[
                    ("told", "yes, the family may be told where the person is"),
                    ("alive_only", "the family may be told only that the person is alive"),
                    ("nothing", "no, the family is to be told nothing"),
                    ("not_asked", "not asked yet: until then the family is told nothing"),
                ],
                default="not_asked",
                max_length=10,
                verbose_name="wish to be in touch",
            ),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0002_sealed"),
        ("records", "0009_many_rows"),
    ]

    operations = [
        migrations.AlterField(
            model_name="frozenfamily",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="frozen",
                to="records.family",
            ),
        ),
        migrations.CreateModel(
            name="FrozenRemains",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen_remains",
                        to="matching.run",
                    ),
                ),
            ],
            options={
                "ordering": ("run", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="remains_once_in_a_run")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("log10_lr", models.FloatField()),
                (
                    "missing_person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.missingperson",
                    ),
                ),
                (
                    "remains",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.remains",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_pairs",
                        to="matching.run",
                    ),
                ),
            ],
            options={
                "ordering": ("run", "pk"),
                "indexes": [
                    models.Index(
                        models.F("run"),
                        models.OrderBy(models.F("log10_lr"), descending=True),
                        models.F("id"),
                        name="strongest_pairs_first",
                    ),
                    models.Index(fields=["run", "remains", "id"], name="pairs_of_remains"),
                    models.Index(fields=["run", "missing_person", "id"], name="pairs_of_a_person"),
                ],
            },
        ),
    ]

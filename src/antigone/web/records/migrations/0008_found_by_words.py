import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0004_agencies"),
        ("records", "0007_sharing"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=10)),
                ("word", models.CharField(max_length=300)),
                ("keys", models.TextField()),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lookup",
                        to="records.nameword",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NameBearer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "missing_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="name_words",
                        to="records.missingperson",
                    ),
                ),
                (
                    "name",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="records.nameindex",
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bearers",
                        to="records.nameword",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FindableWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Remains"),
                            (2, "Sought"),
                            (3, "Request"),
                            (4, "Sample"),
                            (5, "File"),
                            (6, "Packet"),
                        ]
                    ),
                ),
                ("thing", models.PositiveBigIntegerField()),
                ("word", models.CharField(max_length=40)),
                ("is_content", models.BooleanField(default=False)),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["incident", "word", "kind", "thing"],
                        name="findable_by_its_word",
                        opclasses=("int8_ops", "varchar_pattern_ops", "int2_ops", "int8_ops"),
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "thing", "word"), name="a_findable_word_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="nameword",
            constraint=models.UniqueConstraint(
                fields=("incident", "part", "word"), name="a_name_word_once"
            ),
        ),
        migrations.AddIndex(
            model_name="namekey",
            index=models.Index(fields=["key", "word"], name="a_name_by_its_key"),
        ),
        migrations.AddConstraint(
            model_name="namebearer",
            constraint=models.UniqueConstraint(
                fields=("name", "word"), name="a_word_once_in_a_name"
            ),
        ),
    ]

"""Indexes along which the register of acts is read. They rebuild no table, so the triggers stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        migrations.RemoveIndex("entry", "journal_of_incident"),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["incident", "sequence", "act", "actor", "at", "subject"],
                name="journal_of_incident",
            ),
        ),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["incident", "actor", "sequence", "act", "at"], name="journal_of_actor"
            ),
        ),
    ]

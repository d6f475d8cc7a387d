from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0008_found_by_words")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["donor_code"], condition=~models.Q(donor_code=""), name="donors_by_code"
            ),
        ),
        migrations.AddIndex(
            model_name="family",
            index=models.Index(fields=["incident", "agency"], name="families_by_agency"),
        ),
        migrations.AddIndex(
            model_name="remains",
            index=models.Index(fields=["incident", "agency"], name="remains_by_agency"),
        ),
        migrations.AddIndex(
            model_name="family",
            index=models.Index(fields=["incident", "source_file"], name="families_by_file"),
        ),
        migrations.AddIndex(
            model_name="missingperson",
            index=models.Index(fields=["incident", "id"], name="missing_as_recorded"),
        ),
        migrations.AddIndex(
            model_name="remains",
            index=models.Index(
                fields=["incident", "source_file", "position", "id"], name="remains_in_order"
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_custody")]

    operations = [
        migrations.AddIndex(
            model_name="sample",
            index=models.Index(
                fields=["incident", "recorded_at", "id"], name="samples_as_recorded"
            ),
        ),
    ]

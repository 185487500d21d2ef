from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0004_progress_events")]

    operations = [
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["version", "status", "id"], name="enrolment_of_version"),
        ),
    ]

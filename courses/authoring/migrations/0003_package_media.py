from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("authoring", "0002_guards"), ("catalogue", "0011_media")]

    operations = [
        migrations.AddField(
            model_name="package",
            name="media",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="answered_at",
            field=models.JSONField(default=dict, verbose_name="answered at"),
        ),
    ]

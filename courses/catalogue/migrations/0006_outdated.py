from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_lesson_extra_hash")]

    operations = [
        migrations.AddField(
            model_name="lessoncontent",
            name="is_outdated",
            field=models.BooleanField(default=False, verbose_name="older than what it was translated from"),
        ),
    ]

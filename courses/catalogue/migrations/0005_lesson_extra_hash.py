from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_search")]

    operations = [
        migrations.AddField(
            model_name="lesson",
            name="extra_hash",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
    ]

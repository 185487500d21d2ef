from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_unsaved")]

    operations = [
        migrations.AddField(
            model_name="snooze",
            name="waits_on",
            field=models.DateField(editable=False, null=True),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_lesson_words")]

    operations = [
        migrations.AddField(
            model_name="courseversion",
            name="share",
            field=models.PositiveSmallIntegerField(
                default=100, verbose_name="share of lessons that completes it, in percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="courseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 1), ("share__lte", 100)), name="catalogue_version_share_in_percent"
            ),
        ),
    ]

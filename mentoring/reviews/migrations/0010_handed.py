from django.db import migrations, models

COPY = """
UPDATE reviews_review SET handed = jsonb_build_object(
    'scores', scores, 'feedback', feedback, 'remarks', to_jsonb(remarks), 'decision', decision) WHERE hands_over
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0009_told")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="handed",
            field=models.JSONField(blank=True, null=True, verbose_name="draft handed over"),
        ),
        migrations.RunSQL(COPY, "UPDATE reviews_review SET hands_over = handed IS NOT NULL"),
        migrations.RemoveField(model_name="review", name="hands_over"),
    ]

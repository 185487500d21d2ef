import django.db.models.deletion
from django.db import migrations, models

FIRST_AND_LATEST = """
DELETE FROM reviews_forecast f
 WHERE EXISTS (SELECT FROM reviews_forecast o WHERE o.submission_id = f.submission_id AND o.created_at < f.created_at)
   AND EXISTS (SELECT FROM reviews_forecast o WHERE o.submission_id = f.submission_id AND o.created_at > f.created_at);
UPDATE reviews_forecast f SET is_first = true
 WHERE NOT EXISTS (SELECT FROM reviews_forecast o WHERE o.submission_id = f.submission_id AND o.created_at < f.created_at);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0016_pool'),
        ('reviews', '0008_put_off'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='forecast',
            name='reviews_told_once',
        ),
        migrations.RemoveField(
            model_name='forecast',
            name='quarter',
        ),
        migrations.AddField(
            model_name='forecast',
            name='is_first',
            field=models.BooleanField(default=False, editable=False),
            preserve_default=False,
        ),
        migrations.RunSQL(FIRST_AND_LATEST, "DELETE FROM reviews_forecast"),
        migrations.AddConstraint(
            model_name='forecast',
            constraint=models.UniqueConstraint(fields=('submission', 'is_first'), name='reviews_told_first_and_latest'),
        ),
        migrations.AlterField(
            model_name='forecast',
            name='submission',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.submission', verbose_name='submission'),
        ),
        migrations.AddIndex(
            model_name='forecast',
            index=models.Index(fields=['created_at'], name='reviews_told_at'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('status', 'submitted')), fields=['submitted_at'], name='reviews_given_at'),
        ),
    ]

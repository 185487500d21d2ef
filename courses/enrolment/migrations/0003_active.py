from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enrolment', '0002_started'),
    ]

    operations = [
        migrations.AddField(
            model_name='enrolment',
            name='active_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='last active at'),
        ),
        migrations.RunSQL(
            """
            UPDATE enrolment_enrolment e SET active_at = latest.recorded_at
              FROM (SELECT enrolment_id, max(recorded_at) AS recorded_at FROM enrolment_lessonprogress GROUP BY 1) latest
             WHERE e.id = latest.enrolment_id
            """,
            migrations.RunSQL.noop,
        ),
    ]

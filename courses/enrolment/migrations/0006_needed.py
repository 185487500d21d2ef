from django.db import migrations, models
from django.db.models import F, Q

# Until now every required lesson was needed.
COUNTED = """
    UPDATE enrolment_enrolment e
       SET needed = e.total,
           quizzes_left = (SELECT count(*) FROM catalogue_lesson l
                            WHERE l.version_id = e.version_id AND l.required AND l.kind = 'quiz'
                              AND NOT EXISTS (SELECT FROM enrolment_lessonprogress p
                                               WHERE p.enrolment_id = e.id AND p.lesson_id = l.id))
"""


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0005_of_version"), ("catalogue", "0008_share")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="needed",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="lessons that suffice"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="enrolment",
            name="quizzes_left",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="quizzes to pass"),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=Q(needed__gt=0, needed__lte=F("total")), name="enrolment_needed_within_total"
            ),
        ),
    ]

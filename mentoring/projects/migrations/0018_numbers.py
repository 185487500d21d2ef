from django.db import migrations, models

# As many numbers as have been given: those of files that are gone are not known any more.
GIVEN = """
    UPDATE projects_project p SET files_numbered = f.last
      FROM (SELECT project_id, max(number) AS last FROM projects_projectfile GROUP BY project_id) f WHERE f.project_id = p.id
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0017_consent_awaited")]

    operations = [
        migrations.AddField("project", "files_numbered", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
        migrations.RunSQL(GIVEN, migrations.RunSQL.noop),
    ]

from django.db import migrations

FORGET_HOURS = """
UPDATE projects_project SET accepted_at = date_trunc('day', accepted_at, 'UTC') WHERE accepted_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0014_other_mentor")]

    operations = [migrations.RunSQL(FORGET_HOURS, migrations.RunSQL.noop)]

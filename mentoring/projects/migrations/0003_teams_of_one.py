"""Each project's owner is its team, and the cohort is the one that it would be given today."""

from django.db import migrations

TEAMS = """
    INSERT INTO projects_teammember (id, created_at, project_id, call_id, person_id, seat, sole, role, joined_at)
    SELECT gen_random_uuid(), created_at, id, call_id, owner_id, 1, sole AND status <> 'declined', '', created_at
      FROM projects_project
"""
COHORTS = """
    UPDATE projects_project p SET cohort_id = found.cohorts[1]
      FROM (SELECT o.id, array_agg(m.cohort_id) AS cohorts
              FROM projects_project o JOIN projects_call k ON k.id = o.call_id
              JOIN programmes_membership m ON m.person_id = o.owner_id AND m.status <> 'withdrawn'
               AND (k.programme_id IS NULL OR m.programme_id = k.programme_id)
             GROUP BY o.id HAVING count(*) = 1) found
     WHERE found.id = p.id
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_teams")]

    operations = [
        migrations.RunSQL(TEAMS, "DELETE FROM projects_teammember"),
        migrations.RunSQL(COHORTS, migrations.RunSQL.noop),
    ]

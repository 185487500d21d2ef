from django.db import migrations

PUT_RIGHT = """
    UPDATE projects_call SET stages = (
        SELECT jsonb_agg(CASE WHEN stage @> '{"review": {"mode": "mentor"}}'
                              THEN jsonb_set(stage, '{review,threshold}', '0.25') ELSE stage END ORDER BY place)
          FROM jsonb_array_elements(stages) WITH ORDINALITY AS listed (stage, place))
     WHERE stages @> '[{"review": {"mode": "mentor"}}]'
"""


class Migration(migrations.Migration):
    """What was kept where nobody could differ would be refused when it is sent again."""

    dependencies = [("projects", "0023_replaced_files")]

    operations = [migrations.RunSQL(PUT_RIGHT, migrations.RunSQL.noop)]

from django.db import migrations

NO_SUCH_MOVE = """
CREATE FUNCTION kernel_no_such_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'No move leads there from here.' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_words")]

    operations = [migrations.RunSQL(NO_SUCH_MOVE, "DROP FUNCTION kernel_no_such_move();")]

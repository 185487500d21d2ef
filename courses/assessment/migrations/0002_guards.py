from django.db import migrations

QUIZ_STAYS = """
CREATE TRIGGER assessment_quiz_stays BEFORE INSERT OR UPDATE OR DELETE ON assessment_quiz
  FOR EACH ROW EXECUTE FUNCTION catalogue_check_content();
"""
QUIZ_STAYS_BACK = "DROP TRIGGER assessment_quiz_stays ON assessment_quiz;"


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial"), ("catalogue", "0002_guards")]

    operations = [migrations.RunSQL(QUIZ_STAYS, QUIZ_STAYS_BACK)]

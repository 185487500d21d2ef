from django.db import migrations

PACKAGE_STAYS = """
CREATE TRIGGER authoring_package_stays BEFORE UPDATE OR DELETE ON authoring_package
  FOR EACH ROW EXECUTE FUNCTION catalogue_check_part();
"""
PACKAGE_STAYS_BACK = "DROP TRIGGER authoring_package_stays ON authoring_package;"


class Migration(migrations.Migration):
    dependencies = [("authoring", "0001_initial"), ("catalogue", "0002_guards")]

    operations = [migrations.RunSQL(PACKAGE_STAYS, PACKAGE_STAYS_BACK)]

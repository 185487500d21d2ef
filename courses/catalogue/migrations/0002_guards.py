from django.db import migrations

PUBLISHED_STAYS = """
CREATE FUNCTION catalogue_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A published course version never changes.'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'catalogue_published_stays';
END $$;

CREATE TRIGGER catalogue_version_stays BEFORE UPDATE OR DELETE ON catalogue_courseversion
  FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION catalogue_refuse_change();

-- FOR SHARE waits for a publication under way, and makes one wait for us.
CREATE FUNCTION catalogue_require_draft(version uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE published timestamptz;
BEGIN
  SELECT published_at INTO published FROM catalogue_courseversion WHERE id = version FOR SHARE;
  IF published IS NOT NULL THEN
    RAISE EXCEPTION 'What a published course version holds never changes.'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'catalogue_published_stays';
  END IF;
END $$;

CREATE FUNCTION catalogue_check_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM catalogue_require_draft(OLD.version_id); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM catalogue_require_draft(NEW.version_id);
  RETURN NEW;
END $$;

CREATE FUNCTION catalogue_check_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM catalogue_require_draft((SELECT version_id FROM catalogue_lesson WHERE id = OLD.lesson_id));
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM catalogue_require_draft((SELECT version_id FROM catalogue_lesson WHERE id = NEW.lesson_id));
  RETURN NEW;
END $$;

CREATE TRIGGER catalogue_module_stays BEFORE INSERT OR UPDATE OR DELETE ON catalogue_module
  FOR EACH ROW EXECUTE FUNCTION catalogue_check_part();
CREATE TRIGGER catalogue_lesson_stays BEFORE INSERT OR UPDATE OR DELETE ON catalogue_lesson
  FOR EACH ROW EXECUTE FUNCTION catalogue_check_part();
CREATE TRIGGER catalogue_content_stays BEFORE INSERT OR UPDATE OR DELETE ON catalogue_lessoncontent
  FOR EACH ROW EXECUTE FUNCTION catalogue_check_content();
"""
PUBLISHED_STAYS_BACK = """
DROP TRIGGER catalogue_content_stays ON catalogue_lessoncontent;
DROP TRIGGER catalogue_lesson_stays ON catalogue_lesson;
DROP TRIGGER catalogue_module_stays ON catalogue_module;
DROP TRIGGER catalogue_version_stays ON catalogue_courseversion;
DROP FUNCTION catalogue_check_content(), catalogue_check_part(), catalogue_require_draft(uuid), catalogue_refuse_change();
"""
EDITION_MOVES = """
CREATE FUNCTION catalogue_renew_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO catalogue_edition (id, stamp) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp;
  RETURN NULL;
END $$;

CREATE TRIGGER catalogue_course_renews AFTER INSERT OR UPDATE OR DELETE ON catalogue_course
  FOR EACH STATEMENT EXECUTE FUNCTION catalogue_renew_edition();
"""
EDITION_MOVES_BACK = """
DROP TRIGGER catalogue_course_renews ON catalogue_course;
DROP FUNCTION catalogue_renew_edition();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        migrations.RunSQL(PUBLISHED_STAYS, PUBLISHED_STAYS_BACK),
        migrations.RunSQL(EDITION_MOVES, EDITION_MOVES_BACK),
    ]

from importlib import import_module

from django.db import migrations, models

before = import_module("courses.catalogue.migrations.0011_media")

# What is there was held to its digest when it came, and is not read again.
ONCE = """
ALTER TABLE catalogue_mediafile
  DROP CONSTRAINT catalogue_media_digest,
  ADD CONSTRAINT catalogue_media_digest CHECK (
    CASE WHEN withdrawn_at IS NULL THEN sha256 = encode(sha256(content), 'hex') ELSE content = '' END
  ) NOT VALID;

CREATE OR REPLACE FUNCTION catalogue_keep_media() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
     AND (NEW.sha256, NEW.kind, NEW.created_at) = (OLD.sha256, OLD.kind, OLD.created_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'What lessons show neither changes nor goes, but by being withdrawn, once.'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'catalogue_media_stays';
END $$;
"""
ONCE_BACK = f"""
{before.MEDIA_STAY_BACK}
{before.MEDIA_STAY.replace("'hex'));", "'hex')) NOT VALID;")}
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0012_sentences")]

    operations = [
        migrations.AddField(
            model_name="mediafile",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="mediafile",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["withdrawn_at"],
                name="catalogue_media_withdrawn",
            ),
        ),
        migrations.RunSQL(ONCE, ONCE_BACK),
    ]

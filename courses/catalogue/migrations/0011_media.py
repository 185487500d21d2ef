import foundation.kernel.clock
from django.db import migrations, models

# Kept uncompressed, so that a part of it is read without the rest; it would not shrink.
MEDIA_STAY = """
ALTER TABLE catalogue_mediafile
  ALTER COLUMN content SET STORAGE EXTERNAL,
  ADD CONSTRAINT catalogue_media_digest CHECK (sha256 = encode(sha256(content), 'hex'));

CREATE FUNCTION catalogue_keep_media() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What lessons show neither changes nor goes.'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'catalogue_media_stays';
END $$;

CREATE TRIGGER catalogue_media_stays BEFORE UPDATE OR DELETE ON catalogue_mediafile
  FOR EACH ROW EXECUTE FUNCTION catalogue_keep_media();
"""
MEDIA_STAY_BACK = """
DROP TRIGGER catalogue_media_stays ON catalogue_mediafile;
DROP FUNCTION catalogue_keep_media();
ALTER TABLE catalogue_mediafile DROP CONSTRAINT catalogue_media_digest;
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_paths")]

    operations = [
        migrations.CreateModel(
            name="MediaFile",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("png", "image/png"),
                            ("jpg", "image/jpeg"),
                            ("webp", "image/webp"),
                            ("mp3", "audio/mpeg"),
                            ("ogg", "audio/ogg"),
                            ("m4a", "audio/mp4"),
                            ("mp4", "video/mp4"),
                            ("webm", "video/webm"),
                            ("vtt", "text/vtt"),
                        ],
                        max_length=4,
                    ),
                ),
                ("content", models.BinaryField()),
                ("created_at", models.DateTimeField(default=foundation.kernel.clock.now, editable=False)),
            ],
            options={"verbose_name": "media file", "verbose_name_plural": "media files"},
        ),
        migrations.AddField(
            model_name="lessoncontent",
            name="media",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.RunSQL(MEDIA_STAY, MEDIA_STAY_BACK),
    ]

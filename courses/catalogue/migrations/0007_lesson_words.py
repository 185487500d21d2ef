import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# A text is told sentence by sentence; what is no inline tag of ours ends one, and so does a table's cell. Of a lesson of more
# letters than a chapter has, the beginning alone is looked at for a sentence to show.
TELLING = r"""
CREATE FUNCTION catalogue_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE language WHEN 'en' THEN 'pg_catalog.english'::regconfig WHEN 'fr' THEN 'pg_catalog.french'::regconfig
                     ELSE 'pg_catalog.simple'::regconfig END
$$;

CREATE OR REPLACE FUNCTION catalogue_vector(language text, said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT to_tsvector(catalogue_config(language), coalesce(catalogue_folded(said), ''))
$$;

CREATE FUNCTION catalogue_asked(language text, said text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT plainto_tsquery(catalogue_config(language), catalogue_folded(said))
$$;

CREATE FUNCTION catalogue_sentences(html text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT replace(replace(replace(replace(said, '&nbsp;', U&'\00A0'), '&lt;', '<'), '&gt;', '>'), '&amp;', '&')
  FROM regexp_split_to_table(regexp_replace(html, '</?(?:a|em|strong|code|s|del)(?:\s[^>]*)?>', '', 'g'),
                             '(?:<[^>]*(?:>|$)\s*)+|(?<=[.!?؟…])[ \n]+') said
 WHERE said ~ '\S'
$$;
"""
TOLD = r"""
-- The words of the sentence that says most of what is asked, each with whether it does.
CREATE FUNCTION catalogue_told(language text, html text, asked tsquery) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE COST 10000 AS $$
SELECT coalesce(jsonb_agg(jsonb_build_array(word, catalogue_vector(language, word) @@ either) ORDER BY place), '[]')
  FROM (SELECT replace(asked::text, '&', '|')::tsquery) any_of (either)
 CROSS JOIN LATERAL (
       SELECT said FROM catalogue_sentences(left(html, 20000)) WITH ORDINALITY sentence (said, place)
        ORDER BY ts_rank(catalogue_vector(language, said), either) DESC, place LIMIT 1) best
 CROSS JOIN LATERAL regexp_split_to_table(trim(E' \n' FROM said), '[ \n]+') WITH ORDINALITY spoken (word, place)
 WHERE place <= 200
$$;
"""
TOLD_BACK = "DROP FUNCTION catalogue_told(text, text, tsquery)"
TELLING_BACK = """
DROP FUNCTION catalogue_sentences(text), catalogue_asked(text, text);
CREATE OR REPLACE FUNCTION catalogue_vector(language text, said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT to_tsvector(
  CASE language WHEN 'en' THEN 'pg_catalog.english'::regconfig WHEN 'fr' THEN 'pg_catalog.french'::regconfig
                ELSE 'pg_catalog.simple'::regconfig END,
  coalesce(catalogue_folded(said), ''))
$$;
DROP FUNCTION catalogue_config(text);
"""
INDEXING = """
CREATE FUNCTION catalogue_index_lessons(asked uuid) RETURNS void LANGUAGE sql AS $$
INSERT INTO catalogue_lessonwords (lesson_id, language, words)
SELECT l.id, t.language,
       strip(catalogue_vector(t.language, l.title ->> t.language)
             || catalogue_vector(t.language, (SELECT left(string_agg(said, ' '), 400000) FROM catalogue_sentences(t.html) said)))
  FROM catalogue_lesson l JOIN catalogue_lessoncontent t ON t.lesson_id = l.id
 WHERE l.version_id = asked
$$;
"""
INDEXING_BACK = "DROP FUNCTION catalogue_index_lessons(uuid)"
FILL = "SELECT count(catalogue_index_lessons(id)::text) FROM catalogue_courseversion"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_outdated")]

    operations = [
        migrations.CreateModel(
            name="LessonWords",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "lesson", "language", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="catalogue.lesson",
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("ar", "Arabic"), ("en", "English"), ("fr", "French")], max_length=2),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(TELLING, TELLING_BACK),
        migrations.RunSQL(TOLD, TOLD_BACK),
        migrations.RunSQL(INDEXING, INDEXING_BACK),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

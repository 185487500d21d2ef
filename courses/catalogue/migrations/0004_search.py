import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# The key of names (foundation.kernel.names), and besides: no accents, European digits, no article before an Arabic word, and
# nothing between words but one space. Marks are listed, so that the same letters count as letters under every locale.
FOLDING = r"""
CREATE FUNCTION catalogue_folded(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
SELECT trim(regexp_replace(
  regexp_replace(
    translate(
      regexp_replace(
        normalize(lower(normalize(said, NFKC)), NFKD),
        '[\u0300-\u036f\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]',
        '', 'g'),
      'أإآٱىیېةک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', 'اااايييهك01234567890123456789'),
    '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\u060c-\u060f\u061b-\u061f\u066a-\u066d\u06d4]+',
    ' ', 'g'),
  '(^| )(?:[وفبك]?ال|لل)(?=[^ ]{3})', '\1', 'g'))
$$;

CREATE FUNCTION catalogue_vector(language text, said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT to_tsvector(
  CASE language WHEN 'en' THEN 'pg_catalog.english'::regconfig WHEN 'fr' THEN 'pg_catalog.french'::regconfig
                ELSE 'pg_catalog.simple'::regconfig END,
  coalesce(catalogue_folded(said), ''))
$$;

-- What it costs to compare long vectors and arrays is unknown to the planner, which takes it for a comparison of numbers and would
-- look at each. So what is asked is said to be dear: an index asks it once.
CREATE FUNCTION catalogue_trigrams(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 10000 AS $$
SELECT ARRAY(SELECT DISTINCT substr('  ' || word || ' ', place, 3) FROM generate_series(1, length(word) + 1) place)
$$;

CREATE FUNCTION catalogue_dear(question tsquery) RETURNS tsquery LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 AS $$
BEGIN RETURN question; END $$;
"""
FOLDING_BACK = """
DROP FUNCTION catalogue_dear(tsquery), catalogue_trigrams(text), catalogue_vector(text, text), catalogue_folded(text);
"""
INDEXING = r"""
-- A vector holds a megabyte; so many letters always fit.
CREATE FUNCTION catalogue_index_course(asked uuid) RETURNS void LANGUAGE sql AS $$
DELETE FROM catalogue_coursewords WHERE course_id = asked;

INSERT INTO catalogue_coursewords (course_id, language, named, words)
SELECT c.id, spoken.language, named.vector, strip(named.vector || texts.vector)
  FROM catalogue_course c
 CROSS JOIN unnest(ARRAY['ar', 'en', 'fr']) spoken (language)
 CROSS JOIN LATERAL (
       SELECT setweight(catalogue_vector(spoken.language, c.title ->> spoken.language), 'A')
              || setweight(catalogue_vector(spoken.language, c.summary ->> spoken.language), 'B') AS vector) named
 CROSS JOIN LATERAL (
       SELECT catalogue_vector(spoken.language, left(string_agg(told.said, ' '), 400000)) AS vector
         FROM (SELECT title ->> spoken.language FROM catalogue_module WHERE version_id = c.published_version_id
                UNION ALL
               SELECT title ->> spoken.language FROM catalogue_lesson WHERE version_id = c.published_version_id
                UNION ALL
               SELECT regexp_replace(t.html, '<[^>]*>|&#?\w+;', ' ', 'g')
                 FROM catalogue_lesson l
                 JOIN catalogue_lessoncontent t ON t.lesson_id = l.id AND t.language = spoken.language
                WHERE l.version_id = c.published_version_id) told (said)) texts
 WHERE c.id = asked AND c.published_version_id IS NOT NULL;

INSERT INTO catalogue_titleword (word, trigrams)
SELECT word, catalogue_trigrams(word)
  FROM (SELECT DISTINCT word FROM catalogue_course c, jsonb_each_text(c.title) said (language, title),
               regexp_split_to_table(catalogue_folded(said.title), ' ') word
         WHERE c.id = asked AND c.published_version_id IS NOT NULL AND length(word) BETWEEN 3 AND 40
         ORDER BY word) told
    ON CONFLICT DO NOTHING;
$$;
"""
INDEXING_BACK = "DROP FUNCTION catalogue_index_course(uuid)"
FILL = "SELECT count(catalogue_index_course(id)::text) FROM catalogue_course"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_alter_lesson_kind")]

    operations = [
        migrations.CreateModel(
            name="CourseWords",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "course", "language", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="catalogue.course",
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("ar", "Arabic"), ("en", "English"), ("fr", "French")], max_length=2),
                ),
                ("named", django.contrib.postgres.search.SearchVectorField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="catalogue_course_words")],
            },
        ),
        migrations.CreateModel(
            name="TitleWord",
            fields=[
                ("word", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                (
                    "trigrams",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["trigrams"], name="catalogue_word_trigrams")
                ],
            },
        ),
        migrations.RunSQL(FOLDING, FOLDING_BACK),
        migrations.RunSQL(INDEXING, INDEXING_BACK),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

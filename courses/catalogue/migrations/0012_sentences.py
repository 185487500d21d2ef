from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.search
from django.db import migrations, models

before = import_module("courses.catalogue.migrations.0007_lesson_words")

# Which sentence says most is asked of vectors that are kept, four times as fast as of the text. Of a lesson of more sentences
# than a chapter has, the beginning alone is looked at.
TOLD = r"""
CREATE FUNCTION catalogue_told(language text, html text, sentences tsvector[], asked tsquery) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE COST 10000 AS $$
SELECT coalesce(jsonb_agg(jsonb_build_array(word, catalogue_vector(language, word) @@ either) ORDER BY spoken.place), '[]')
  FROM (SELECT replace(asked::text, '&', '|')::tsquery) any_of (either)
 CROSS JOIN LATERAL (
       SELECT place FROM unnest(sentences[1:500]) WITH ORDINALITY known (vector, place)
        ORDER BY ts_rank(vector, either) DESC, place LIMIT 1) best
  JOIN LATERAL catalogue_sentences(html) WITH ORDINALITY sentence (said, place) USING (place)
 CROSS JOIN LATERAL regexp_split_to_table(trim(E' \n' FROM said), '[ \n]+') WITH ORDINALITY spoken (word, place)
 WHERE spoken.place <= 100
$$;
"""
TOLD_BACK = "DROP FUNCTION catalogue_told(text, text, tsvector[], tsquery)"
INDEXING = """
CREATE FUNCTION catalogue_index_lessons(asked uuid) RETURNS void LANGUAGE sql AS $$
INSERT INTO catalogue_lessonwords (lesson_id, language, words, sentences)
SELECT l.id, t.language,
       strip(catalogue_vector(t.language, l.title ->> t.language)
             || catalogue_vector(t.language, left(array_to_string(told.said, ' '), 400000))),
       ARRAY(SELECT strip(catalogue_vector(t.language, said)) FROM unnest(told.said[1:500]) WITH ORDINALITY one (said, place)
              ORDER BY place)
  FROM catalogue_lesson l
  JOIN catalogue_lessoncontent t ON t.lesson_id = l.id
 CROSS JOIN LATERAL (SELECT ARRAY(SELECT said FROM catalogue_sentences(t.html) WITH ORDINALITY one (said, place)
                                   ORDER BY place)) told (said)
 WHERE l.version_id = asked
$$;
"""
EMPTY = "DELETE FROM catalogue_lessonwords"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_media")]

    operations = [
        migrations.RunSQL(EMPTY, before.FILL),
        migrations.AddField(
            model_name="lessonwords",
            name="sentences",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=django.contrib.postgres.search.SearchVectorField(), default=list, size=None
            ),
        ),
        migrations.RunSQL(before.TOLD_BACK, before.TOLD),
        migrations.RunSQL(TOLD, TOLD_BACK),
        migrations.RunSQL(before.INDEXING_BACK, before.INDEXING),
        migrations.RunSQL(INDEXING, before.INDEXING_BACK),
        migrations.RunSQL(before.FILL, EMPTY),
    ]

"""Full text in three languages at once: the words that were asked for, each as it is written or as it may have been meant, in
titles, summaries and lessons. See docs/decisions/0015 for how what is found is ranked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from courses.catalogue.models import Course, LessonWords
from courses.catalogue.rules import Piece, excerpt
from foundation.kernel.language import FALLBACK
from foundation.kernel.statements import array, run

# A word that no title has may have been meant for those that begin with it, or are about as long and share half of its
# trigrams, or have just its letters in another order.
SPELLINGS = """
    SELECT asked.word, ARRAY(
             SELECT known.word
               FROM catalogue_titleword known
              CROSS JOIN LATERAL (SELECT count(*) AS shared FROM unnest(asked.trigrams) one
                                   WHERE one = ANY(known.trigrams)) near
              WHERE asked.unknown AND known.trigrams && catalogue_trigrams(asked.word)
                AND (abs(length(known.word) - length(asked.word)) <= 2 OR starts_with(known.word, asked.word))
                AND (near.shared * 2 >= cardinality(asked.trigrams)
                     OR length(known.word) = length(asked.word) AND near.shared > 1
                        AND ARRAY(SELECT unnest(string_to_array(known.word, NULL)) ORDER BY 1)
                            = ARRAY(SELECT unnest(string_to_array(asked.word, NULL)) ORDER BY 1))
              ORDER BY near.shared DESC, abs(length(known.word) - length(asked.word)), known.word
              LIMIT 3)
      FROM (SELECT word, place, catalogue_trigrams(word) AS trigrams,
                   length(word) > 3 AND NOT EXISTS (SELECT FROM catalogue_titleword WHERE word = said.word) AS unknown
              FROM unnest(string_to_array(catalogue_folded(%(said)s), ' ')) WITH ORDINALITY said (word, place)
            OFFSET 0) asked
     ORDER BY asked.place
"""
QUESTION = """(to_tsquery('pg_catalog.simple', %s) || to_tsquery('pg_catalog.english', %s)
               || to_tsquery('pg_catalog.french', %s))"""
FOUND = f"SELECT course_id FROM catalogue_coursewords WHERE words @@ catalogue_dear((SELECT {QUESTION}))"  # noqa: S608
PLACE = f"""
    lpad((round(1000000 * coalesce((
             SELECT max(ts_rank('{{0, 0, 0.4, 1}}', said.named, {QUESTION}) * CASE said.language WHEN %s THEN 1 ELSE 0.5 END)
               FROM catalogue_coursewords said WHERE said.course_id = catalogue_course.id), 0)) * 10
           + (catalogue_course.id IN ({FOUND} AND language = %s))::int)::bigint::text, 9, '0')
    || catalogue_course.id::text COLLATE "C"
"""  # noqa: S608
OURS = re.compile(r"\d{9}[0-9a-f-]{36}")

# The language in which the reader gets a lesson, and what she asked for as it is asked in that.
SERVED = """
    (SELECT held.language FROM catalogue_lessonwords held WHERE held.lesson_id = catalogue_lessonwords.lesson_id
      ORDER BY array_position(%s::text[], held.language::text) LIMIT 1)
"""
ASKED = "catalogue_asked(catalogue_lessonwords.language, %s)"
TOLD = f"""
    (SELECT catalogue_told(text.language, text.html, catalogue_lessonwords.sentences, {ASKED})
       FROM catalogue_lessoncontent text
      WHERE text.lesson_id = catalogue_lessonwords.lesson_id AND text.language = catalogue_lessonwords.language)
"""  # noqa: S608
SHOWN = ("language", "place", "told")
OF_LESSON: Mapping[str, Any] = {
    "id": F("lesson"),
    "key": F("lesson__key"),
    "title": F("lesson__title"),
    "module": F("lesson__module"),
    "module_title": F("lesson__module__title"),
}
POSITIONS = 10_000  # more than a module has lessons


class Place(models.TextField):  # type: ignore[type-arg]
    """Where a course stands among what was found: how well it fits and, of those that fit alike, how new it is."""

    def get_prep_value(self, value: Any) -> Any:
        if not OURS.fullmatch(str(value)):
            raise ValueError(value)
        return value


@dataclass(frozen=True, slots=True)
class Question:
    """In the notation of `to_tsquery`: all of the words, and any of them."""

    all: str
    any: str


def matching(courses: QuerySet[Course], words: str, reader: str) -> QuerySet[Course]:
    """Those that say all the words, each with its `place`: no two have the same."""
    question = _question(words)
    every, some = [question.all] * 3, [question.any] * 3
    place = RawSQL(PLACE, [*some, reader, *every, reader], output_field=Place())  # noqa: S611
    return courses.filter(id__in=RawSQL(FOUND, every)).annotate(place=place)  # noqa: S611


def lessons_saying(version_id: UUID, words: str, reader: str) -> QuerySet[Any, dict[str, Any]]:
    """Lessons of a version that say all the words in the language in which `reader` gets them, by their `place` in it; of each
    a sentence that was `told` there, word by word and whether it was asked for."""
    served = RawSQL(SERVED, [array([reader, *FALLBACK])])  # noqa: S611
    says = RawSQL(f"catalogue_lessonwords.words @@ {ASKED}", [words], output_field=models.BooleanField())  # noqa: S611
    lessons: QuerySet[Any] = LessonWords.objects.filter(says, lesson__version=version_id, language=served)
    place = F("lesson__module__position") * POSITIONS + F("lesson__position")
    told = RawSQL(TOLD, [words], output_field=models.JSONField())  # noqa: S611
    rows: QuerySet[Any, dict[str, Any]] = lessons.annotate(place=place, told=told).values(*SHOWN, **OF_LESSON)
    return rows


def excerpt_of(lesson: Mapping[str, Any]) -> list[Piece]:
    """What is shown of a lesson that `lessons_saying` gave."""
    return excerpt(lesson["told"])


def _question(words: str) -> Question:
    """Folding leaves nothing in a word that `to_tsquery` would take for an operator."""
    asked = [[word, *meant] for word, meant in run(SPELLINGS, {"said": words})]
    alternatives = [" | ".join(spellings) for spellings in asked]
    return Question(" & ".join(f"({each})" for each in alternatives), " | ".join(alternatives))

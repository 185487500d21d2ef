"""What a version changes for whoever has read another."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from foundation.kernel.statements import run


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


class LessonChange(NamedTuple):
    """A lesson by its key: what it is in the one version and in the other. `required` and `is_quiz` are as in the other."""

    key: str
    change: Change
    old_id: UUID | None
    new_id: UUID | None
    required: bool
    is_quiz: bool


# A translation that comes or goes changes no lesson: whoever has read it in a language that stays has read it. A quiz is its
# questions: whoever has passed it has passed it, whatever introduces it.
COMPARED = """
    SELECT coalesce(new.key, old.key) AS key,
           CASE WHEN old.id IS NULL THEN 'new' WHEN new.id IS NULL THEN 'gone'
                WHEN old.kind = new.kind AND old.extra_hash = new.extra_hash
                     AND (new.kind = 'quiz' OR
                          (SELECT bool_and(sha256(convert_to(was.html, 'UTF8')) = sha256(convert_to(fresh.html, 'UTF8')))
                             FROM catalogue_lessoncontent was JOIN catalogue_lessoncontent fresh USING (language)
                            WHERE was.lesson_id = old.id AND fresh.lesson_id = new.id)) THEN 'same'
                ELSE 'changed' END,
           old.id, new.id, coalesce(new.required, false), coalesce(new.kind = 'quiz', false)
      FROM (SELECT * FROM catalogue_lesson WHERE version_id = %(old)s) old
      FULL JOIN (SELECT * FROM catalogue_lesson WHERE version_id = %(new)s) new ON new.key = old.key
     ORDER BY 1
"""


def changes_between(old_version_id: UUID, new_version_id: UUID) -> list[LessonChange]:
    """Lesson by lesson, in the order of their keys. Titles, minutes and places make no other lesson of one."""
    rows = run(COMPARED, {"old": old_version_id, "new": new_version_id})
    return [LessonChange(key, Change(change), *rest) for key, change, *rest in rows]

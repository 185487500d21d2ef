from foundation.kernel.classification import PLAIN, Classification

PUBLIC = ("title", "summary", "languages", "level", "hours", "skills")

FIELDS: dict[str, Classification] = {
    **{f"{model}.{field}": PLAIN for model in ("Course", "CourseVersion") for field in PUBLIC},
    "Course.slug": PLAIN,
    "Course.open_to_all": PLAIN,
    "Course.published_version": PLAIN,
    "CourseVersion.course": PLAIN,
    "CourseVersion.number": PLAIN,
    "CourseVersion.published_at": PLAIN,
    "CourseVersion.licence": PLAIN,
    "CourseVersion.authors": Classification("personal", "life of the version: the licence asks for the credit", "keep"),
    "CourseVersion.sources": PLAIN,
    "CourseVersion.content_hash": PLAIN,
    "Module.version": PLAIN,
    "Module.key": PLAIN,
    "Module.position": PLAIN,
    "Module.title": PLAIN,
    "Lesson.version": PLAIN,
    "Lesson.module": PLAIN,
    "Lesson.key": PLAIN,
    "Lesson.position": PLAIN,
    "Lesson.kind": PLAIN,
    "Lesson.title": PLAIN,
    "Lesson.minutes": PLAIN,
    "Lesson.required": PLAIN,
    "LessonContent.lesson": PLAIN,
    "LessonContent.language": PLAIN,
    "LessonContent.html": PLAIN,
    "LessonContent.bytes": PLAIN,
    "Edition.stamp": PLAIN,
}

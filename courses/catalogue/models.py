from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import LessonKind, Level, MediaKind
from foundation.kernel.clock import now
from foundation.kernel.language import Language
from foundation.kernel.models import Entity, Revised, TextsField

KEY_LENGTH = 60


class Description(models.Model):
    """What is said about a course. A course shows that of its published version."""

    title = TextsField(_("title"))
    summary = TextsField(_("summary"))
    languages = ArrayField(models.CharField(max_length=2, choices=Language.choices), verbose_name=_("languages"))
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    hours = models.PositiveSmallIntegerField(_("hours"))
    skills = ArrayField(models.SlugField(max_length=KEY_LENGTH), default=list, blank=True, verbose_name=_("skills"))
    prerequisites = ArrayField(
        models.SlugField(max_length=KEY_LENGTH),
        default=list,
        db_default=[],
        blank=True,
        verbose_name=_("prerequisites"),
    )

    class Meta:
        abstract = True


DESCRIPTION = ("title", "summary", "languages", "level", "hours", "skills", "prerequisites")


class Course(Entity, Revised, Description):
    """Nobody sees it before it has a published version; then all do, or only the cohorts that name its slug."""

    slug = models.SlugField(_("slug"), max_length=KEY_LENGTH, unique=True)
    open_to_all = models.BooleanField(_("open to all"), default=False)
    published_version = models.ForeignKey(
        "CourseVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published version"),
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        indexes = [GinIndex(fields=["skills"], name="catalogue_course_skills")]

    def __str__(self) -> str:
        return self.slug


class CourseVersion(Entity, Description):
    """A draft until `published_at` is set; from then on triggers refuse every change to it and to what it holds. `share` of
    its required lessons, in percent, completes the course; its required quizzes are passed in any case."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="versions", verbose_name=_("course"))
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    licence = models.CharField(_("licence"), max_length=40, blank=True)
    authors = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("authors"))
    sources = models.JSONField(_("sources"), default=list, blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True, editable=False)
    share = models.PositiveSmallIntegerField(
        _("share of lessons that completes it, in percent"), default=100, db_default=100
    )

    class Meta:
        verbose_name = _("course version")
        verbose_name_plural = _("course versions")
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="catalogue_version_number"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="catalogue_version_number_positive"),
            models.CheckConstraint(
                condition=models.Q(share__gte=1, share__lte=100), name="catalogue_version_share_in_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.number}"


class Module(Entity):
    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="modules", verbose_name=_("version"))
    key = models.SlugField(_("key"), max_length=KEY_LENGTH)
    position = models.PositiveSmallIntegerField(_("position"))
    title = TextsField(_("title"))

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="catalogue_module_key"),
            models.UniqueConstraint(fields=["version", "position"], name="catalogue_module_position"),
        ]

    def __str__(self) -> str:
        return self.key


class Lesson(Entity):
    """`key` names the same lesson in every version of its course. `extra_hash` is of what apps above keep for it (a quiz's
    questions), so that a change of that is a change of the lesson."""

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="lessons", verbose_name=_("version"))
    module = models.ForeignKey(
        Module, models.CASCADE, related_name="lessons", db_index=False, verbose_name=_("module")
    )  # the unique position begins with it
    key = models.SlugField(_("key"), max_length=KEY_LENGTH)
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=LessonKind.choices, default=LessonKind.TEXT)
    title = TextsField(_("title"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    required = models.BooleanField(_("required"), default=True)
    extra_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="catalogue_lesson_key"),
            models.UniqueConstraint(fields=["module", "position"], name="catalogue_lesson_position"),
        ]

    def __str__(self) -> str:
        return self.key


class LessonContent(Entity):
    """A lesson's text in one language: HTML that was made safe before it came, and its size for a phone to weigh. `media` is
    what the text shows, as `lessons/{id}` gives it: `[{url, media_type, bytes, alt, captions: [{language, url, bytes}]}]`."""

    lesson = models.ForeignKey(
        Lesson, models.CASCADE, related_name="contents", db_index=False, verbose_name=_("lesson")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    html = models.TextField(_("text"))
    bytes = models.PositiveIntegerField(_("bytes"))
    media = models.JSONField(default=list, db_default=[], blank=True)
    is_outdated = models.BooleanField(_("older than what it was translated from"), default=False)

    class Meta:
        verbose_name = _("lesson text")
        verbose_name_plural = _("lesson texts")
        constraints = [models.UniqueConstraint(fields=["lesson", "language"], name="catalogue_content_language")]

    def __str__(self) -> str:
        return self.language


class MediaFile(models.Model):
    """A picture, a recording or its captions, for every version that shows it. Its name is the digest of its content, which a
    constraint holds it to, and it neither changes nor goes (a trigger sees to that), but once: withdrawn, it is empty."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=4, choices=MediaKind.choices)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("media file")
        verbose_name_plural = _("media files")
        indexes = [
            models.Index(
                fields=["withdrawn_at"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="catalogue_media_withdrawn",
            )
        ]


class Path(Entity, Revised):
    """Courses in an order in which one after the other makes sense. Nobody but the office sees it before it is published, and
    then each only the courses of it that she sees anyway."""

    slug = models.SlugField(_("slug"), max_length=KEY_LENGTH, unique=True)
    title = TextsField(_("title"))
    summary = TextsField(_("summary"))
    is_published = models.BooleanField(_("shown to learners"), default=False)

    class Meta:
        verbose_name = _("path")
        verbose_name_plural = _("paths")

    def __str__(self) -> str:
        return self.slug


class PathCourse(Entity):
    path = models.ForeignKey(Path, models.CASCADE, related_name="steps", db_index=False, verbose_name=_("path"))
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name=_("course"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("course of a path")
        verbose_name_plural = _("courses of a path")
        constraints = [
            models.UniqueConstraint(fields=["path", "course"], name="catalogue_path_course"),
            models.UniqueConstraint(fields=["path", "position"], name="catalogue_path_position"),
        ]

    def __str__(self) -> str:
        return f"{self.path_id} {self.position}"


class CourseWords(models.Model):
    """What a published course can be found by in one language; `catalogue_index_course()` in PostgreSQL writes it. `named` has
    the title (weight A) and the summary (B), for ranking; `words` those and all that its lessons say, without weights."""

    pk = models.CompositePrimaryKey("course", "language")
    course = models.ForeignKey(Course, models.CASCADE, related_name="words", db_index=False)
    language = models.CharField(max_length=2, choices=Language.choices)
    named = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="catalogue_course_words")]


class LessonWords(models.Model):
    """What a lesson is found by in one language within its course: its title and text, and the text by its first five hundred
    sentences; `catalogue_index_lessons()` in PostgreSQL writes it."""

    pk = models.CompositePrimaryKey("lesson", "language")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="words", db_index=False)
    language = models.CharField(max_length=2, choices=Language.choices)
    words = SearchVectorField()
    sentences = ArrayField(SearchVectorField(), default=list)


class TitleWord(models.Model):
    """A word that titles are made of, folded, and its trigrams: what a word that nobody knows may have been meant for."""

    word = models.TextField(primary_key=True, db_collation="C")
    trigrams = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["trigrams"], name="catalogue_word_trigrams")]


class Edition(models.Model):
    """One row, whose `stamp` a trigger renews with every change to a course: so kept lists know when they are old."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="catalogue_edition_single")]

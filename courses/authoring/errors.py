from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import FieldError, Unprocessable, Words

WORDS: Mapping[str, Words] = {
    # the archive
    "not_found": _("There is no folder or zip file here."),
    "not_a_zip": _("This is neither a folder nor a zip file that can be read."),
    "damaged": _("This file can't be unpacked."),
    "encrypted": _("This file is locked with a password. Pack it without one."),
    "unsafe_path": _("This name leads out of the package or can't be a file's name everywhere."),
    "link": _("Links and special files are not taken. Put the file itself here."),
    "duplicate_file": _("The package holds this file twice."),
    "too_many_files": _("The package holds more than %(limit)s files."),
    "file_too_large": _("This file is larger than %(limit)s bytes."),
    "package_too_large": _("The package is larger than %(limit)s bytes when unpacked."),
    "texts_too_large": _("Texts and questions are larger than %(limit)s bytes together."),
    "pictures_too_large": _("The pictures have more than %(limit)s million pixels together. Make them smaller."),
    "unknown_file": _(
        "Nothing asks for this file. Remove it, or name it lessons/MODULE/LESSON.LANGUAGE.md, for questions "
        "lessons/MODULE/LESSON.quiz.yaml, for what lessons show media/NAME.EXTENSION (png, jpg, webp, mp3, ogg, m4a, mp4, "
        "webm)."
    ),
    "misnamed": _(
        "This has to be called %(wanted)s: lower-case letters from a to z and digits, words joined by hyphens, and an ending "
        "that the format knows."
    ),
    "file_missing": _("The package has no file course.yaml at its root."),
    "course_elsewhere": _("It lies in %(folders)s. Pack what is in that folder."),
    "several_courses": _("There are several: in %(folders)s. Pack what is in each of these folders by itself."),
    # text and YAML
    "not_utf8": _("This is not UTF-8 text. Save the file as UTF-8."),
    "control_character": _("There is an invisible control character in this line. Remove it."),
    "yaml": _(
        "This is not YAML that can be read: look at indentation (spaces, never tabs), quotes and colons in and above this "
        "line."
    ),
    "yaml_alias": _("Anchors and aliases (& and *) are not taken. Write the value out."),
    "yaml_tag": _("Tags (!!something) are not taken."),
    "yaml_depth": _("This is nested too deeply."),
    "yaml_key": _("Each name before a colon has to be plain text."),
    "yaml_duplicate": _("“%(member)s” stands here twice."),
    "markup": _("This is plain text: HTML is not taken. Where < is only a sign, put a space behind it."),
    "and_more": _("There are %(count)s more problems in this file."),
    "more_warnings": _("There are %(count)s more warnings in this file."),
    # the schema
    "missing": _("“%(member)s” is missing here."),
    "text_missing": _("Here is missing: %(wanted)s (%(member)s)."),
    "unknown": _("“%(member)s” is not part of the format."),
    "type": _("This has to be of another type: %(wanted)s."),
    "choice": _("This has to be one of: %(wanted)s."),
    "form": _("“%(value)s” does not have the right form (%(wanted)s)."),
    "too_long": _("This is longer than %(wanted)s."),
    "too_short": _("There are fewer entries here than %(wanted)s."),
    "too_small": _("This has to be at least %(wanted)s."),
    "too_large": _("This may be at most %(wanted)s."),
    "repeated": _("Each entry may stand here only once."),
    "invalid": _("This does not fit the format."),
    # the course
    "slug_reserved": _("“%(key)s” is an address of its own beside the courses. Choose another slug."),
    "prerequisite_itself": _("A course can't ask for itself to be completed first."),
    "prerequisite_unpublished": _(
        "There is no published course “%(key)s” here yet. Without it this one can't be published."
    ),
    "module_key_repeated": _("Another module has the key “%(key)s” already."),
    "lesson_key_repeated": _("Another lesson of the course has the key “%(key)s” already."),
    "nothing_required": _("At least one lesson has to be required, or the course could never be completed."),
    "lesson_without_text": _("The lesson “%(key)s” has no text in any language: add %(file)s."),
    "no_complete_language": _("There is no language in which every lesson can be read."),
    "translation_missing": _("The lesson “%(key)s” has no text in this language; readers get another one."),
    "lesson_unlisted": _(
        "course.yaml has no lesson “%(key)s” in a module “%(module)s”. Add it there, or remove what belongs to it."
    ),
    "quiz_missing": _("The lesson “%(key)s” is a quiz and has no questions: add %(file)s."),
    "quiz_unasked": _(
        "No lesson has these questions. Give their lesson the kind quiz in course.yaml, or remove the file."
    ),
    # a quiz
    "question_key_repeated": _("Another question of the quiz has the key “%(key)s” already."),
    "option_key_repeated": _("Another part of this question has the key “%(key)s” already."),
    "option_key_tells": _(
        "Learners' clients see this key. “%(key)s” would give the answer away: name the option by what it says."
    ),
    "pool_key_repeated": _("Another pool of the quiz has the key “%(key)s” already."),
    "text_repeated": _("Another part of this question says the same: nobody could tell them apart."),
    "right_half_alike": _(
        "Another right side says the same in one language and not in another: let both say the same in all or in none."
    ),
    "spelling_empty": _("Nothing is left of this once vowel marks and signs are put aside, so nobody could answer it."),
    "one_correct": _(
        "Exactly one option has to be correct, and there are %(count)s here. With several the kind is multiple."
    ),
    "none_correct": _("At least one option has to be correct."),
    "unknown_pool": _("The quiz has no pool “%(key)s”. Name one that stands under pools."),
    "pool_too_small": _("The pool gives %(wanted)s of its questions, and has %(count)s."),
    "text_untranslated": _("This is not said in every language (%(missing)s); readers get another one."),
    # a lesson's file
    "front_matter_missing": _("The file has to begin with a line --- and front matter, closed by another line ---."),
    "front_matter_member": _("Front matter holds title and minutes, and nothing else."),
    "title_differs": _("The title is not the one in course.yaml: “%(wanted)s”."),
    "minutes_differ": _("The minutes are not those in course.yaml: %(wanted)s."),
    "empty": _("The lesson has no text below its front matter."),
    "too_deep": _("This is nested too deeply."),
    "raw_html": _("HTML is not taken. Say it in Markdown."),
    "image": _(
        "Only what lies in the package is shown. Put the file under media and write media/NAME.EXTENSION (png, jpg, webp, "
        "mp3, ogg, m4a, mp4, webm)."
    ),
    "alt_missing": _("Say in the square brackets what it shows, for readers who can't see it."),
    "media_place": _("What is shown stands in a paragraph of its own. Put an empty line before and after it."),
    "media_missing": _("The package has no file %(file)s."),
    "link_target": _("A link has to begin with https://, http:// or mailto:."),
    # pictures, recordings, captions
    "svg": _("SVG is not taken, since it can hold programs. Save the picture as PNG."),
    "wrong_type": _(
        "This is not the kind of file that its name says (%(wanted)s). Save it anew as that, or rename it."
    ),
    "picture_damaged": _("This picture can't be read to its end. Save it anew."),
    "picture_too_large": _("This picture has more than 4096 pixels on a side. Make it smaller."),
    "picture_passes": _("This JPEG is drawn in more than 100 passes. Save it anew."),
    "picture_moves": _("This file holds several pictures. Save one of them by itself."),
    "has_location": _(
        "This file says where it was taken, perhaps in a film behind the photograph: it may lead to somebody's home. Take "
        "that out of it. To convert the file is not enough: the place often comes along."
    ),
    "media_unused": _("No lesson shows this file."),
    "captions_missing": _("A recording needs captions, for those who can't hear it: add %(file)s."),
    "captions_untranslated": _("There are no captions in every language (%(missing)s)."),
    "captions_unasked": _("There is no recording of this name. Remove its captions, or add it."),
    "captions_header": _("The file has to begin with a line WEBVTT and an empty line."),
    "captions_empty": _("There are no captions in this file."),
    "captions_time": _(
        "Captions begin with a line of two times like 00:01.000 --> 00:04.500, none before the one above."
    ),
    "captions_silent": _("Nothing is said here. Put the words below the times."),
    "captions_markup": _("Captions are plain text, without HTML, < or arrows."),
}
WARNINGS = frozenset(
    {
        "translation_missing",
        "text_untranslated",
        "media_unused",
        "captions_untranslated",
        "more_warnings",
        "prerequisite_unpublished",
    }
)
LAYOUT = frozenset(
    {
        "lesson_without_text",
        "lesson_unlisted",
        "no_complete_language",
        "translation_missing",
        "quiz_missing",
        "quiz_unasked",
        "title_differs",
        "minutes_differ",
    }
)
FOLLOWING: Mapping[str, frozenset[str]] = {
    "module_key_repeated": LAYOUT,
    "lesson_key_repeated": LAYOUT,
    "lesson_without_text": frozenset({"no_complete_language"}),
    "file_missing": frozenset({"unknown_file", "misnamed"}),
}
"""What isn't said beside what explains it."""
TYPES: Mapping[str, Words] = {
    "string": _("a text"),
    "quoted": _("a text. Put it in quotes"),
    "integer": _("a whole number"),
    "boolean": _("yes or no (true or false)"),
    "array": _("a list"),
    "object": _("names, each with its value"),
}
FORMS: Mapping[str, Words] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": _("lower-case letters from a to z and digits, in words joined by hyphens"),
    r"^\S(.*\S)?$": _("one line, without space at either end"),
    r"\S": _("some words"),
    r"^https?://[^\s/]+(/\S*)?$": _("an address that begins with https:// or http://"),
    "uri": _("an address that begins with https:// or http://"),
    r"^-?[0-9]+(\.[0-9]+)?$": _("a number in quotes, with a point"),
    r"^[0-9]+(\.[0-9]+)?$": _("a number in quotes, with a point and without a sign"),
}
"""What the schemas' patterns and formats ask for."""
TEXTS: Mapping[str, Words] = {"ar": _("the Arabic text"), "en": _("the English text"), "fr": _("the French text")}
IN_WORDS: Mapping[str, Mapping[str, Words]] = {"type": TYPES, "form": FORMS, "text_missing": TEXTS}
PROBLEMS: Mapping[str, Words] = {
    "stopped": _("It was stopped before the end."),
    "interrupted": _("It broke off too often. Try again, and tell the operator if it does so again."),
    "failures": _("Something went wrong on our side. Try again, and tell the operator if it happens again."),
    "forbidden": _("Whoever sent it may no longer write courses."),
    "file_gone": _("The file is no longer here. Send it again."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which line of which file of a package; line 0 is the file as a whole."""

    file: str
    line: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        wanted = self.values.get("wanted")
        told = {**self.values, "wanted": IN_WORDS.get(self.code, {}).get(str(wanted), wanted)}
        return str(WORDS[self.code]) % told

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class PackageRefused(Unprocessable):
    code = "package_refused"
    detail = _("The package was not imported. Nothing was changed.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(errors=tuple(FieldError(fault.place, fault.code, fault.detail) for fault in faults))
        self.faults = tuple(faults)

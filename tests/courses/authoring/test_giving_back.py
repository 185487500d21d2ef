"""What was imported can be exported and imported again, here or elsewhere: it is the same course."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.models import Quiz
from courses.assessment.services import write_quizzes
from courses.authoring.models import Package
from courses.authoring.policies import get_package_for
from courses.authoring.services import check_package, import_package, packed
from courses.catalogue.enums import TakenDown
from courses.catalogue.models import CourseVersion, LessonContent, MediaFile
from courses.catalogue.services import draft_version, publish_version, withdraw_media
from foundation.accounts.models import User
from foundation.kernel.archives import pack
from tests.courses.authoring.hostile import sound
from tests.factories.courses import LANGUAGES, course_yaml, write_package
from tests.factories.media import CAPTIONS, FILM, MP3, picture
from tests.factories.programmes import office
from tests.factories.quizzes import every_kind, quiz
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Told = dict[str, Any]
SIGNS = st.characters(codec="utf-8", categories=("L", "N", "P"), include_characters=" ", exclude_characters="<")
LINE = st.text(SIGNS, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
TEXTS = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, LINE))
SAID = st.dictionaries(st.sampled_from(LANGUAGES), LINE, min_size=1)
PLAIN = LINE.map(lambda text: text.replace("[", "").replace("(", ""))  # else it may be a link to nowhere
BODY = st.lists(PLAIN, min_size=1, max_size=3).map(
    lambda lines: "Text\n\n" + "\n\n".join(f"* {line}" for line in lines)
)


@st.composite
def quizzes(draw: st.DrawFn) -> Told:
    questions = [{**question, "text": draw(SAID)} for question in draw(st.permutations(every_kind()))]
    return quiz(*questions[: draw(st.integers(1, 7))], pass_mark=draw(st.integers(1, 100)), shuffle=draw(st.booleans()))


KINDS = {"png": picture(), "jpg": picture("jpg"), "webp": picture("webp"), "mp4": FILM, "mp3": MP3}
ALT = LINE.map(lambda text: "".join(char for char in text if char.isalnum()) or "x")


@st.composite
def media(draw: st.DrawFn) -> tuple[dict[str, bytes | str], str]:
    """What there is to show by its names, some of it shown by nobody, and the Markdown that shows the rest."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), unique=True))
    files: dict[str, bytes | str] = {f"shown.{kind}": KINDS[kind] for kind in kinds}
    if {"mp3", "mp4"} & set(kinds):
        spoken = draw(st.sets(st.sampled_from(LANGUAGES), min_size=1))
        files |= {f"shown.{language}.vtt": f"{CAPTIONS}{draw(ALT)}" for language in spoken}
    shown = [f"![{draw(ALT)}](media/shown.{kind})" for kind in kinds if draw(st.booleans())]
    return files, "\n\n".join(["", *shown])


@st.composite
def courses(draw: st.DrawFn) -> tuple[Told, dict[str, Told], str, dict[str, bytes | str]]:
    """The first lesson is in every language; course.yaml, its quizzes by lesson, a lesson's body, and what it can show."""
    kinds = draw(st.lists(st.lists(st.sampled_from(["text", "quiz"]), min_size=1, max_size=2), min_size=1, max_size=2))
    modules = []
    for m, lessons in enumerate(kinds):
        parts = [
            {"key": f"lesson-{m}-{n}", "title": draw(TEXTS), "minutes": draw(st.integers(1, 600)), "kind": kind}
            for n, kind in enumerate(lessons)
        ]
        modules.append({"key": f"module-{m}", "title": draw(TEXTS), "lessons": parts})
    asked = {
        lesson["key"]: draw(quizzes()) for part in modules for lesson in part["lessons"] if lesson["kind"] == "quiz"
    }
    more: Told = {"completion": {"share": draw(st.integers(1, 100))}} if draw(st.booleans()) else {}
    more["prerequisites"] = draw(st.lists(st.sampled_from(["before", "long-before"]), unique=True))
    files, shown = draw(media())
    course = course_yaml(title=draw(TEXTS), summary=draw(TEXTS), modules=modules, **more)
    return course, asked, draw(BODY) + shown, files


@contextmanager
def elsewhere() -> Iterator[None]:
    """A house where nothing of this has happened yet."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def set_up() -> User:
    return office()


_written, author = scene(set_up)


def exported(author: User, folder: Path) -> Path:
    target = folder / "export.zip"
    with packed(get_package_for(author, "a-course")) as package:
        target.write_bytes(package.read())
    return target


def test_what_was_taken_down_is_not_given_back(author: User, tmp_path: Path) -> None:
    media: dict[str, bytes | str] = {"dam.png": picture(), "other.png": picture(colour="red")}
    import_package(actor=None, source=write_package(tmp_path / "in", media=media))
    withdraw_media(digest=sha256(picture()).hexdigest(), reason=TakenDown.MISTAKE)
    with zipfile.ZipFile(exported(author, tmp_path)) as archive:
        assert [name for name in archive.namelist() if name.startswith("media/")] == ["media/other.png"]
        assert archive.read("media/other.png") == picture(colour="red")


def state(version: CourseVersion) -> Any:
    """All of it that anybody reads."""
    lessons = version.lessons.order_by("module__position", "position")
    members = ("module__key", "module__title", "key", "kind", "title", "minutes", "required")
    contents = LessonContent.objects.filter(lesson__version=version)
    texts = {(key, code): told for key, code, *told in contents.values_list("lesson__key", "language", "html", "media")}
    shown = {
        name: (kind, bytes(held)) for name, kind, held in MediaFile.objects.values_list("sha256", "kind", "content")
    }
    asked = Quiz.objects.filter(lesson__version=version).values_list("lesson__key", "definition")
    said = (version.title, version.summary, version.level, version.hours, version.skills, version.share)
    return (
        said,
        version.licence,
        version.prerequisites,
        version.authors,
        version.content_hash,
        list(lessons.values_list(*members)),
        texts,
        dict(asked),
        shown,
    )


@given(told=courses())
def test_another_house_gets_the_same_course(
    author: User, told: tuple[Told, dict[str, Told], str, dict[str, bytes | str]]
) -> None:
    course, asked, body, files = told
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_package(folder / "course", course, body, asked, files)
        with elsewhere():
            here = import_package(actor=None, source=folder / "course")
            before, package = state(here), exported(author, folder)
            assert import_package(actor=None, source=package) == here
            assert Package.objects.get().version == here
        with elsewhere():
            there = import_package(actor=None, source=package)
            assert (there.id != here.id, state(there)) == (True, before)
            assert exported(author, folder / "course").read_bytes() == package.read_bytes()


def test_comments_and_order_come_back_as_they_were(author: User, tmp_path: Path) -> None:
    files = sound(tmp_path / "course")
    for name in files:
        if name.endswith(".yaml"):
            files[name] = "# ملاحظة\r\n".encode() + files[name]
    write(tmp_path / "course", files)
    import_package(actor=None, source=tmp_path / "course")
    with zipfile.ZipFile(exported(author, tmp_path)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


def test_what_a_lesson_lacks_it_lacks_elsewhere_too(author: User, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "course")
    (folder / "lessons/start/first.fr.md").unlink()
    assert import_package(actor=None, source=folder).languages == ["ar", "en"]
    package = exported(author, tmp_path)
    with zipfile.ZipFile(package) as archive:
        assert "lessons/start/first.fr.md" not in archive.namelist()
    assert import_package(actor=None, source=package).number == 1


def test_the_order_of_files_makes_no_other_archive() -> None:
    files = {"course.yaml": b"a", "lessons/a/b.en.md": b"b"}
    made = pack(files)
    assert pack(dict(reversed(files.items()))) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_the_package_of_a_published_version_stays(tmp_path: Path) -> None:
    version = import_package(actor=None, source=write_package(tmp_path))
    publish_version(actor=None, version_id=version.id)
    for change in (lambda: Package.objects.update(archive=b""), lambda: Package.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert Package.objects.get().version == version


def test_a_drafts_package_goes_with_it(tmp_path: Path) -> None:
    import_package(actor=None, source=write_package(tmp_path)).delete()
    assert not Package.objects.exists()


def test_what_came_in_before_packages_were_kept_gets_its_own_when_it_comes_again(tmp_path: Path) -> None:
    sound(tmp_path)
    report = check_package(source=tmp_path)
    assert report.draft is not None
    version = draft_version(actor=None, draft=report.draft)
    write_quizzes(version_id=version.id, quizzes=report.quizzes)
    publish_version(actor=None, version_id=version.id)
    assert import_package(actor=None, source=tmp_path) == version
    assert Package.objects.get().version == version


def test_recordings_lie_beside_the_archive_and_come_back_in_it(author: User, tmp_path: Path) -> None:
    """A version that changes a letter keeps no second copy of them."""
    recordings: dict[str, bytes | str] = {"talk.mp3": MP3, "talk.en.vtt": CAPTIONS}
    folder = write_package(tmp_path / "course", body="![A talk](media/talk.mp3)", media=recordings)
    version = import_package(actor=None, source=folder)
    kept = Package.objects.get(version=version)
    with zipfile.ZipFile(io.BytesIO(kept.archive)) as texts:
        assert "media/talk.mp3" not in texts.namelist()
    with zipfile.ZipFile(exported(author, tmp_path)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(archive.namelist())
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
        assert {name: archive.read(name) for name in archive.namelist()} == files
    publish_version(actor=None, version_id=version.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Package.objects.update(media={})

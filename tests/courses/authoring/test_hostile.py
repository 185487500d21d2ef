"""Packages that mean harm: one clear problem each, nothing imported, and the name of what is wrong can be shown."""

from pathlib import Path
from typing import Any

import pytest

from courses.authoring.errors import PackageRefused
from courses.authoring.services import import_package
from courses.catalogue.models import Course, CourseVersion, MediaFile
from tests.courses.authoring.hostile import HOSTILE, sound, zipped

pytestmark = pytest.mark.django_db


def test_without_that_one_thing_it_is_sound(tmp_path: Path) -> None:
    (tmp_path / "package.zip").write_bytes(zipped(sound(tmp_path / "course")))
    assert import_package(actor=None, source=tmp_path / "package.zip").number == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_one_clear_problem_each_and_nothing_imported(tmp_path: Path, name: str) -> None:
    make, file, code = HOSTILE[name]
    source = tmp_path / "package.zip"
    source.write_bytes(make(sound(tmp_path / "course")))
    with pytest.raises(PackageRefused) as refusal:
        import_package(actor=None, source=source)
    assert [(fault.file, fault.code) for fault in refusal.value.faults] == [(file, code)]
    assert refusal.value.faults[0].place.isprintable()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "package.zip"]
    assert not Course.objects.exists()
    assert not CourseVersion.objects.exists()
    assert not MediaFile.objects.exists()


def write(folder: Path, files: dict[str, Any]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def test_a_folder_of_too_many_files_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "course", {**sound(tmp_path / "sound"), **{f"{number}.txt": b"" for number in range(20)}})
    monkeypatch.setattr("courses.authoring.services.reading.MAX_FILES", 20)
    with pytest.raises(PackageRefused) as refusal:
        import_package(actor=None, source=tmp_path / "course")
    assert [(fault.file, fault.code) for fault in refusal.value.faults] == [("course", "too_many_files")]

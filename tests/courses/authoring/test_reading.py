"""Packages that want to hurt: each is refused with a clear word, and nothing is written to disk."""

import os
import zipfile
from pathlib import Path

import pytest

from courses.authoring.rules import files
from courses.authoring.services import check_package
from tests.factories.courses import write_package


def zipped(folder: Path, target: Path, wrapping: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, wrapping + path.relative_to(folder).as_posix())
    return target


def codes(source: Path) -> list[str]:
    return [fault.code for fault in check_package(source=source).faults]


def test_a_zip_holds_what_its_folder_holds(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "course")
    plain = check_package(source=folder).draft
    assert plain is not None
    assert check_package(source=zipped(folder, tmp_path / "a.zip")).draft == plain
    assert check_package(source=zipped(folder, tmp_path / "b.zip", "my course/")).draft == plain


@pytest.mark.parametrize(
    "name",
    [
        "../course.yaml",
        "/etc/passwd",
        "lessons/../../x.md",
        "C:\\x.md",
        "lessons\\start\\first.en.md",
        "a//b",
        "x\x00y",
        "a\nb",
    ],
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    target = zipped(write_package(tmp_path / "course"), tmp_path / "a.zip")
    with zipfile.ZipFile(target, "a") as archive:
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name
        archive.writestr(entry, "x")
    found = codes(target)
    assert "unsafe_path" in found or (name == "x\x00y" and found == ["unknown_file"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "course"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    target = tmp_path / "bomb.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("course.yaml", b"\0" * (200 * 1024 * 1024))
    assert codes(target) == ["file_too_large"]


@pytest.mark.parametrize(
    ("name", "count", "code"),
    [("lessons/a/lesson-{}.quiz.yaml", 9, "texts_too_large"), ("media/picture-{}.png", 97, "package_too_large")],
)
def test_many_large_files_are_too_much_together(tmp_path: Path, name: str, count: int, code: str) -> None:
    target = tmp_path / "big.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(count):
            archive.writestr(name.format(number), b"x" * files.MAX_FILE_BYTES)
    assert codes(target) == [code]


def test_too_many_files_are_one_problem(tmp_path: Path) -> None:
    target = tmp_path / "many.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(files.MAX_FILES + 1):
            archive.writestr(f"{number}.txt", b"")
    assert codes(target) == ["too_many_files"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    folder = write_package(tmp_path / "course")
    target = folder / "lessons/start/first.en.md"
    target.unlink()
    target.symlink_to(secret)
    (folder / "lessons/more").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    assert codes(folder) == ["link", "link", "link"]


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    target = zipped(write_package(tmp_path / "course"), tmp_path / "a.zip")
    with zipfile.ZipFile(target, "a") as archive:
        entry = zipfile.ZipInfo("lessons/start/second.en.md")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert codes(target) == ["link"]


def test_twice_the_same_name_is_refused(tmp_path: Path) -> None:
    target = zipped(write_package(tmp_path / "course"), tmp_path / "a.zip")
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("course.yaml", "format: 1")
    assert codes(target) == ["duplicate_file"]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40, b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(content)
    assert codes(target) == ["not_a_zip"]


def test_a_damaged_entry_is_named(tmp_path: Path) -> None:
    target = zipped(write_package(tmp_path / "course", body="word " * 500), tmp_path / "a.zip")
    data = bytearray(target.read_bytes())
    with zipfile.ZipFile(target) as archive:
        offset = archive.getinfo("lessons/start/first.ar.md").header_offset
    data[offset + 60 : offset + 75] = b"\xff" * 15
    target.write_bytes(data)
    (fault, *others) = check_package(source=target).faults
    assert (fault.file, fault.code, others) == ("lessons/start/first.ar.md", "damaged", [])


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_rare_way_of_packing_is_refused(tmp_path: Path, method: int) -> None:
    """How much memory it takes to unpack is the sender's to say, and its errors are not those of zip files."""
    target = zipped(write_package(tmp_path / "course"), tmp_path / "a.zip")
    with zipfile.ZipFile(target, "a", method) as archive:
        archive.writestr("lessons/start/second.en.md", "word " * 500)
    (fault,) = (fault for fault in check_package(source=target).faults if fault.code != "unknown_file")
    assert (fault.file, fault.code) == ("lessons/start/second.en.md", "damaged")


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    target = zipped(write_package(tmp_path / "course"), tmp_path / "a.zip")
    data = bytearray(target.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(signature)
        data[start + offset] |= 1
    target.write_bytes(data)
    assert "encrypted" in codes(target)


def test_what_systems_leave_behind_is_ignored(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "course")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "README.md").write_text("About")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX/._course.yaml").write_bytes(b"\0")
    assert codes(folder) == []


def test_nothing_there_is_said_so(tmp_path: Path) -> None:
    assert codes(tmp_path / "absent") == ["not_found"]
    assert codes(tmp_path) == ["file_missing"]

from pathlib import Path
from typing import Any

import pytest

from config import env


def settings(**given: str) -> dict[str, Any]:
    blank = {"NAME": "jisr", "USER": "u", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}
    return {"ENGINE": "django.db.backends.postgresql", **blank, **given}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p%40s%2Fs@db:5433/jisr", settings(PASSWORD="p@s/s", HOST="db", PORT="5433")),
        ("postgres://u@db/jisr", settings(HOST="db")),
        ("postgresql://u@%2Ftmp%2FSocket-A/jisr", settings(HOST="/tmp/Socket-A")),
        ("postgresql://u@/jisr?host=/tmp/Socket-A", settings(HOST="/tmp/Socket-A")),
        ("postgresql://u@[2001:db8::1]:5432/jisr", settings(HOST="2001:db8::1", PORT="5432")),
        ("postgresql://u@[2001:db8::1]/jisr", settings(HOST="2001:db8::1")),
        ("postgresql://u@one:5432,two:5433/jisr", settings(HOST="one,two", PORT="5432,5433")),
        ("postgresql://u@db/jisr?sslmode=require", settings(HOST="db") | {"OPTIONS": {"sslmode": "require"}}),
    ],
)
def test_a_database_url_in_each_of_its_forms(url: str, expected: dict[str, Any]) -> None:
    assert env.database(url) == expected


@pytest.mark.parametrize("url", ["mysql://u:secret@db/jisr", "secret", "postgresql://u:secret@db:port/jisr"])
def test_a_wrong_database_url_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(env.BadEnvironment) as refusal:
        env.database(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", False), (" 0 ", False)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("JISR_FLAG", value)
    assert env.flag("JISR_FLAG", False) is expected


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISR_FLAG", "maybe")
    with pytest.raises(env.BadEnvironment, match="JISR_FLAG must be one of"):
        env.flag("JISR_FLAG", True)


def test_numbers_words_and_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISR_A", " 12 ")
    monkeypatch.setenv("JISR_B", " a.example, ,b.example ")
    monkeypatch.setenv("JISR_C", "")
    assert env.number("JISR_A", 5) == 12
    assert env.number("JISR_C", 5) == 5
    assert env.words("JISR_B") == ["a.example", "b.example"]
    assert env.words("JISR_C", ("*",)) == ["*"]
    assert env.text("JISR_C") is None
    assert env.text("JISR_C", "default") == "default"


def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(env.BadEnvironment, match="PORT must be a whole number"):
        env.number("PORT", 8000)


def test_redis_is_optional_but_never_mistyped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert env.redis_url() is None
    monkeypatch.setenv("REDIS_URL", "rediss://cache:6380/1")
    assert env.redis_url() == "rediss://cache:6380/1"
    monkeypatch.setenv("REDIS_URL", "cache:6379")
    with pytest.raises(env.BadEnvironment):
        env.redis_url()


def test_the_scanner_is_optional_and_may_be_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JISR_CLAMAV_URL", raising=False)
    assert env.scanner() is None
    for url, read in (
        ("none", ""),
        ("tcp://clamav:3310", "tcp://clamav:3310"),
        ("unix:///run/c.sock", "unix:///run/c.sock"),
    ):
        monkeypatch.setenv("JISR_CLAMAV_URL", url)
        assert env.scanner() == read
    for url in ("clamav:3310", "tcp://", "unix://", "http://clamav"):
        monkeypatch.setenv("JISR_CLAMAV_URL", url)
        with pytest.raises(env.BadEnvironment):
            env.scanner()


def test_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JISR_DATA", raising=False)
    assert env.data_dir() == Path(__file__).resolve().parents[2] / "var"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JISR_DATA", "elsewhere")
    assert env.data_dir() == tmp_path / "elsewhere"


def test_files_lie_in_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STORAGE_URL", raising=False)
    assert env.folder("STORAGE_URL", Path("/srv/my files")) == Path("/srv/my files")
    monkeypatch.setenv("STORAGE_URL", "file:///mnt/shared%20files")
    assert env.folder("STORAGE_URL", Path("/srv")) == Path("/mnt/shared files")


@pytest.mark.parametrize("url", ["s3://bucket:secret@host", "/mnt/secret", "file://secret/mnt", "file:"])
def test_another_kind_of_storage_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("STORAGE_URL", url)
    with pytest.raises(env.BadEnvironment) as refusal:
        env.folder("STORAGE_URL", Path("/srv"))
    assert "secret" not in str(refusal.value)

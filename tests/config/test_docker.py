"""The container's commands without a daemon: a fake `python` on the path says what it was asked to become."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.trial.postgres import DURABLE
from config.trial.services import task_commands, web_command

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())


@pytest.fixture
def fake_python(tmp_path: Path) -> Path:
    program = tmp_path / "python"
    program.write_text('#!/bin/sh\necho "$DJANGO_SETTINGS_MODULE"\nfor word; do echo "$word"; done\n')
    program.chmod(0o755)
    return tmp_path


def become(fake_python: Path, *words: str, **env: str) -> list[str]:
    """The settings, then each argument of what the entrypoint turned into."""
    path = f"{fake_python}:/usr/bin:/bin"
    done = subprocess.run(
        [DOCKER / "entrypoint", *words], env={"PATH": path, **env}, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_web_is_the_server_of_the_trial_with_production_settings(fake_python: Path) -> None:
    settings, *arguments = become(fake_python, "web", IPV6_INTERFACES="/dev/null")
    assert settings == "config.settings.production"
    assert arguments == web_command(host="::", port=8000, workers=2)[1:]


def test_nothing_said_means_web(fake_python: Path) -> None:
    assert become(fake_python) == become(fake_python, "web")


def test_web_listens_on_ipv4_alone_where_there_is_no_ipv6(fake_python: Path) -> None:
    arguments = become(fake_python, "web", IPV6_INTERFACES="/absent", PORT="80", JISR_WEB_WORKERS="5")
    assert arguments[1:] == web_command(host="0.0.0.0", port=80, workers=5)[1:]  # noqa: S104


def test_workers_and_beat_are_those_of_the_trial_with_redis(fake_python: Path) -> None:
    expected = task_commands(redis=True, schedule=Path("/tmp/beat-schedule"))
    assert become(fake_python, "worker")[1:] == expected["worker"][1:]
    assert become(fake_python, "bulk")[1:] == expected["bulk"][4:]
    assert become(fake_python, "beat")[1:] == expected["beat"][1:]


def test_a_worker_takes_the_queues_it_is_given(fake_python: Path) -> None:
    arguments = become(fake_python, "worker", "--prefetch-multiplier", "4", JISR_QUEUES="mail", JISR_WORKERS="8")
    assert arguments[arguments.index("--queues") + 1] == "mail"
    assert arguments[arguments.index("--concurrency") + 1] == "8"
    assert arguments[-2:] == ["--prefetch-multiplier", "4"]


def test_migrate_and_manage(fake_python: Path) -> None:
    assert become(fake_python, "migrate")[1:] == ["/app/platform/manage.py", "migrate", "--no-input"]
    made = become(fake_python, "manage", "create_office", "--name", "Amina Alaoui")
    assert made[1:] == ["/app/platform/manage.py", "create_office", "--name", "Amina Alaoui"]


def test_an_unknown_command_is_refused(fake_python: Path) -> None:
    done = subprocess.run([DOCKER / "entrypoint", "sh"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        64,
        "Unknown: sh. Say one of: web, worker, bulk, beat, migrate, manage.\n",
    )


def test_the_shell_is_replaced_so_that_signals_arrive(tmp_path: Path) -> None:
    (tmp_path / "python").write_text("#!/bin/sh\necho $$\n")
    (tmp_path / "python").chmod(0o755)
    child = subprocess.Popen(
        [DOCKER / "entrypoint", "beat"], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, stdout=subprocess.PIPE, text=True
    )
    output, _ = child.communicate()
    assert output == f"{child.pid}\n"


def test_compose_has_seven_services_and_a_migration_before_them() -> None:
    services = COMPOSE["services"]
    assert sorted(services) == ["beat", "bulk", "clamav", "migrate", "postgres", "redis", "web", "worker"]
    for name in ("web", "worker", "bulk", "beat"):
        assert services[name]["command"] == [name]
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert services[name]["depends_on"]["postgres"] == {"condition": "service_healthy"}
        assert services[name]["healthcheck"]["test"] == ["CMD", "/app/docker/healthcheck", name]
        assert services[name]["read_only"] is True
    for name in ("postgres", "redis", "clamav"):
        assert services[name]["healthcheck"]["test"]
    assert services["postgres"]["command"] == ["postgres", "-c", f"jit={DURABLE['jit']}"]


def test_web_and_worker_share_their_files() -> None:
    services = COMPOSE["services"]
    assert services["web"]["volumes"] == services["worker"]["volumes"] == services["bulk"]["volumes"] == ["files:/data"]
    assert "JISR_DATA=/data" in (DOCKER / "Dockerfile").read_text()
    assert "files" in COMPOSE["volumes"]


def test_compose_gives_production_what_it_insists_on() -> None:
    """With the values of a real deployment the settings load; with none of them compose itself refuses."""
    given = {
        "POSTGRES_PASSWORD": "p" * 20,
        "JISR_SECRET_KEY": "s" * 60,
        "JISR_BASE_URL": "https://learn.example.org",
        "JISR_HOSTS": "learn.example.org",
    }
    environment = COMPOSE["services"]["web"]["environment"]
    required = {name for value in environment.values() for name in re.findall(r"\$\{(\w+):\?", str(value))}
    assert required == set(given)
    filled = {name: filled_in(str(value), given) for name, value in environment.items()}
    loaded = load_production(**filled)
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert loaded.stdout == "postgres learn.example.org\n"


def filled_in(value: str, given: dict[str, str]) -> str:
    """As compose does: `${NAME:-default}`, `${NAME:?complaint}`."""
    return re.sub(r"\$\{(\w+):(.)([^}]*)\}", lambda m: given.get(m[1], m[3] if m[2] == "-" else ""), value)


@pytest.mark.parametrize(
    "missing", ["JISR_SECRET_KEY", "JISR_BASE_URL", "JISR_HOSTS", "DATABASE_URL", "REDIS_URL", "JISR_CLAMAV_URL"]
)
def test_production_refuses_to_start_without(missing: str) -> None:
    complete = {
        "JISR_SECRET_KEY": "s" * 60,
        "JISR_BASE_URL": "https://learn.example.org",
        "JISR_HOSTS": "learn.example.org",
        "DATABASE_URL": "postgresql://jisr@postgres/jisr",
        "REDIS_URL": "redis://redis:6379/0",
        "JISR_CLAMAV_URL": "none",
    }
    loaded = load_production(**{**complete, missing: ""})
    assert loaded.returncode == 1
    assert f"ImproperlyConfigured: {missing}" in loaded.stderr


def load_production(**env: str) -> subprocess.CompletedProcess[str]:
    words = "from config.settings import production as p; print(p.DATABASES['default']['HOST'], *p.ALLOWED_HOSTS)"
    return subprocess.run(
        [sys.executable, "-c", words],
        env={"PATH": os.defpath, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_images_user_is_not_root_and_the_lock_is_hashed() -> None:
    lines = (DOCKER / "Dockerfile").read_text().splitlines()
    assert lines.index("USER jisr") < lines.index('ENTRYPOINT ["/app/docker/entrypoint"]')
    assert any("pip install --require-hashes -r requirements/run.txt" in line for line in lines)


def test_the_lock_files_name_no_host_and_no_path() -> None:
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|^/", text, re.MULTILINE)
        pins = re.findall(r"^\w[\w.-]*==\S+", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^\w[\w.-]*==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE))

"""What a bench stands on: a database as the trial's, web processes, and, with Redis, workers and beat of their own."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

from config.trial import address, processes, services
from config.trial.postgres import Cluster
from tests.services import RedisServer


def environment(url: str, folder: str, redis: RedisServer | None = None) -> None:
    os.environ.update(
        DATABASE_URL=url,
        DJANGO_SETTINGS_MODULE="tests.benchmarks.settings",
        JISR_DATA=folder,
        JISR_SECRET_KEY="of-the-bench-alone-" + "x" * 40,
    )
    os.environ.pop("REDIS_URL", None)
    if redis:
        os.environ["REDIS_URL"] = redis.url


def set_up() -> None:
    """Django and its tables."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """As the trial's: nothing is faster than it ships."""
    cluster = Cluster(folder=folder / "postgres", log=folder / "postgres.log")
    cluster.start()
    try:
        yield cluster.url()
    finally:
        cluster.stop()


@contextmanager
def web(folder: Path, port: int) -> Iterator[int]:
    """Gives its process id."""
    command = services.web_command(host="127.0.0.1", port=port, workers=min(2, address.processors()))
    log = folder / "web.log"
    child = processes.spawn(command, env=dict(os.environ), log=log)
    deadline = monotonic() + 60
    try:
        while not address.answers(port):
            if child.poll() is not None or monotonic() > deadline:
                raise RuntimeError(processes.tail(log, 40))
            sleep(0.05)
        yield child.pid
    finally:
        processes.stop(child)


@contextmanager
def tasks(folder: Path) -> Iterator[list[int]]:
    """Celery's workers and beat; gives the workers' process ids."""
    commands = services.task_commands(redis=True, schedule=folder / "beat-schedule")
    with ExitStack() as stack:
        workers = []
        for name, command in commands.items():
            child = processes.spawn(command, env=dict(os.environ), log=folder / f"{name}.log")
            stack.callback(processes.stop, child)
            workers += [child.pid] if name != "beat" else []
        yield workers


def peak_memory(workers: list[int]) -> float:
    """MB that the largest of these processes and their children has ever held (VmHWM)."""
    children = [int(child) for pid in workers for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return max(_peak(pid) for pid in [*workers, *children])


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

"""The trial's worker without Redis: tasks in threads and beat beside them, on a broker in this process's memory."""

import os
import signal
import sys
import threading


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    import django
    from django.conf import settings

    settings.OUTBOX_PUBLISH = True  # this is the one process that hears what it publishes
    django.setup()
    from celery.beat import Service

    from config import env
    from config.celery import app
    from config.trial.services import QUEUES

    beat = Service(app, schedule_filename=str(env.data_dir() / "beat-schedule"))
    threading.Thread(target=beat.start, name="beat", daemon=True).start()
    worker = app.Worker(
        pool="threads",
        concurrency=4,
        queues=f"{QUEUES},bulk",
        loglevel="WARNING",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    sys.exit(worker.exitcode)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor says SIGTERM
    main()

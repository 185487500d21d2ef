import os

from celery import Celery
from celery.signals import worker_process_init, worker_ready

from config.collecting import pass_over_what_is_loaded
from config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
app = Celery("jisr")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
for loaded in (worker_process_init, worker_ready):
    loaded.connect(pass_over_what_is_loaded)

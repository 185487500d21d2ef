"""The trial on one's own machine: demo accounts, mail to a folder, no secret of its own."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA, DATABASES
from config.trial.postgres import url_of
from config.trial.secret import secret_key

DEMO = True
SECRET_KEY = env.text("JISR_SECRET_KEY") or secret_key(DATA)
ALLOWED_HOSTS = env.words("JISR_HOSTS", ("*",))
# `manage.py` by itself finds the database of a running `make run`
DATABASES["default"] |= env.database(env.text("DATABASE_URL") or url_of(DATA / "postgres"))

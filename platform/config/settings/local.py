"""The trial on one's own machine: demo accounts, mail to a folder, no secret of its own."""

from config import env
from config.settings.base import *  # noqa: F403

DEMO = True
SECRET_KEY = env.text("JISR_SECRET_KEY", "for-the-trial-only-and-refused-in-production")
ALLOWED_HOSTS = env.words("JISR_HOSTS", ("*",))

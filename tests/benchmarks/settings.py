"""The trial's settings, with the floors' addresses beside ours."""

from config.settings.local import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.floors"

import gc

import pytest
from celery.signals import worker_process_init, worker_ready
from celery.utils.dispatch import Signal

import config.celery  # noqa: F401 (connects)


@pytest.mark.parametrize("loaded", [worker_process_init, worker_ready])
def test_a_worker_passes_over_what_is_loaded(loaded: Signal) -> None:
    kept = [[number] for number in range(100)]
    before = gc.get_freeze_count()
    loaded.send(sender=None)
    assert gc.get_freeze_count() >= before + len(kept)

"""Starting, running, ending: see `Job` for what an app registers."""

from foundation.batches.services.ending import cancel, retry
from foundation.batches.services.jobs import Chunk, Job, register, words_of
from foundation.batches.services.rows import forget_rows, rows_of, set_rows
from foundation.batches.services.running import run, sweep
from foundation.batches.services.starting import start

__all__ = [
    "Chunk",
    "Job",
    "cancel",
    "forget_rows",
    "register",
    "retry",
    "rows_of",
    "run",
    "set_rows",
    "start",
    "sweep",
    "words_of",
]

"""How long things may be done, how long they are kept, and what our own columns are called."""

from datetime import timedelta

UNDO_WITHIN = timedelta(days=7)
KEEP_VALUES = timedelta(days=90)

# What stands behind the columns of a file of rows that we write; left aside when it is mended and uploaded.
RESULT = ("jisr row", "jisr outcome", "jisr messages")

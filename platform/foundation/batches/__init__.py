"""Long row-by-row jobs: their progress, the outcome of each row, cancelling, trying failed rows again, going on after a
killed worker. It must never know what a job does: apps register theirs and are called back."""

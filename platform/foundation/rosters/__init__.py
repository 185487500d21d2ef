"""Bulk enrolment of a cohort from the file that a ministry has: reading it, showing what would change, applying exactly that,
undoing it, and the sheets that are handed out. It must never know what enrolment brings in the apps above."""

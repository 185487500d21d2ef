"""Owns who learns which version of which course, what they have done there, what their phones kept of it, and that a course
was completed, said once. It must never know how a course is written, graded or certified."""

"""Owns courses and what they hold: versions that never change once published, modules, lessons, their text in three
languages, and to whom a course is offered. It must never know who is enrolled, what they have done, or how a package
is written."""

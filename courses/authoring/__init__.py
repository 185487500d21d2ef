"""Owns course packages: the folder or zip in which an author's course comes in, its published schema, and every reason
to refuse one. It must never know who learns a course; what it accepts becomes the catalogue's."""

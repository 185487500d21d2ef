"""Owns course packages: the folder or zip in which an author's course comes in, its published schemas, every reason to
refuse one, and the package that each version came from. It must never know who learns a course; what it accepts becomes the
catalogue's and assessment's."""

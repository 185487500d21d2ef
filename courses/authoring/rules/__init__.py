"""What may be in a package and how its texts are read: pure functions on names and strings."""

"""People in the office's admin, and its door."""

from foundation.accounts.admin import door, people

__all__ = ["door", "people"]

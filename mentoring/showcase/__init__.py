"""Accepted projects in public, as long as every one of the team wants it and may: nothing of who may be shown is stored."""

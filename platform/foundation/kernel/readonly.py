from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString


def listed(parts: Iterable[tuple[str, Iterable[str]]]) -> SafeString:
    """Heads with their lines, each read from the side from which it is written."""
    points = (
        (head, format_html_join("", '<li dir="auto">{}</li>', ((line,) for line in lines))) for head, lines in parts
    )
    return format_html_join("", "<p><strong>{}</strong></p><ul>{}</ul>", points)


class ReadOnly:
    """For a desk where rows are looked at: what they say is changed by services alone. Goes before unfold's own class."""

    def has_add_permission(self, *args: object) -> bool:
        return False

    def has_change_permission(self, *args: object) -> bool:
        return False

    def has_delete_permission(self, *args: object) -> bool:
        return False

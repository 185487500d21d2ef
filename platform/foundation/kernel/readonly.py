class ReadOnly:
    """For a desk where rows are looked at: what they say is changed by services alone. Goes before unfold's own class."""

    def has_add_permission(self, *args: object) -> bool:
        return False

    def has_change_permission(self, *args: object) -> bool:
        return False

    def has_delete_permission(self, *args: object) -> bool:
        return False

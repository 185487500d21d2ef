from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Invalid, UnsupportedMedia


class EmptyFile(Invalid):
    code = "empty_file"
    title = _("This file is empty")
    detail = _("There is nothing in it. Check that you chose the right file.")


class WrongType(UnsupportedMedia):
    """Not a kind of file that is taken here, or one whose name claims another kind than it is."""

    title = _("This kind of file is not taken here")


class NotScanned(Exception):
    """The scanner is out of reach, or could not make up its mind; `code` says which, for the operator."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import FieldError, Unprocessable


class UnknownState(Unprocessable):
    code = "unknown_state"
    detail = _("One of these member states is not known here.")

    def __init__(self, places: Iterable[int]) -> None:
        detail = _("Give the two-letter code of a member state, as in `member-states`.")
        super().__init__(errors=[FieldError(f"/states/{place}", "unknown_state", detail) for place in places])

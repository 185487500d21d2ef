from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict

NO_PICTURE = _("Choose one of the pictures that you handed in with what was accepted.")


class AlreadyTakenDown(Conflict):
    code = "already_taken_down"
    detail = _("This project was taken down already.")

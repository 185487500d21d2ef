from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict

NO_PICTURE = _("Choose one of the pictures that you handed in with what was accepted.")


class NotAcceptedYet(Conflict):
    code = "not_accepted_yet"
    detail = _("Only a project that was accepted can be shown. You are asked once it is.")


class AlreadyTakenDown(Conflict):
    code = "already_taken_down"
    detail = _("This project was taken down already.")

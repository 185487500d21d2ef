from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Forbidden, Gone, NotFound


class GuardianOnly(Forbidden):
    code = "guardian_only"
    title = _("Only a parent or guardian answers this")
    detail = _(
        "Someone is signed in on this device. A parent or guardian answers without an account: sign out first, or open "
        "the link on another device."
    )


class LinkUnknown(NotFound):
    code = "link_unknown"
    title = _("This link is not known")
    detail = _(
        "It no longer holds, or there is a slip in it. Please compare it with your sheet or mail, or ask the coordinator for "
        "a new one. A code from a learner's own card is for making an account, and opens nothing here."
    )


class LinkExpired(Gone):
    code = "link_expired"
    title = _("This link has expired")
    detail = _("This link is too old to be used. Please ask the coordinator for a new one.")


class NothingToAsk(Gone):
    code = "nothing_to_ask"
    title = _("There is nothing to decide here")
    detail = _("The learner is of age now, or no longer takes part: no consent of a guardian is needed.")

from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict, Gone


class DigestDiffers(Conflict):
    code = "digest_differs"
    title = _("This is not what you looked at")
    detail = _("The preview has changed since this digest. Look at the rows again and apply with the new digest.")


class CohortChanged(Conflict):
    code = "cohort_changed"
    title = _("The cohort has changed")
    detail = _("The cohort is no longer what the preview was made for. Make the preview anew, and apply that one.")


class RosterBusy(Conflict):
    code = "roster_busy"
    title = _("Another roster is at work")
    detail = _("Another roster of this member state is being applied or undone. Try again in a moment.")


class BeingRead(Conflict):
    code = "being_read"
    title = _("The list is being read")
    detail = _("The list is just being read and compared with the cohort. Try again in a moment.")
    retry_after = 2


class NotPreviewed(Conflict):
    code = "not_previewed"
    title = _("There is no preview to work on")
    detail = _("This list has been applied, or could not be read. To change something, upload a list again.")


class NotApplied(Conflict):
    code = "not_applied"
    title = _("There is nothing to undo")
    detail = _("Only a roster that was applied can be undone, and only once.")


class LaterRosterApplied(Conflict):
    code = "later_roster_applied"
    title = _("Another list came after this one")
    detail = _("A later list has changed this cohort. Undo that one first, then this one.")


class TooLateToUndo(Gone):
    code = "too_late_to_undo"
    title = _("This can no longer be undone")
    detail = _("A roster can be undone for seven days after it was applied.")


class ValuesErased(Gone):
    code = "values_erased"
    title = _("The values are gone")
    detail = _("What stood in this roster was erased 90 days after it was uploaded. Upload the file again.")


class NothingToPrint(Conflict):
    code = "nothing_to_print"
    title = _("There is nothing to print")
    detail = _("Nobody of this roster is waiting for such a sheet. Apply the roster first, or choose other learners.")

from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict, Gone, NotFound, Unprocessable


class SeatsTaken(Conflict):
    code = "seats_taken"
    title = _("This cohort is full")
    detail = _("All seats of this cohort are taken.")


class SeatsBelowTaken(Conflict):
    code = "seats_below_taken"
    title = _("More seats than this are taken")
    detail = _("A cohort can't have fewer seats than members. Withdraw or move some first.")


class AlreadyMember(Conflict):
    code = "already_member"
    title = _("Already a member")
    detail = _("This person already belongs to a cohort of this programme.")


class LearnerNumberTaken(Conflict):
    code = "learner_number_taken"
    title = _("This learner number is taken")
    detail = _("Another learner of this state already has this number in this programme.")


class SlugTaken(Conflict):
    code = "slug_taken"
    title = _("This slug is taken")
    detail = _("Something else already has this slug. Please choose another one.")


class Withdrawn(Conflict):
    code = "withdrawn"
    title = _("This membership has ended")
    detail = _("The learner was withdrawn from this cohort. Add her again to a cohort instead.")


class OtherTerritory(Unprocessable):
    code = "other_territory"
    title = _("This cohort does not fit")
    detail = _("A learner moves only between cohorts of the same programme and the same member state.")


class OwnReset(Conflict):
    code = "own_reset"
    title = _("The password of this account is not yours to reset")
    detail = _(
        "This account has a verified e-mail address, a role or a place in another member state: its owner asks for a new "
        "password at sign-in, or the programme office makes a code."
    )


class CodeUnknown(NotFound):
    code = "code_unknown"
    title = _("This code is not known")
    detail = _(
        "No invitation has this code. Please check each letter and digit, or ask your coordinator for a new one."
    )


class CodeUsed(Gone):
    code = "code_used"
    title = _("This code was used already")
    detail = _("This code has become an account already. Please sign in, or ask your coordinator for a new code.")


class CodeExpired(Gone):
    code = "code_expired"
    title = _("This code has expired")
    detail = _("This code no longer holds. Please ask your coordinator for a new one.")


class AccountInUse(Conflict):
    code = "account_in_use"
    title = _("This code belongs to an account in use")
    detail = _("This code sets a new password for its own account. Sign out first, then use it.")


class AlreadyGranted(Conflict):
    code = "already_granted"
    title = _("This role was given already")
    detail = _("This person already holds this role there.")


class LastOffice(Conflict):
    code = "last_office"
    title = _("Someone has to stay")
    detail = _("This is the last member of the programme office. Give the role to someone else first.")

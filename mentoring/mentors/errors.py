from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict, FieldError, Invalid, Unprocessable

EXPLANATIONS: dict[str, Promise] = {
    "ends_before": _("The end has to come after the beginning."),
    "overlaps": _("This window overlaps an earlier one of the same day."),
    "required": _("This kind of conflict needs this."),
    "not_for_this_kind": _("This does not belong to this kind of conflict."),
}


def field_errors(faults: Iterable[tuple[str, str]]) -> list[FieldError]:
    return [FieldError(pointer, code, EXPLANATIONS[code]) for pointer, code in faults]


class ProfileNotRight(Invalid):
    code = "profile_not_right"
    detail = _("Some of this can't be kept as it is. What is wrong is listed.")


class UnknownState(Unprocessable):
    code = "unknown_state"
    detail = _("One of these member states is not known here, or not one of yours.")

    def __init__(self, pointers: Iterable[str]) -> None:
        detail = _("Give the two-letter code of a member state, as in `member-states`.")
        super().__init__(errors=[FieldError(pointer, "unknown_state", detail) for pointer in pointers])


class UnknownOrganisation(Unprocessable):
    code = "unknown_organisation"
    detail = _("There is no such organisation.")


class TooManyConflicts(Conflict):
    code = "too_many_conflicts"
    detail = _("You have declared as many conflicts as one can here. The programme office will help you.")


class AlreadyRequested(Conflict):
    code = "already_requested"
    detail = _("You have asked for this vetting already: it waits to be decided.")


class VettingDecided(Conflict):
    code = "vetting_decided"
    detail = _("This vetting was decided already.")


class VettingNotValid(Conflict):
    code = "vetting_not_valid"
    detail = _("Only a valid vetting can be taken back.")


class TooMuchEvidence(Conflict):
    code = "too_much_evidence"
    detail = _("This request has ten files already.")


class EvidenceMissing(Unprocessable):
    code = "evidence_missing"
    detail = _("Some evidence that was asked for is neither here nor was it seen on paper. What is missing is listed.")

    def __init__(self, kinds: Iterable[str]) -> None:
        detail = _("This was neither uploaded nor seen on paper.")
        super().__init__(errors=[FieldError(f"/evidence/{kind}", "missing", detail) for kind in kinds])


class AlreadySuspended(Conflict):
    code = "already_suspended"
    detail = _("This mentor is suspended already.")

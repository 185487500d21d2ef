from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict, Gone


class NotRevocable(Conflict):
    code = "not_revocable"
    detail = _("Only a credential that is valid or suspended can be revoked.")


class NotReinstatable(Conflict):
    code = "not_reinstatable"
    detail = _(
        "Only a revoked credential can be reinstated, and only while its owner has no other for the same achievement."
    )


class NoLongerValid(Gone):
    code = "credential_not_valid"
    title = _("This certificate is no longer valid")
    detail = _("Its page says since when. There is no paper of it any more.")

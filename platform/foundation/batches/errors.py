from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import Conflict


class BatchOver(Conflict):
    code = "batch_over"
    title = _("This job is over")
    detail = _("It has ended already; there is nothing left to stop.")


class NotCancellable(Conflict):
    code = "batch_not_cancellable"
    title = _("This job can't be stopped")
    detail = _("A job of this kind runs to its end.")


class NothingToRetry(Conflict):
    code = "nothing_to_retry"
    title = _("There is nothing to try again")
    detail = _("Only what failed is tried again, once the job is over and if jobs of this kind allow it.")


class Hopeless(Exception):
    """Raised by a job's `work` when trying again would not help: the batch fails at once, with `code` as its problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

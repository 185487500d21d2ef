"""Refusals that services raise and that the HTTP edge renders as problem documents (RFC 9457)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.kernel import language

Words = str | Promise


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one input: `pointer` is an RFC 6901 JSON Pointer into the body, or `?name` for a query parameter."""

    pointer: str
    code: str
    detail: Words


class Problem(Exception):
    """A refusal with its HTTP status. `code` is stable; `extra` members are added to the document as they are. `retry_after`
    is in seconds, null where asking again won't help. `keeps`: what was written before it stands, with an `Idempotency-Key`
    too."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[Words] = _("Something went wrong on our side")
    detail: Words = _("Please try again in a moment.")
    retry_after: int | None = None
    keeps: ClassVar[bool] = False

    def __init__(
        self, detail: Words | None = None, *, errors: tuple[FieldError, ...] | list[FieldError] = (), **extra: Any
    ) -> None:
        super().__init__(self.code)
        self.errors = tuple(errors)
        self.extra = extra
        if detail is not None:
            self.detail = detail


class Invalid(Problem):
    status = 400
    code = "invalid"
    title = _("The request can't be understood as it is")
    detail = _("Some of what was sent is not right. What is wrong is listed.")


class Unauthenticated(Problem):
    status = 401
    code = "sign_in_required"
    title = _("Please sign in")
    detail = _("This needs a signed-in person.")


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = _("This is not allowed")
    detail = _("You may not do this.")


class NotFound(Problem):
    status = 404
    code = "not_found"
    title = _("Not found")
    detail = _("There is nothing here, or it is not for you to see.")


class MethodNotAllowed(Problem):
    status = 405
    code = "method_not_allowed"
    title = _("This method is not allowed here")
    detail = _("The `Allow` header lists what is.")


class NotAcceptable(Problem):
    status = 406
    code = "not_acceptable"
    title = _("This format is not available")
    detail = _("Answers are JSON: accept `application/json`.")


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = _("This does not fit with how things stand")
    detail = _("Something else has happened in the meantime. Look again.")


class Gone(Problem):
    status = 410
    code = "gone"
    title = _("This is no longer here")
    detail = _("It was here once and is not any more.")


class Stale(Problem):
    status = 412
    code = "stale"
    title = _("Someone changed this in the meantime")
    detail = _("Fetch it again, look at what changed, and send your change with the new `ETag`.")


class TooLarge(Problem):
    status = 413
    code = "too_large"
    title = _("This is too large")

    def __init__(self, *, max_bytes: int) -> None:
        most = {"most": language.size(max_bytes)}
        super().__init__(_("What was sent is larger than we take: it may have %(most)s.") % most, max_bytes=max_bytes)


class UnsupportedMedia(Problem):
    status = 415
    code = "unsupported_media_type"
    title = _("This format is not understood")
    detail = _("Send `application/json`.")


class RangeNotSatisfiable(Problem):
    status = 416
    code = "range_not_satisfiable"
    title = _("There is no such part")
    detail = _("It ends before the part that was asked for. `Content-Range` says how long it is.")


class Unprocessable(Problem):
    status = 422
    code = "unprocessable"
    title = _("This can't be done")
    detail = _("What was sent is well formed but can't be done.")


class PreconditionRequired(Problem):
    status = 428
    code = "if_match_required"
    title = _("Say which version you are changing")
    detail = _("Send the `ETag` that you last read as `If-Match`.")


class TooMany(Problem):
    status = 429
    code = "too_many_requests"
    title = _("Too many attempts")
    detail = _("Please wait a little before you try again.")
    retry_after: int

    def __init__(self, *, retry_after: int, detail: Words | None = None) -> None:
        super().__init__(detail, retry_after=retry_after)
        self.retry_after = retry_after


class Busy(Problem):
    status = 503
    code = "busy"
    title = _("Too many are fetching something large")
    detail = _("Ask for a part of it with `Range`, or try again in a moment.")
    retry_after = 5


class ConsentRequired(Forbidden):
    """A guardian has to agree first; `purpose` says to what."""

    code = "consent_required"
    title = _("A guardian has to agree first")
    detail = _("For someone of this age a parent or guardian has to agree to this first.")

    def __init__(self, *, purpose: str) -> None:
        super().__init__(purpose=purpose)


GENERIC: tuple[type[Problem], ...] = (
    Invalid, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, NotAcceptable, Conflict, Gone, Stale, TooLarge,
    UnsupportedMedia, Unprocessable, PreconditionRequired, TooMany, Problem,
)  # fmt: skip

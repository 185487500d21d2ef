"""Turning what the database refuses into problems, and wrong references into field errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import FieldError, Invalid, NotFound, Problem
from foundation.programmes.errors import AlreadyMember, LearnerNumberTaken

UNIQUE = {"programmes_membership_live": AlreadyMember, "programmes_membership_number": LearnerNumberTaken}
UNKNOWN = _("There is none of this name that you may use here.")


@contextmanager
def refusing(problems: Mapping[str, type[Problem]]) -> Iterator[None]:
    """Raise the problem that stands for the violated constraint; what was written inside is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if constraint not in problems:
            raise
        raise problems[constraint] from None


@contextmanager
def blaming(field: str) -> Iterator[None]:
    """A reference in the input that leads nowhere the caller may go is that field's error."""
    try:
        yield
    except NotFound:
        raise Invalid(errors=[FieldError(f"/{field}", "unknown", UNKNOWN)]) from None

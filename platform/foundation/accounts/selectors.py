from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Lower
from django.http import HttpRequest

from foundation.accounts import rules
from foundation.accounts.models import User
from foundation.kernel.ages import is_adult
from foundation.kernel.clock import today
from foundation.kernel.statements import prepared


def is_minor(person: User) -> bool:
    """Under 18, or of unknown age."""
    return not is_adult(person.birth_date, today())


def public_name(name: str) -> str:
    """How strangers see someone: by initials."""
    return rules.public_name(name)


def name_by_id(column: str) -> Subquery:
    """For a query of things: the name of the person whose id stands in a column of theirs."""
    return Subquery(User.objects.filter(pk=OuterRef(column)).values("name")[:1])


def person_by_username(username: str) -> User | None:
    """By the unique index: the comparison ignores case as PostgreSQL does."""
    folded = Lower(Value(rules.normal_username(username)))
    return User.objects.alias(folded=Lower("username")).filter(folded=folded).first()


def person_by_sign_in_address(email: str) -> User | None:
    """Only verified addresses sign in; they are unique."""
    address = EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user").first()
    return address.user if address else None


def has_verified(person: User, email: str) -> bool:
    return bool(email) and EmailAddress.objects.filter(user_id=person.pk, email=email.lower(), verified=True).exists()


def email_is_verified(person: User) -> bool:
    """Whether the person's contact address is also a sign-in address."""
    return has_verified(person, person.email)


def sign_in_address(person: User) -> str | None:
    """The verified address to which letters about the account itself go, the primary one first."""
    addresses = EmailAddress.objects.filter(user_id=person.pk, verified=True).order_by("-primary", "pk")
    address: str | None = addresses.values_list("email", flat=True).first()
    return address


def unverified_address(person_id: UUID) -> EmailAddress | None:
    addresses = EmailAddress.objects.filter(user_id=person_id, verified=False).select_related("user")
    return addresses.order_by("-primary", "-pk").first()


def has_second_factor(person: User) -> bool:
    """Whether signing in asks for one."""
    return bool(is_mfa_enabled(person))


def passed_second_factor(person: User, session: SessionBase) -> bool:
    """Whether this session has shown one, at sign-in or by setting it up."""
    request = HttpRequest()
    request.session = session
    return any(entry.get("method") == "mfa" for entry in get_authentication_records(request, person))


def person_for_session(*, person_id: UUID, session_key: str) -> User | None:
    """The active person of a live session, in one statement: it runs before every request that carries a token."""
    sql, fields = _session_query()
    with prepared() as cursor:
        cursor.execute(sql, [session_key, person_id])
        row: Sequence[Any] | None = cursor.fetchone()
    return User.from_db("default", fields, row) if row else None


@cache
def _session_query() -> tuple[str, list[str]]:
    quote = connection.ops.quote_name
    fields = [(field.attname, str(field.column)) for field in User._meta.concrete_fields]
    columns = ", ".join(f"person.{quote(column)}" for _, column in fields)
    sql = (
        f"SELECT {columns} FROM {quote(Session._meta.db_table)} AS session, {quote(User._meta.db_table)} AS person "  # noqa: S608
        "WHERE session.session_key = %s AND session.expire_date > now() AND person.id = %s AND person.is_active"
    )
    return sql, [name for name, _ in fields]

"""Many people at once, as a state's list names them. The values were checked by whoever read the list."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from foundation.accounts import rules
from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.statements import copy_in, run

COLUMNS = (
    "id",
    "created_at",
    "revision",
    "password",
    "username",
    "name",
    "name_latin",
    "email",
    "phone",
    "gender",
    "birth_date",
    "language",
    "time_zone",
    "country",
    "is_active",
    "is_staff",
    "is_superuser",
)
# How to reach a person is hers to say once the account is hers.
OWN_ONCE_CLAIMED = ("email", "phone", "language")
AMEND = """
    WITH given AS (
        SELECT * FROM unnest(%(id)s::uuid[], %(name)s::text[], %(name_latin)s::text[], %(birth_date)s::date[],
                             %(gender)s::text[], %(email)s::text[], %(phone)s::text[], %(language)s::text[])
                   AS given (id, name, name_latin, birth_date, gender, email, phone, language)
    ), differing AS (
        SELECT person.id, given.name, given.name_latin, given.birth_date, given.gender,
               CASE WHEN claimed_at IS NULL THEN given.email ELSE person.email END AS email,
               CASE WHEN claimed_at IS NULL THEN given.phone ELSE person.phone END AS phone,
               CASE WHEN claimed_at IS NULL THEN given.language ELSE person.language END AS language
          FROM accounts_user person JOIN given USING (id)
         WHERE (person.name, person.name_latin, person.birth_date, person.gender)
               IS DISTINCT FROM (given.name, given.name_latin, given.birth_date, given.gender)
            OR (claimed_at IS NULL AND (person.email, person.phone, person.language)
               IS DISTINCT FROM (given.email, given.phone, given.language))
         ORDER BY person.id
           FOR NO KEY UPDATE OF person
    )
    UPDATE accounts_user person
       SET name = new.name, name_latin = new.name_latin, birth_date = new.birth_date, gender = new.gender,
           email = new.email, phone = new.phone, language = new.language, revision = person.revision + 1
      FROM differing new WHERE person.id = new.id
    RETURNING person.id
"""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    id: UUID
    name: str
    language: str
    name_latin: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    gender: str = ""
    country: str = ""


def create_people(drafts: Sequence[PersonDraft]) -> None:
    """Invited people: no password, and usernames that only hold the place until they claim their accounts."""
    moment = now()
    copy_in(
        User,
        COLUMNS,
        (
            (
                draft.id,
                moment,
                1,
                f"!{secrets.token_hex(20)}",
                rules.placeholder(draft.id),
                draft.name,
                draft.name_latin,
                draft.email.lower(),
                draft.phone,
                draft.gender,
                draft.birth_date,
                draft.language,
                "UTC",
                draft.country,
                True,
                False,
                False,
            )
            for draft in drafts
        ),
    )


def amend_people(drafts: Sequence[PersonDraft]) -> list[UUID]:
    """Make people who are here say what the drafts say, but for the country; returns those who differed. Whoever has claimed
    her account keeps what is `OWN_ONCE_CLAIMED`."""
    fields = ("id", "name", "name_latin", "birth_date", "gender", "email", "phone", "language")
    values = {field: [getattr(draft, field) for draft in drafts] for field in fields}
    values["email"] = [email.lower() for email in values["email"]]
    return [person_id for (person_id,) in run(AMEND, values)]

"""The SQL for lists of what `capabilities` says of one person. It is written out, since Django would take longer to build it
than PostgreSQL to answer it."""

from datetime import date

from django.db.models import BooleanField, Exists, Func, OuterRef

from foundation.consents import rules
from foundation.consents.enums import Purpose
from foundation.consents.models import Consent
from foundation.kernel.ages import ADULT_AGE
from foundation.kernel.clock import today

# Someone who has come and can be reached: a live grant for the state of `m`, or for every state.
OFFICER = """
    EXISTS (SELECT FROM programmes_rolegrant g JOIN accounts_user o ON o.id = g.person_id AND o.is_active
                   AND o.claimed_at IS NOT NULL AND (o.phone <> '' OR o.email <> '')
             WHERE g.role = 'safeguarding_officer' AND g.revoked_at IS NULL
               AND (g.state_id IS NULL OR g.state_id = m.state_id))"""
GRANTED = """
    EXISTS (SELECT FROM consents_consent c JOIN consents_answer a ON a.id = c.answer_id
             WHERE c.person_id = u.id AND c.superseded_at IS NULL AND c.granted AND c.purpose = '%(purpose)s'
               AND c.valid_until >= date '%(on)s'
               AND (a.decided_at AT TIME ZONE 'UTC')::date + make_interval(months => r.renew_months) >= date '%(on)s')"""
UNDER_AGE = "(u.birth_date IS NULL OR u.birth_date > date '%(adult)s')"
TURNED = "date '%(on)s' - make_interval(years => r.consent_age)"
LIVE = "m.person_id = u.id AND m.status <> 'withdrawn'"
# A scalar subquery is asked of each row; an EXISTS may be answered for everybody in the house at once.
WITHHELD = f"""coalesce((
    SELECT EXISTS (SELECT FROM programmes_membership m LEFT JOIN consents_staterule r ON r.state_id = m.state_id
                    WHERE {LIVE} AND CASE WHEN r.id IS NULL THEN {UNDER_AGE} ELSE
                          (u.birth_date <= {TURNED} OR {OFFICER} AND
                              (NOT r.guardian_purposes @> ARRAY['%(purpose)s']::varchar[] OR {GRANTED})) IS NOT TRUE END)
        OR NOT EXISTS (SELECT FROM programmes_membership m WHERE {LIVE})
           AND ({UNDER_AGE}
                OR EXISTS (SELECT FROM programmes_membership m JOIN consents_staterule r ON r.state_id = m.state_id
                            WHERE m.person_id = u.id AND u.birth_date > {TURNED}))
      FROM accounts_user u
     WHERE u.id = %(expressions)s AND (u.birth_date IS NULL OR u.birth_date > date '%(clearly_adult)s')), false)"""  # noqa: S608


def withheld(purpose: Purpose, person: str = "person", on: date | None = None) -> Func:
    """For lists: true of a row whose person (at that path) may not. `capabilities_of` says the same of one person."""
    day = on or today()
    born = {"adult": ADULT_AGE, "clearly_adult": rules.CLEARLY_ADULT}
    dates = {name: rules.latest_birth_of(day, age) for name, age in born.items()}
    return Func(person, template=WITHHELD, output_field=BooleanField(), purpose=purpose.value, on=day, **dates)


def agreed_to_less(purpose: Purpose, since: int, person: str = "person") -> Exists:
    """True of a row whose person's guardian agreed on a text older than that version, and wasn't asked anew yet."""
    held = Consent.objects.filter(purpose=purpose, superseded_at=None, granted=True, valid_until__gte=today())
    return Exists(held.filter(person=OuterRef(person), version__lt=since))

from datetime import date, timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from foundation.accounts.models import User
from foundation.kernel.clock import now, today

PASSWORD = "a-bridge-over-2-rivers"


class PersonFactory(factory.django.DjangoModelFactory[User]):
    """An adult who can sign in with `PASSWORD`; `verified=True` makes her e-mail address a sign-in address."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"Amina Benali {n}")
    birth_date = date(2000, 5, 17)
    language = "en"
    country = "MA"
    claimed_at = factory.LazyFunction(now)
    password = factory.LazyFunction(lambda: make_password(PASSWORD))

    @factory.post_generation
    def verified(self: User, create: bool, extracted: bool | None, **_: Any) -> None:  # type: ignore[misc]
        if extracted and self.email:
            EmailAddress.objects.create(user=self, email=self.email.lower(), verified=True, primary=True)


class MinorFactory(PersonFactory):
    """Fourteen, in whatever year."""

    birth_date = factory.LazyFunction(lambda: today() - timedelta(days=14 * 366))


class InvitedFactory(PersonFactory):
    """Someone whom a coordinator added and who has not claimed the account yet."""

    username = factory.Sequence(lambda n: f"invited-{n:032x}")
    claimed_at = None
    password = factory.LazyFunction(lambda: make_password(None))

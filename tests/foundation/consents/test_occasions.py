"""Each occasion on which a guardian is written to anew, and those on which nobody is."""

from datetime import date

import pytest

from foundation.consents.models import ConsentRequest
from foundation.consents.services import ask_by_mail, sweep
from tests.factories.consents import minor, open_state
from tests.foundation.consents.test_asking import at, guarded

pytestmark = pytest.mark.django_db


def test_nobody_is_asked_about_what_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    open_state()
    person = guarded()
    at(monkeypatch, date(2027, 6, 1))  # the day after
    assert (ask_by_mail(person_ids=[person.id]), sweep(), ConsentRequest.objects.count()) == (0, 0, 0)
    minor(person=person, cohort__ends_on=date(2027, 6, 1))
    assert [ask_by_mail(person_ids=[person.id]), sweep()] == [1, 0]

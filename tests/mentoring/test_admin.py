import pytest
from django.test import Client
from django.urls import reverse

from mentoring.mentors.models import Mentor
from mentoring.projects.models import Call, Project, Submission
from mentoring.reviews.models import Review
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import mentor, reviewed

MODELS = (Mentor, Call, Project, Submission, Review)


@pytest.fixture
def office(db: None, client: Client) -> Client:
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("model", MODELS)
def test_the_office_looks_and_changes_nothing(office: Client, model: type) -> None:
    reviewed(mentor())
    page = f"admin:{model._meta.label_lower.replace('.', '_')}"
    row = model.objects.get()
    assert office.get(reverse(f"{page}_changelist")).status_code == 200
    assert office.get(reverse(f"{page}_change", args=[row.pk])).status_code == 200
    assert office.get(reverse(f"{page}_add")).status_code == 403
    assert office.get(reverse(f"{page}_delete", args=[row.pk])).status_code == 403
    assert office.post(reverse(f"{page}_change", args=[row.pk]), {}).status_code == 403

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from foundation.kernel.readonly import ReadOnly
from tests.factories.programmes import office

LOOKED_AT = sorted(
    model._meta.label_lower for model, desk in admin.site._registry.items() if isinstance(desk, ReadOnly)
)


@pytest.mark.django_db
@pytest.mark.parametrize("label", LOOKED_AT)
def test_the_office_looks_and_changes_nothing(client: Client, label: str) -> None:
    client.force_login(office())
    name = "admin:" + label.replace(".", "_")
    answers = [client.get(reverse(f"{name}_changelist")), client.post(reverse(f"{name}_add"), {})]
    assert [answer.status_code for answer in answers] == [200, 403]


def test_what_services_alone_may_write_is_looked_at() -> None:
    assert LOOKED_AT == [
        "assessment.attempt",
        "assessment.extraattempt",
        "assessment.quiz",
        "audit.record",
        "authoring.packageimport",
        "batches.batch",
        "catalogue.course",
        "catalogue.courseversion",
        "consents.answer",
        "consents.consent",
        "consents.statereadiness",
        "credentials.achievement",
        "credentials.credential",
        "enrolment.enrolment",
        "files.storedfile",
        "mentors.conflict",
        "mentors.mentor",
        "mentors.pause",
        "mentors.suspension",
        "mentors.vetting",
        "notifications.mail",
        "projects.asking",
        "projects.call",
        "projects.declaration",
        "projects.mentorship",
        "projects.nudge",
        "projects.project",
        "projects.submission",
        "projects.teammember",
        "reviews.case",
        "reviews.forecast",
        "reviews.review",
        "reviews.snooze",
        "rosters.roster",
        "showcase.showing",
        "showcase.takedown",
    ]

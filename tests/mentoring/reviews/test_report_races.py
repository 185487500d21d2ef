from functools import partial

import pytest

from foundation.kernel import clock
from mentoring.reviews.models import Case, Report
from mentoring.reviews.services import change_case, report
from tests.factories.mentoring import ProjectFactory, joined, mentor, reviewed, waiting
from tests.factories.programmes import office
from tests.racing import codes, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_team_that_reports_at_once_opens_one_case() -> None:
    project = ProjectFactory()
    team = [project.owner, *(joined(project) for _ in range(3))]
    review = reviewed(mentor(), waiting(project))
    about = {"subject_type": "review", "subject_id": review.id, "reason": "other"}
    results = race(*[partial(report, actor=person, **about) for person in team * 2])
    assert codes(results) == {"done": 4, "already_reported": 4}
    assert (Case.objects.count(), Report.objects.count()) == (1, 4)


def test_what_is_said_while_it_is_closed_is_in_it_or_opens_another() -> None:
    project, handler = ProjectFactory(), office()
    mate = joined(project)
    review = reviewed(mentor(), waiting(project))
    about = {"subject_type": "review", "subject_id": review.id, "reason": "other"}
    case = report(actor=project.owner, **about).case
    closing = {"status": "closed", "outcome": "talked"}
    results = race(
        partial(change_case, actor=handler, case_id=case.id, revision=2, changes=closing, now=clock.now()),
        partial(report, actor=mate, **about),
    )
    happened = codes(results), list(Case.objects.order_by("id").values_list("status", flat=True))
    assert happened in [({"done": 2}, ["closed", "open"]), ({"done": 1, "stale": 1}, ["open"])]
    assert Report.objects.count() == 2

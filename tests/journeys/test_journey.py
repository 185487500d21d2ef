"""`make journey` against real web, worker and beat processes on a real Redis."""

from collections.abc import Iterator

import pytest

from foundation.programmes.models import Cohort
from mentoring.projects.models import Submission
from mentoring.reviews.models import Review
from tests.house import House, house
from tests.services import in_full, redis_server

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
SCENES = 53


@pytest.fixture
def running() -> Iterator[House]:
    with redis_server() as redis, house(redis, DJANGO_SETTINGS_MODULE="config.settings.local") as made:
        yield made


def test_the_journey_ends_well_and_again_on_one_server(running: House) -> None:
    loaded = running.manage("load_demo")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    waiting = waiting_for_mentors()
    for _ in range(2 if in_full() else 1):
        played = running.manage("journey", "--base", running.base)
        assert (played.returncode, played.stderr) == (0, ""), played.stdout + running.logs()
        assert len([line for line in played.stdout.splitlines() if line.endswith(" s")]) == SCENES
    storyboard = running.home / "journey"
    assert {path.name for path in storyboard.iterdir()} == {
        "index.html",
        "claim-cards.pdf",
        "consent-sheets.pdf",
        "evidence-1.png",
        *(f"{kind}.{form}" for kind in ("course", "project") for form in ("pdf", "png")),
    }
    page = (storyboard / "index.html").read_text()
    assert ("jisr-demo-2026" in page, page.count('class="scene"')) == (False, SCENES)
    assert not Review.objects.filter(status="draft").exists()
    assert waiting_for_mentors() == waiting
    assert list(Cohort.objects.order_by("id").values_list("seats", flat=True)[:1]) == [5000]


def waiting_for_mentors() -> int:
    return Submission.objects.filter(status__in=("submitted", "in_review")).count()

"""As many statements for a long list as for a short one."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.kernel.clock import today
from foundation.programmes.models import Cohort, Membership
from tests.factories.programmes import CohortFactory, OrganisationFactory
from tests.foundation.rosters.working import BASE, Scenery, apply, at_work, got, settle, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
HEADER = "Name;Number;Date of birth;School;Class;Guardian;Guardian email;Consent date\n"


def line(number: int, group: str = "1B") -> str:
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return f"Amina {letters};{number};2012-03-01;atlas;{group};Khadija;parent{number}@example.org;{today()}\n"


def listed(*numbers: int, group: str = "1B") -> str:
    return HEADER + "".join(line(number, group) for number in numbers)


def worked(batch_id: str) -> int:
    """How many statements it took to do a job, from its first to its last chunk."""
    with CaptureQueriesContext(connection) as made:
        batches.run(batch_id=UUID(batch_id))
    return len(made)


def set_up() -> Scenery:
    there = at_work()
    OrganisationFactory(slug="atlas", state=there.cohort.organisation.state)
    Cohort.objects.update(seats=1000)
    return there


_written, scenery = scene(set_up)


@pytest.fixture
def owner(scenery: Scenery) -> User:
    return scenery.owner


@pytest.mark.parametrize("size", [10, 400])
def test_asking_costs_the_same_whatever_the_size(client: APIClient, cohort: Cohort, size: int) -> None:
    """The upload, the preview anew, applying and undoing: all else is the jobs' work."""
    file = SimpleUploadedFile("list.csv", listed(*range(size)).encode())
    with CaptureQueriesContext(connection) as made:
        roster = client.post(f"{BASE}/cohorts/{cohort.pk}/rosters", {"file": file}, format="multipart").json()
    counts = {"upload": len(made)}
    for step in ("preview", "apply", "undo"):
        settle()
        roster = got(client, roster)
        with CaptureQueriesContext(connection) as made:
            answer = client.post(f"{BASE}/rosters/{roster['id']}/{step}", {"digest": roster["digest"]})
        assert answer.status_code == 202, answer.content
        counts[step] = len(made)
    assert counts == {"upload": 13, "preview": 10, "apply": 15, "undo": 14}


@pytest.mark.parametrize("size", [1, 3])
def test_reading_costs_the_same(client_of: Callable[..., APIClient], owner: User, cohort: Cohort, size: int) -> None:
    roster = upload(client_of(owner), cohort, listed(*range(size)))
    path, job, counts = f"rosters/{roster['id']}", f"batches/{roster['batch']}", []
    for place in (
        path,
        f"{path}/rows",
        f"{path}/rows?outcome=add",
        f"{path}/rows/1",
        f"{path}/rows.csv",
        job,
        f"{job}/rows",
    ):
        client = client_of(User.objects.get(pk=owner.pk))  # whose grants are not known yet
        with CaptureQueriesContext(connection) as made:
            answer = client.get(f"{BASE}/{place}")
            assert (answer.status_code, b"".join(answer) != b"") == (200, True)
        counts.append(len(made))
    assert counts == [2, 3, 3, 3, 4, 3, 4]


def test_jobs_take_as_many_statements_for_hundreds_of_rows_as_for_ten(
    client_of: Callable[..., APIClient], owner: User, cohort: Cohort
) -> None:
    """A full list in which some come, some stay and change, some move here and some are missing, each with a guardian who has
    agreed: previewed, previewed again, applied and undone."""
    counts = [jobs_for(size, at, client_of(owner), cohort) for at, size in enumerate((8, 200))]
    assert counts == [{"read": 47, "preview": 43, "apply": 108, "undo": 128}] * 2


def jobs_for(size: int, at: int, client: APIClient, former: Cohort) -> dict[str, int]:
    quarter = size // 4
    here, there = (
        CohortFactory(organisation=former.organisation, programme=former.programme, seats=size) for _ in "ab"
    )
    numbers = range(at * 1000, at * 1000 + size)
    gone, stay, come, move = (numbers[place * quarter : (place + 1) * quarter] for place in range(4))
    apply(client, upload(client, here, listed(*gone, *stay)))
    apply(client, upload(client, there, listed(*move)))
    file = SimpleUploadedFile("list.csv", listed(*stay, *come, *move, group="2C").encode())
    form = {"file": file, "full": "true"}
    roster = client.post(f"{BASE}/cohorts/{here.pk}/rosters", form, format="multipart").json()
    counts = {"read": worked(roster["batch"])}
    for step in ("preview", "apply", "undo"):
        body = {"digest": got(client, roster)["digest"]} if step == "apply" else {}
        answer = client.post(f"{BASE}/rosters/{roster['id']}/{step}", body)
        assert answer.status_code == 202, answer.content
        counts[step] = worked(answer.json()["batch"])
        roster = got(client, roster)
    assert roster["status"] == "undone"
    assert {name: count for name, count in roster["counts"].items() if count} == dict.fromkeys(
        ("add", "keep", "move", "withdraw"), quarter
    )
    assert Membership.objects.filter(cohort=here).exclude(status="withdrawn").count() == 2 * quarter
    return counts


@pytest.mark.parametrize("size", [3, 30])
def test_correcting_all_alike_takes_as_many_for_thirty(
    client_of: Callable[..., APIClient], owner: User, cohort: Cohort, size: int
) -> None:
    client = client_of(owner)
    wrong = listed(*range(size)).replace("2012-03-01", "2012-02-31")
    roster = upload(client, cohort, wrong)
    with CaptureQueriesContext(connection) as made:
        answer = client.patch(
            f"{BASE}/rosters/{roster['id']}/rows/1",
            {"values": {"birth_date": "2012-02-28"}, "alike": True},
            HTTP_IF_MATCH="*",
        )
    assert answer.status_code == 200, answer.content
    assert (len(made), worked(got(client, roster)["batch"])) == (15, 44)
    assert got(client, roster)["counts"]["add"] == size

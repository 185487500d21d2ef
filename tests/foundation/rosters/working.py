"""A coordinator at work: uploading, looking, applying, undoing, through the API and with the batches run at once."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.batches.enums import LIVE
from foundation.batches.models import Batch
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Cohort, Membership, Organisation
from tests.factories.accounts import InvitedFactory
from tests.factories.consents import open_state
from tests.factories.programmes import CohortFactory, MembershipFactory, coordinator

BASE = "/api/v1"


@dataclass
class Scenery:
    """A cohort with nobody in it yet, and the coordinator of its state."""

    owner: User
    cohort: Cohort


def at_work(**cohort: Any) -> Scenery:
    made = CohortFactory(seats=50, **cohort)
    code = made.organisation.state.code
    open_state(code)
    return Scenery(coordinator(code), made)


def signed_in(person: User) -> APIClient:
    """For a scene, which is written before there is a test to ask for `client_of`."""
    client = APIClient(HTTP_ACCEPT_LANGUAGE="en")
    client.default_format = "json"
    client.force_authenticate(person)
    return client


def listed_before(
    cohort: Cohort, *, number: str = "", organisation: Organisation | None = None, **person: Any
) -> Membership:
    """Somebody as an applied list leaves her."""
    return MembershipFactory(
        person=InvitedFactory(language="ar", **person),
        cohort=cohort,
        status=MembershipStatus.INVITED,
        learner_number=number,
        organisation=organisation or cohort.organisation,
    )


def settle() -> None:
    """Run what waits, as a worker would."""
    while waiting := list(Batch.objects.filter(status__in=LIVE).values_list("pk", flat=True)):
        for pk in waiting:
            batches.run(batch_id=pk)


def upload(
    client: APIClient, cohort: Cohort, content: str | bytes, name: str = "list.csv", **more: Any
) -> dict[str, Any]:
    """The roster once it has been read."""
    data = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile(name, data), **more}
    answer = client.post(f"{BASE}/cohorts/{cohort.pk}/rosters", form, format="multipart")
    assert answer.status_code == 202, answer.content
    settle()
    return got(client, answer.json())


def got(client: APIClient, roster: dict[str, Any]) -> dict[str, Any]:
    answer = client.get(f"{BASE}/rosters/{roster['id']}")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def apply(client: APIClient, roster: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(f"{BASE}/rosters/{roster['id']}/apply", {"digest": roster["digest"]})
    assert answer.status_code == 202, answer.content
    settle()
    return got(client, roster)


def mend(client: APIClient, roster: dict[str, Any], number: int, tag: str | None = "*", **body: Any) -> Any:
    headers = {} if tag is None else {"HTTP_IF_MATCH": tag}
    return client.patch(f"{BASE}/rosters/{roster['id']}/rows/{number}", body, **headers)


def undo(client: APIClient, roster: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(f"{BASE}/rosters/{roster['id']}/undo")
    assert answer.status_code == 202, answer.content
    settle()
    return got(client, roster)


def contents(*tables: type[Model]) -> list[list[dict[str, Any]]]:
    """Every row of each of them."""
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def rows(client: APIClient, roster: dict[str, Any], **query: str) -> list[dict[str, Any]]:
    answer = client.get(f"{BASE}/rosters/{roster['id']}/rows", {"limit": "100", **query})
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def outcomes(client: APIClient, roster: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Each row's outcome and the codes of its messages, but for what every row says."""
    usual = {"birth_date_missing", "language_default"}
    return [
        (row["outcome"], [said["code"] for said in row["messages"] if said["code"] not in usual])
        for row in rows(client, roster)
    ]

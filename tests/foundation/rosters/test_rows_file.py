"""The rows as a file: in the reader's language, and to be uploaded again."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort
from tests.factories.programmes import OrganisationFactory, coordinator
from tests.foundation.rosters.working import BASE, apply, at_work, rows, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)
LIST = "Name,Learner number,Date of birth,House\nAmina Diop,1,2010-05-03,red\nOmar Diop,2,2010-02-31,blue\n"


def rows_file(client: APIClient, roster: dict[str, str], **query: str) -> bytes:
    answer = client.get(f"{BASE}/rosters/{roster['id']}/rows.csv", query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "اليوم «2010-02-31» غير موجود"),
        ("en", "The day “2010-02-31” does not exist"),
        ("fr", "Le jour « 2010-02-31 » n’existe pas"),
    ],
)
def test_what_was_said_is_in_the_readers_language(
    client_of: Callable[..., APIClient], cohort: Cohort, language: str, words: str
) -> None:
    client = client_of(coordinator(cohort.organisation.state.code), language=language)
    roster = upload(client, cohort, LIST)
    said = rows_file(client, roster, outcome="error").decode("utf-8-sig").splitlines()
    assert said[0] == "Name,Learner number,Date of birth,House,jisr row,jisr outcome,jisr messages"
    assert said[1].startswith(f"Omar Diop,2,2010-02-31,blue,2,error,{words}")
    assert len(said) == 2


def test_mended_it_is_uploaded_without_what_we_wrote_beside_it(client: APIClient, cohort: Cohort) -> None:
    file = rows_file(client, upload(client, cohort, LIST)).replace(b"02-31", b"02-28")
    roster = upload(client, cohort, file)
    assert [message["read"] for message in roster["messages"] if message["code"] == "column_unknown"] == ["House"]
    assert [(row["outcome"], row["cells"]) for row in rows(client, roster)] == [
        ("add", {"Name": "Amina Diop", "Learner number": "1", "Date of birth": "2010-05-03", "House": "red"}),
        ("add", {"Name": "Omar Diop", "Learner number": "2", "Date of birth": "2010-02-28", "House": "blue"}),
    ]
    again = rows_file(client, roster).decode("utf-8-sig").splitlines()[0]
    assert again == "Name,Learner number,Date of birth,House,jisr row,jisr outcome,jisr messages"


def test_another_school_is_told_by_its_short_name(client: APIClient, cohort: Cohort) -> None:
    state = cohort.organisation.state
    old, new = OrganisationFactory(slug="old-school", state=state), OrganisationFactory(slug="new-school", state=state)
    list_of = "Name,Learner number,School\nAmina Diop,1,{}\n"
    apply(client, upload(client, cohort, list_of.format(old.slug)))
    [row] = rows(client, upload(client, cohort, list_of.format(new.slug)))
    changes = [said for said in row["messages"] if said["code"] == "will_change"]
    assert [(said["field"], said["read"], said["expected"]) for said in changes] == [
        ("school", "new-school", "old-school")
    ]

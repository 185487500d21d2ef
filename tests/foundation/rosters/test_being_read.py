"""While a list is read and compared it can't be worked on yet, and says so."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort
from tests.factories.programmes import CohortFactory, coordinator
from tests.foundation.rosters.desks import Desk, all_that_is, set_up
from tests.foundation.rosters.working import BASE, got, mend, outcomes, rows, settle, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, desk = scene(set_up)
LIST = "Name;Learner number\nAmina Diop;7\nOmar Fall;8\n"
WORDS = {
    "ar": "تُقرأ القائمة الآن وتُقارَن بالفوج. يُرجى إعادة المحاولة بعد لحظات.",
    "en": "The list is just being read and compared with the cohort. Try again in a moment.",
    "fr": "La liste est en train d’être lue et comparée à la cohorte. Réessayez dans un instant.",
}


@pytest.fixture
def cohort(desk: Desk) -> Cohort:
    """Of a programme in which nobody is yet."""
    return CohortFactory(seats=50, organisation=desk.cohort.organisation)


@pytest.fixture
def client(desk: Desk) -> APIClient:
    return desk.client


@pytest.mark.parametrize("step", ["correct", "preview", "apply"])
def test_it_has_to_wait_and_nothing_changes(desk: Desk, step: str) -> None:
    client, roster = desk.client, desk.waiting
    assert mend(client, roster, 3, values={"birth_date": "2011-02-28"}).status_code == 200
    before = all_that_is()
    asked: dict[str, Callable[[], Any]] = {
        "correct": lambda: mend(client, roster, 2, values={"name": "Omar Fall"}),
        "preview": lambda: client.post(f"{BASE}/rosters/{roster['id']}/preview"),
        "apply": lambda: client.post(f"{BASE}/rosters/{roster['id']}/apply", {"digest": roster["digest"]}),
    }
    answer = asked[step]()
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (409, "being_read", "2")
    assert all_that_is() == before
    settle()
    assert asked[step]().status_code == {"correct": 200, "preview": 202, "apply": 409}[step]  # another digest by now
    assert rows(client, roster)[2]["values"]["birth_date"] == "2011-02-28"


@pytest.mark.parametrize("language", WORDS)
def test_it_says_so_in_her_language(client_of: Callable[..., APIClient], desk: Desk, language: str) -> None:
    client = client_of(coordinator(desk.cohort.organisation.state.code), language=language)
    answer = client.post(f"{BASE}/rosters/{desk.reading['id']}/preview")
    assert answer.json()["detail"] == WORDS[language]


def test_corrections_one_after_the_other_are_all_kept(client: APIClient, cohort: Cohort) -> None:
    roster = upload(client, cohort, LIST)
    for number, name in ((1, "Awa Diop"), (2, "Omar Ba")):
        assert mend(client, roster, number, values={"name": name}).status_code == 200
        settle()
    assert [row["values"]["name"] for row in rows(client, roster)] == ["Awa Diop", "Omar Ba"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "يذكر السطر 5 من الملف الشخص نفسه، فلا يُنفَّذ شيء بهذا السطر. يُرجى إبقاء واحد منهما فقط."),
        ("en", "Line 5 of the file names the same person, so nothing is done with this one. Keep only one of the two."),
        (
            "fr",
            "La ligne 5 du fichier désigne la même personne\u00a0: rien n’est fait de celle-ci. N’en gardez qu’une.",
        ),
    ],
)
def test_another_row_is_told_by_its_line_in_the_file(
    client_of: Callable[..., APIClient], cohort: Cohort, language: str, words: str
) -> None:
    client = client_of(coordinator(cohort.organisation.state.code), language=language)
    roster = upload(client, cohort, "Lycée Atlas;\n\nName;Learner number\n\nAmina Diop;7\nAwa Fall;7\n")
    assert outcomes(client, got(client, roster)) == [("conflict", ["same_as_row"])] * 2
    assert [said["detail"] for said in rows(client, roster)[1]["messages"] if said["code"] == "same_as_row"] == [words]

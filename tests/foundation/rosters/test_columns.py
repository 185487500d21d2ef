"""What columns mean: by a coordinator's own word, which is remembered for her."""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from foundation.files.models import StoredFile
from foundation.programmes.models import Cohort
from foundation.rosters.models import RememberedColumn, Roster
from tests.factories.programmes import coordinator
from tests.foundation.rosters.rules.builders import xlsx
from tests.foundation.rosters.working import BASE, at_work, rows, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)
STRANGE = "Qui;Chiffre;Jour J\nAmina Diop;7;2010-05-03\n"
SAID = '{"Qui": "name", "Chiffre": "learner_number", "Jour J": "birth_date"}'


def test_columns_are_remembered_for_whoever_said_them(
    client: APIClient, client_of: Callable[..., APIClient], cohort: Cohort
) -> None:
    colleague = client_of(coordinator(cohort.organisation.state.code))
    assert upload(client, cohort, STRANGE)["problem"]["code"] == "name_column_missing"
    roster = upload(client, cohort, STRANGE, columns=SAID)
    fields = ["name", "learner_number", "birth_date"]
    assert [column["field"] for column in roster["detected"]["columns"]] == fields
    [row] = rows(client, roster)
    assert [row["values"][field] for field in fields] == ["Amina Diop", "7", "2010-05-03"]
    again = upload(client, cohort, STRANGE)
    assert [column["field"] for column in again["detected"]["columns"]] == fields
    assert upload(colleague, cohort, STRANGE)["problem"]["code"] == "name_column_missing"


def test_what_is_said_later_counts(client: APIClient, cohort: Cohort) -> None:
    """A column may also be left aside."""
    upload(client, cohort, STRANGE, columns=SAID)
    roster = upload(client, cohort, STRANGE, columns='{"qui": "name", "CHIFFRE": ""}')
    assert [column["field"] for column in roster["detected"]["columns"]] == ["name", "", "birth_date"]
    assert RememberedColumn.objects.count() == 3
    [row] = rows(client, roster)
    assert (row["values"]["learner_number"], row["cells"]["Chiffre"]) == ("", "7")


def test_a_column_without_a_header_is_named_by_its_letter(client: APIClient, cohort: Cohort) -> None:
    """That of the sheet, wherever the table begins."""
    book = xlsx({"A": [["", "", "Name", "", "Class"], ["", "", "Amina Diop", "7", "1A"]]})
    [row] = rows(client, upload(client, cohort, book, name="list.xlsx"))
    assert row["cells"] == {"Name": "Amina Diop", "D": "7", "Class": "1A"}
    roster = upload(client, cohort, book, name="list.xlsx", columns='{"D": "learner_number"}')
    assert [column["field"] for column in roster["detected"]["columns"]] == ["name", "learner_number", "group"]
    assert [row["values"]["learner_number"] for row in rows(client, roster)] == ["7"]


@pytest.mark.parametrize("header", ["#", "الالتزام", "N° d'ordre (1)", "x" * 150])
def test_any_header_can_be_named(client: APIClient, cohort: Cohort, header: str) -> None:
    """And a column without a header stays without a meaning."""
    content = f"Name,,{header}\nAmina Diop,5,7\n"
    roster = upload(client, cohort, content, columns=json.dumps({header: "learner_number"}))
    assert [column["field"] for column in roster["detected"]["columns"]] == ["name", "", "learner_number"]
    again = upload(client, cohort, content)
    assert [row["values"]["learner_number"] for row in rows(client, again)] == ["7"]


UNKEPT = ['{"\\ud800": "name"}', "[" * 9_000]


@pytest.mark.parametrize(
    "columns", ["{", "[]", "7", '{"Qui": "shoe"}', '{"Qui": ["name"]}', '{"Qui": null}', *UNKEPT], ids=range(8)
)
def test_columns_that_say_nothing(client: APIClient, cohort: Cohort, columns: str) -> None:
    form = {"file": SimpleUploadedFile("list.csv", STRANGE.encode()), "columns": columns}
    answer = client.post(f"{BASE}/cohorts/{cohort.pk}/rosters", form, format="multipart")
    assert answer.status_code == 400, answer.content
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/columns"]
    assert (Roster.objects.count(), StoredFile.objects.count(), RememberedColumn.objects.count()) == (0, 0, 0)

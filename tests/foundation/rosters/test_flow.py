"""From the file to the cohort and back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from foundation.batches.models import Batch
from foundation.programmes.models import Cohort, Membership
from tests.factories.programmes import CohortFactory
from tests.foundation.rosters.working import BASE, apply, at_work, got, outcomes, rows, undo, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)
LIST = (
    "Name;Learner number;Date of birth;Phone\n"
    "Amina Diop;1;2010-05-03;\nOmar Diop;2;2011-01-31;\nلينا الفاسي;3;2012-02-29;\n"
)


def test_a_list_becomes_a_cohort_and_undoing_takes_it_back(client: APIClient, cohort: Cohort) -> None:
    previewed = upload(client, cohort, LIST)
    assert (previewed["status"], previewed["counts"]["add"], previewed["problem"]) == ("previewed", 3, None)
    assert Membership.objects.count() == 0
    applied = apply(client, previewed)
    assert (applied["status"], applied["progress"]) == ("applied", {"done": 3, "total": 3})
    names = Membership.objects.filter(cohort=cohort).order_by("learner_number").values_list("person__name", flat=True)
    assert list(names) == ["Amina Diop", "Omar Diop", "لينا الفاسي"]
    cohort.refresh_from_db()
    assert cohort.seats_taken == 3
    undone = undo(client, applied)
    assert undone["status"] == "undone"
    assert Membership.objects.count() == 0
    cohort.refresh_from_db()
    assert cohort.seats_taken == 0


def test_the_same_list_again_keeps_everybody(client: APIClient, cohort: Cohort) -> None:
    apply(client, upload(client, cohort, LIST))
    before = list(Membership.objects.order_by("id").values())
    again = upload(client, cohort, LIST)
    assert outcomes(client, again) == [("keep", [])] * 3
    assert apply(client, again)["status"] == "applied"
    assert not Batch.objects.filter(subject_id=again["id"], kind="rosters.apply").exists()
    assert list(Membership.objects.order_by("id").values()) == before


def test_a_full_list_withdraws_whom_it_lacks(client: APIClient, cohort: Cohort) -> None:
    apply(client, upload(client, cohort, LIST))
    shorter = LIST.replace("Omar Diop;2;2011-01-31;\n", "")
    roster = upload(client, cohort, shorter, full="true")
    assert {name: count for name, count in roster["counts"].items() if count} == {"keep": 2, "withdraw": 1}
    apply(client, roster)
    assert Membership.objects.get(learner_number="2").status == "withdrawn"
    undo(client, roster)
    assert Membership.objects.get(learner_number="2").status == "invited"


def test_a_move_and_a_change_and_back(client: APIClient, cohort: Cohort) -> None:
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    apply(client, upload(client, cohort, LIST))
    roster = upload(client, other, LIST.replace("Amina Diop", "Amina Diop Ndiaye"))
    assert [row["outcome"] for row in rows(client, roster)] == ["move"] * 3
    apply(client, roster)
    assert set(Membership.objects.values_list("cohort", flat=True)) == {other.pk}
    assert Membership.objects.get(learner_number="1").person.name == "Amina Diop Ndiaye"
    undo(client, roster)
    assert set(Membership.objects.values_list("cohort", flat=True)) == {cohort.pk}
    assert Membership.objects.get(learner_number="1").person.name == "Amina Diop"


def test_a_first_reading_that_was_stopped_is_over(client: APIClient, cohort: Cohort) -> None:
    file = SimpleUploadedFile("list.csv", LIST.encode())
    roster = client.post(f"{BASE}/cohorts/{cohort.pk}/rosters", {"file": file}, format="multipart").json()
    assert client.delete(f"{BASE}/batches/{roster['batch']}").status_code == 200
    left = got(client, roster)
    assert (left["status"], left["problem"]["code"]) == ("failed", "stopped")
    assert client.post(f"{BASE}/rosters/{roster['id']}/preview").json()["code"] == "not_previewed"

"""What makes pairs of rows: never everybody with everybody, however alike the rows of a list are."""

import pytest
from rest_framework.test import APIClient

from foundation.kernel.statements import run
from foundation.programmes.models import Cohort
from foundation.rosters.models import Roster
from foundation.rosters.services.reconciling import _scope
from foundation.rosters.services.ties import AMONG, COLLECT_AMONG, COPIES
from tests.foundation.rosters.working import rows, upload

pytestmark = pytest.mark.django_db
HEADER = "Name;Number;Date of birth;Phone;E-mail\n"
MANY = 60


@pytest.mark.parametrize(
    "row",
    [
        "Lycée Atlas;;{born};0661123456;\n",  # the school's name and phone, taken for the learner's
        "Lycée Atlas;;{born};;office@example.org\n",
        "Amina Diop;;2010-01-01;;\n",
    ],
)
def test_rows_that_are_alike_are_each_compared_with_a_few(client: APIClient, cohort: Cohort, row: str) -> None:
    listed = [row.format(born=f"2010-{at // 28 + 1:02d}-{at % 28 + 1:02d}") for at in range(MANY)]
    roster = upload(client, cohort, HEADER + "".join(listed))
    assert [row["outcome"] for row in rows(client, roster)].count("conflict") >= MANY - 1
    run(COLLECT_AMONG, _scope(Roster.objects.get(), None))
    assert run(f"SELECT count(*) <= {MANY * COPIES} FROM {AMONG}", {}) == [(True,)]

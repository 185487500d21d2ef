"""Where a correction is written: below whichever header the row has for its field, and nowhere else."""

import json

import pytest
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort
from tests.foundation.rosters.rules.builders import xlsx
from tests.foundation.rosters.working import at_work, mend, rows, settle, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)


@pytest.mark.parametrize(
    ("content", "field", "value"),
    [
        ("Name;Date of birth (Hijri)\nAmina;15/08/1431\n", "birth_date", "2010-07-27"),
        ("Name;Birthday (dd/mm/yyyy)\nAmina;03/04/2010\n", "birth_date", "2010-04-03"),
        ("Name;Birthday\nAmina;03/04/2010\nOmar;31/01/2010\n", "birth_date", "2010-04-03"),
        ("Name;Birthday;Consent date\nAmina;2010-04-03;03/04/2026\nOmar;;31/01/2026\n", "consent_on", "2026-04-03"),
        ("Name;Birthday;Consent date (mm/dd/yyyy)\nAmina;31/01/2010;03/04/2026\n", "consent_on", "2026-03-04"),
        ("First name;Last name;Birthday\nAmina;Diop;2010-04-03\n", "birth_date", "2010-04-03"),
    ],
)
def test_what_is_not_corrected_is_read_as_before(
    client: APIClient, cohort: Cohort, content: str, field: str, value: str
) -> None:
    roster = upload(client, cohort, content)
    [before, *_] = rows(client, roster)
    assert (before["outcome"], before["values"][field]) == ("add", value)
    mend(client, roster, 1, values={"name": "Amina Sow"})
    settle()
    [row, *_] = rows(client, roster)
    assert row["values"] == {**before["values"], "name": "Amina Sow"}
    assert (row["outcome"], row["messages"]) == ("add", before["messages"])


@pytest.mark.parametrize(
    ("content", "columns", "field", "aside"),
    [
        ("Name;phone;Born\nAmina;0661123456;2010-02-31\n", {"phone": ""}, "phone", "0661123456"),
        ("Name;DOB;language;lang\nAmina;2010-02-31;fr;zz\n", {"language": ""}, "language", "fr"),
        ("Name;DOB;Class;group\nAmina;2010-02-31;1A;2B\n", {}, "group", "2B"),
    ],
    ids=["set-aside", "another-is-it", "named-twice"],
)
def test_a_column_that_is_set_aside_stays_so(
    client: APIClient, cohort: Cohort, content: str, columns: dict[str, str], field: str, aside: str
) -> None:
    """Until a correction says what its field is."""
    roster = upload(client, cohort, content, columns=json.dumps(columns))
    [before] = rows(client, roster)
    mend(client, roster, 1, values={"birth_date": "2010-02-28"})
    settle()
    [row] = rows(client, roster)
    assert row["values"] == {**before["values"], "birth_date": "2010-02-28"}
    given = {"phone": "+212661123457", "language": "ar", "group": "3C"}[field]
    mend(client, roster, 1, values={field: given})
    settle()
    [row] = rows(client, roster)
    assert (row["values"][field], row["outcome"], row["cells"][field]) == (given, "add", aside)


def test_sheets_may_call_a_field_differently(client: APIClient, cohort: Cohort) -> None:
    """Each row is corrected below its own sheet's header, or beside them where there is none."""
    sheets = {
        "one": [["Full name", "Date of birth"], ["Amina Diop", "2010-02-31"]],
        "two": [["Nom complet", "DDN"], ["Omar Fall", "2010-02-31"]],
        "three": [["الاسم الكامل", "الصف"], ["لينا الفاسي", "3"]],
    }
    roster = upload(client, cohort, xlsx(sheets), name="list.xlsx", sheet="*")
    mend(client, roster, 1, values={"birth_date": "2010-02-28"}, alike=True)
    settle()
    assert mend(client, roster, 3, values={"birth_date": "2011-03-01"}).status_code == 200
    settle()
    assert [(row["outcome"], row["values"]["birth_date"], row["cells"]) for row in rows(client, roster)] == [
        ("add", "2010-02-28", {"Full name": "Amina Diop", "Date of birth": "2010-02-28"}),
        ("add", "2010-02-28", {"Nom complet": "Omar Fall", "DDN": "2010-02-28"}),
        ("add", "2011-03-01", {"الاسم الكامل": "لينا الفاسي", "الصف": "3", "birth_date": "2011-03-01"}),
    ]

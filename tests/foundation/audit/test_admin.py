import pytest
from django.test import Client

from foundation.audit.services import record
from foundation.kernel.ids import new_id
from tests.factories.programmes import office

pytestmark = pytest.mark.django_db


def test_the_office_reads_and_nobody_writes(client: Client) -> None:
    row = record(actor_id=None, action="a.b", subject_type="a", subject_id=new_id())
    client.force_login(office())

    statuses = {
        "list": client.get("/admin/audit/record/").status_code,
        "one": client.get(f"/admin/audit/record/{row.pk}/change/").status_code,
        "write": client.post(f"/admin/audit/record/{row.pk}/change/", {"action": "c.d"}).status_code,
        "add": client.get("/admin/audit/record/add/").status_code,
        "delete": client.post(f"/admin/audit/record/{row.pk}/delete/").status_code,
    }

    assert statuses == {"list": 200, "one": 200, "write": 403, "add": 403, "delete": 403}
    row.refresh_from_db()
    assert row.action == "a.b"

"""What a vetting rests on: opened by those who decide, once it is clean, and gone when it is no longer needed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.files.models import StoredFile
from foundation.files.services import forget_expired, mark_scanned
from foundation.kernel import clock
from foundation.notifications.models import Notification
from mentoring.mentors.models import Vetting, VettingRule
from mentoring.mentors.services import set_vetting_rule
from tests.factories.mentoring import deliver_all, member_state
from tests.mentoring.mentors.asking import VETTINGS, asked, code, decide, send, set_up
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, people = scene(set_up)


def test_evidence_is_a_paper_or_a_picture_and_the_mentors_to_send_until_the_decision(
    client_of: Clients, people: dict[str, Any]
) -> None:
    vetting = asked(people["mentor"])
    mine = client_of(people["mentor"])
    assert code(send(mine, vetting, content=b"PK\x03\x04 an archive")) == (415, "unsupported_media_type")
    assert code(send(mine, vetting, kind="gossip")) == (400, "invalid")
    for name in set(people) - {"mentor"}:
        assert send(client_of(people[name]), vetting).status_code == (401 if name == "nobody" else 404), name
    assert StoredFile.objects.count() == 0
    assert [send(mine, vetting).status_code for _ in range(10)] == [201] * 10
    assert code(send(mine, vetting)) == (409, "too_much_evidence")
    decide(people["office"], vetting)
    assert code(send(mine, vetting)) == (409, "vetting_decided")
    assert StoredFile.objects.count() == 10


@pytest.mark.parametrize(("finding", "status", "lacking"), [(None, "clean", []), ("Eicar", "refused", ["identity"])])
def test_evidence_is_opened_once_it_is_clean_and_shows_nothing_if_it_is_not(
    client_of: Clients, people: dict[str, Any], settings: Any, finding: str | None, status: str, lacking: list[str]
) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's
    set_vetting_rule(
        actor=people["office"], rule=VettingRule(state=member_state("MA"), months=6, evidence=["identity"])
    )
    vetting = asked(people["mentor"])
    send(client_of(people["mentor"]), vetting)
    hers, path = client_of(people["coordinator"]), f"{VETTINGS}/{vetting.id}"
    held = hers.get(path).json()
    [piece] = held["evidence"]
    assert (held["lacking"], hers.post(f"{path}/decide", {"decision": "valid"}).status_code) == (["identity"], 422)
    content = f"{path}/evidence/{piece['id']}"
    assert (piece["status"], piece["url"], hers.get(content).status_code) == ("held", None, 404)
    mark_scanned(file=StoredFile.objects.get(), finding=finding)
    told = hers.get(path).json()
    assert (told["evidence"][0]["status"], told["evidence"][0]["url"] is None) == (status, finding is not None)
    assert told["lacking"] == lacking
    for _ in ("that it was refused", "that it was evidence"):
        deliver_all()
    notices = Notification.objects.filter(kind="evidence_refused").values_list("person", "subject_id")
    assert list(notices) == ([(people["mentor"].pk, vetting.pk)] if finding else [])
    decided = hers.post(f"{path}/decide", {"decision": "valid"})
    assert decided.status_code == (422 if finding else 200)


def test_evidence_goes_thirty_days_after_the_decision_and_leaves_its_kind(
    client_of: Clients, people: dict[str, Any]
) -> None:
    vetting = asked(people["mentor"])
    send(client_of(people["mentor"]), vetting)
    kept = StoredFile.objects.get().expires_at - clock.now()
    assert 179 <= kept.days <= 180
    decide(people["office"], vetting, now=clock.now())
    assert 29 <= (StoredFile.objects.get().expires_at - clock.now()).days <= 30
    StoredFile.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    path = f"{VETTINGS}/{vetting.id}"
    [piece] = client_of(people["office"]).get(path).json()["evidence"]
    assert client_of(people["office"]).get(f"{path}/evidence/{piece['id']}").status_code == 404
    forget_expired()
    [piece] = client_of(people["office"]).get(path).json()["evidence"]
    assert (piece["kind"], piece["name"], piece["url"]) == ("identity", None, None)


def test_a_request_taken_back_leaves_no_file(client_of: Clients, people: dict[str, Any]) -> None:
    vetting = asked(people["mentor"])
    send(client_of(people["mentor"]), vetting)
    path = f"{VETTINGS}/{vetting.id}"
    assert client_of(people["coordinator"]).delete(path).status_code == 404
    assert client_of(people["mentor"]).delete(path).status_code == 204
    assert (Vetting.objects.filter(pk=vetting.pk).count(), StoredFile.objects.count()) == (0, 0)
    decided = decide(people["office"], asked(people["mentor"]))
    assert code(client_of(people["mentor"]).delete(f"{VETTINGS}/{decided.id}")) == (409, "vetting_decided")

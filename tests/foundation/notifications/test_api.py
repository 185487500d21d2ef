from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.ids import new_id
from foundation.notifications import services
from foundation.notifications.enums import Kind
from foundation.notifications.models import Notification
from foundation.notifications.rules import Notice

People = Callable[..., User]
LIST, READ = "/api/v1/notifications", "/api/v1/notifications/read"
TITLES = {"ar": "مهارات الغد", "en": "Tomorrow's skills", "fr": "Compétences de demain"}


def client(person: User | None = None) -> APIClient:
    made = APIClient()
    if person:
        made.force_authenticate(person)
    return made


def tell(*people: User, kind: Kind = Kind.CREDENTIAL_READY) -> Notification:
    params = {"achievement": TITLES, "credential": "1", "course": TITLES, "slug": "tomorrow", "project": "1"}
    notice = Notice(kind, "credential", new_id(), new_id(), params)
    services.notify(notice=notice, people=[person.pk for person in people])
    return Notification.objects.get(dedup_key=notice.key(people[0].pk))


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        (
            "ar",
            "شهادتك جاهزة: «مهارات الغد»",
            "يمكنك فتحها وطباعتها وعرضها على الآخرين، ويستطيع أيّ شخص التحقق من صحتها.",
        ),
        (
            "en",
            "Your certificate is ready: “Tomorrow's skills”",
            "You can open it, print it and show it. Anyone can check that it is real.",
        ),
        (
            "fr",
            "Votre certificat est prêt : « Compétences de demain »",
            "Vous pouvez l’ouvrir, l’imprimer et le montrer. Chacun peut vérifier son authenticité.",
        ),
    ],
)
def test_a_notice_is_said_in_the_language_of_the_request(
    person: People, settings: Any, language: str, title: str, body: str
) -> None:
    settings.BASE_URL = "https://jisr.example"
    amina = person(language="ar")
    notice = tell(amina)
    answer = client(amina).get(LIST, HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == 200
    assert answer["Content-Language"] == language
    [row] = answer.json()["results"]
    assert row.pop("created_at").endswith("Z")
    assert row == {
        "id": str(notice.pk),
        "kind": "credential_ready",
        "title": title,
        "body": body,
        "url": "https://jisr.example/credentials/1",
        "language": language,
        "subject": {"type": "credential", "id": str(notice.subject_id)},
        "read_at": None,
    }


def test_newest_first_and_only_ones_own(person: People) -> None:
    amina, other = person(), person()
    first, second = tell(amina), tell(amina, kind=Kind.ENROLLED)
    theirs = tell(other)
    assert ids(client(amina).get(LIST)) == [str(second.pk), str(first.pk)]
    assert ids(client(other).get(LIST)) == [str(theirs.pk)]


def test_unread_and_read(person: People) -> None:
    amina = person()
    first, second = tell(amina), tell(amina)
    services.mark_read(actor=amina, now=clock.now(), ids=[first.pk])
    assert ids(client(amina).get(LIST, {"unread": "true"})) == [str(second.pk)]
    assert ids(client(amina).get(LIST, {"unread": "false"})) == [str(first.pk)]
    assert ids(client(amina).get(LIST)) == [str(second.pk), str(first.pk)]


def test_reading_some(person: People) -> None:
    amina, other = person(), person()
    first, second, theirs = tell(amina), tell(amina), tell(other)
    answer = client(amina).post(READ, {"ids": [str(first.pk), str(theirs.pk), str(new_id())]}, format="json")
    assert (answer.status_code, answer.json()) == (200, {"unread": 1})
    unread = Notification.objects.filter(read_at=None).values_list("pk", flat=True)
    assert set(unread) == {second.pk, theirs.pk}


def test_reading_up_to_one_and_all(person: People) -> None:
    amina = person()
    first, _, _ = tell(amina), tell(amina), tell(amina)
    assert client(amina).post(READ, {"up_to": str(first.pk)}, format="json").json() == {"unread": 2}
    assert client(amina).post(READ, {}, format="json").json() == {"unread": 2}
    assert client(amina).post(READ, {"all": True}, format="json").json() == {"unread": 0}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"ids": ["nonsense"]}, "/ids/0"),
        ({"ids": "nonsense"}, "/ids"),
        ({"ids": [str(new_id()) for _ in range(101)]}, "/ids"),
        ({"up_to": "nonsense"}, "/up_to"),
        ({"all": "perhaps"}, "/all"),
        ({"everything": True}, "/everything"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(person: People, body: dict[str, Any], pointer: str) -> None:
    amina = person()
    tell(amina)
    answer = client(amina).post(READ, body, format="json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert Notification.objects.get().read_at is None


def test_an_unknown_parameter_is_refused(person: People) -> None:
    assert client(person()).get(LIST, {"unred": "true"}).status_code == 400


def test_nobody_has_no_notices(person: People) -> None:
    tell(person())
    assert client().get(LIST).status_code == 401
    assert client().post(READ, {"all": True}, format="json").status_code == 401
    assert Notification.objects.get().read_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_one_query(person: People, count: int, django_assert_num_queries: Callable[[int], Any]) -> None:
    amina = person()
    for _ in range(count):
        tell(amina)
    with django_assert_num_queries(1):
        assert len(ids(client(amina).get(LIST))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_two_statements(
    person: People, count: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    amina = person()
    for _ in range(count):
        tell(amina)
    with django_assert_num_queries(2):
        assert client(amina).post(READ, {"all": True}, format="json").json() == {"unread": 0}


def test_a_notice_read_says_when(person: People) -> None:
    amina, now = person(), clock.now() - timedelta(hours=1)
    tell(amina)
    services.mark_read(actor=amina, now=now, everything=True)
    [row] = client(amina).get(LIST).json()["results"]
    assert row["read_at"] == now.isoformat().replace("+00:00", "Z")

"""What api.md promises of every endpoint, shown on a small API made with the kernel's tools."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from foundation.outbox.models import EventRecord
from tests.factories.accounts import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.foundation.kernel.urls")]
THINGS = "/api/v1/things"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def post(client: Client, data: Any, **headers: str) -> Any:
    return client.post(THINGS, data, content_type="application/json", headers=headers)


def problem(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/problem+json"
    members = answer.json()
    assert members["status"] == answer.status_code
    assert members["request_id"] == answer["X-Request-Id"]
    assert members["type"] == f"/problems/{members['code']}"
    return members


@pytest.mark.parametrize(
    ("method", "path", "kwargs", "status", "code"),
    [
        ("get", "/api/v1/nowhere", {}, 404, "not_found"),
        ("put", THINGS, {}, 405, "method_not_allowed"),
        ("get", THINGS + "?format=xml", {}, 400, "invalid"),
        ("get", THINGS, {"headers": {"Accept": "text/csv"}}, 406, "not_acceptable"),
        (
            "post",
            THINGS,
            {"data": "name=a", "content_type": "application/x-www-form-urlencoded"},
            415,
            "unsupported_media_type",
        ),
        ("post", THINGS, {"data": "{", "content_type": "application/json"}, 400, "malformed_json"),
        ("post", THINGS, {"data": b"\xff{}", "content_type": "application/json"}, 400, "malformed_json"),
        ("post", THINGS, {"data": r'{"name": "a\u0000b"}', "content_type": "application/json"}, 400, "malformed_json"),
        ("post", THINGS, {"data": "[1]", "content_type": "application/json"}, 400, "invalid"),
        ("get", f"/api/v1/people/{UUID(int=7)}", {}, 401, "sign_in_required"),
        ("get", "/api/v1/undeclared", {}, 401, "sign_in_required"),
        ("get", "/api/v1/broken", {}, 500, "internal_error"),
    ],
)
def test_every_error_is_a_problem_document(
    client: Client, method: str, path: str, kwargs: dict[str, Any], status: int, code: str
) -> None:
    answer = getattr(client, method)(path, **kwargs)
    assert (answer.status_code, problem(answer)["code"]) == (status, code)
    assert EventRecord.objects.count() == 0


def test_an_unforeseen_failure_tells_nothing_of_its_values(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/api/v1/broken")
    assert b"secret" not in answer.content


def test_405_lists_the_methods(client: Client) -> None:
    assert client.delete(THINGS)["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_view_that_does_not_say_who_may_is_for_nobody(client_of: Any) -> None:
    answer = client_of(PersonFactory()).get("/api/v1/undeclared")
    assert (answer.status_code, problem(answer)["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, [("/name", "required")]),
        ({"name": 7}, [("/name", "invalid")]),
        ({"name": None}, [("/name", "null")]),
        ({"name": "a" * 21}, [("/name", "max_length")]),
        ({"name": "a", "surname": "b"}, [("/surname", "unknown")]),
        ({"name": "a", "title": {"de": "x"}}, [("/title", "texts")]),
        ({"name": "a", "title": {"en": 5}}, [("/title", "texts")]),
        ({"name": "a", "count": "many"}, [("/count", "invalid")]),
        ({"name": "a", "count": -1}, [("/count", "min_value")]),
    ],
)
def test_input_is_refused_field_by_field(client: Client, data: Any, errors: list[tuple[str, str]]) -> None:
    answer = post(client, data)
    assert answer.status_code == 400
    assert [(error["pointer"], error["code"]) for error in problem(answer)["errors"]] == errors
    assert EventRecord.objects.count() == 0


def test_read_only_members_may_come_along(client: Client) -> None:
    assert post(client, {"id": str(uuid4()), "name": "a"}).status_code == 201


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("colour=red", "?colour", "unknown"),
        ("limit=0", "?limit", "out_of_range"),
        ("limit=101", "?limit", "out_of_range"),
        ("limit=ten", "?limit", "out_of_range"),
        ("limit=٢٠", "?limit", "out_of_range"),
        ("cursor=nonsense", "?cursor", "invalid"),
        ("cursor=cD1ub3QtYS11dWlk", "?cursor", "invalid"),
    ],
)
def test_parameters_are_refused_not_ignored(client: Client, query: str, pointer: str, code: str) -> None:
    EventRecord.objects.create(name="a", payload={})
    answer = client.get(f"{THINGS}?{query}")
    assert answer.status_code == 400
    assert [(error["pointer"], error["code"]) for error in problem(answer)["errors"]] == [(pointer, code)]


def test_pages_follow_each_other_both_ways(client: Client) -> None:
    ids = [str(EventRecord.objects.create(name="a", payload={}).id) for _ in range(5)][::-1]
    first = client.get(f"{THINGS}?limit=2").json()
    assert sorted(first) == ["next", "previous", "results"]
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert [row["id"] for page in (first, second, third) for row in page["results"]] == ids
    assert (first["previous"], third["next"]) == (None, None)
    assert client.get(third["previous"]).json()["results"] == second["results"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_is_one_query(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _ in range(rows):
        EventRecord.objects.create(name="a", payload={})
    with django_assert_num_queries(1):
        assert len(client.get(THINGS).json()["results"]) == rows


@pytest.mark.parametrize(
    ("accepted", "language", "title"),
    [
        ("ar", "ar", "جسر"),
        ("fr-TN,ar;q=0.5", "fr", "Bridge"),
        ("de, ar;q=0.3", "ar", "جسر"),
        ("de", "en", "Bridge"),
        ("", "en", "Bridge"),
    ],
)
def test_the_language_is_negotiated(client: Client, accepted: str, language: str, title: str) -> None:
    answer = client.get("/api/v1/title", headers={"Accept-Language": accepted})
    assert (answer["Content-Language"], answer.json()["title"]) == (language, title)
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize(("language", "title"), [("ar", "غير موجود"), ("en", "Not found"), ("fr", "Introuvable")])
def test_problems_are_in_the_callers_language(client: Client, language: str, title: str) -> None:
    answer = client.get("/api/v1/nowhere", headers={"Accept-Language": language})
    assert problem(answer)["title"] == title


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = post(client, '{"name": "' + "a" * 20_000_000 + '"}')
    assert (answer.status_code, problem(answer)["code"]) == (413, "too_large")


def test_what_the_caller_has_already_is_not_sent_again(client: Client) -> None:
    first = client.get("/api/v1/title")
    again = client.get("/api/v1/title", headers={"If-None-Match": first["ETag"]})
    french = client.get("/api/v1/title", headers={"If-None-Match": first["ETag"], "Accept-Language": "ar"})
    assert (again.status_code, again.content, french.status_code) == (304, b"", 200)


def test_a_lost_update_is_refused(client_of: Any) -> None:
    person = PersonFactory(name="One")
    client, url = client_of(person), f"/api/v1/people/{person.id}"
    tag = client.get(url)["ETag"]
    assert client.patch(url, {"name": "Two"}).status_code == 428
    assert client.patch(url, {"name": "Two"}, HTTP_IF_MATCH='"other"').status_code == 400
    changed = client.patch(url, {"name": "Two"}, HTTP_IF_MATCH=tag)
    assert (changed.status_code, changed.json()["name"]) == (200, "Two")
    stale = client.patch(url, {"name": "Three"}, HTTP_IF_MATCH=tag)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert client.patch(url, {"name": "Four"}, HTTP_IF_MATCH=changed["ETag"]).status_code == 200
    person.refresh_from_db()
    assert person.name == "Four"


def test_a_request_id_is_kept_when_it_is_one(client: Client) -> None:
    assert client.get("/api/v1/title", headers={"X-Request-Id": "abcd-1234"})["X-Request-Id"] == "abcd-1234"
    assert client.get("/api/v1/title", headers={"X-Request-Id": "<script>"})["X-Request-Id"] != "<script>"


def test_other_origins_only_as_configured(client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]
    ours = client.get("/api/v1/title", headers={"Origin": "https://app.example"})
    theirs = client.get("/api/v1/title", headers={"Origin": "https://evil.example"})
    assert ours["Access-Control-Allow-Origin"] == "https://app.example"
    assert "ETag" in ours["Access-Control-Expose-Headers"]
    assert not theirs.has_header("Access-Control-Allow-Origin")
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    allowed = client.options("/_allauth/app/v1/auth/password/reset", headers=asked)["Access-Control-Allow-Headers"]
    assert {"x-session-token", "x-password-reset-key", "x-email-verification-key"} <= set(allowed.split(", "))


def test_health(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]) == (200, {"database": True, "migrations": True, "broker": True})


def test_figures_are_for_whoever_has_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "t0ken"
    for other in ("Bearer other", "Bearer \xe9"):
        assert client.get("/metrics", headers={"Authorization": other}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer t0ken"})
    assert b"jisr_outbox_stuck 0.0" in answer.content


def test_null_is_no_body(client: Client) -> None:
    answer = post(client, "null")
    assert (answer.status_code, EventRecord.objects.count()) == (400, 0)

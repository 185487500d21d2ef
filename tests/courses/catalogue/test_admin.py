"""The office lays paths at its desk."""

from typing import Any

import pytest
from django.test import Client

from courses.catalogue.models import Path, PathCourse
from foundation.audit.models import Record
from tests.factories.courses import published_course
from tests.factories.programmes import coordinator, office

pytestmark = pytest.mark.django_db
ADD = "/admin/catalogue/path/add/"
LAID: dict[str, Any] = {
    "slug": "to-work",
    "title": '{"en": "To work"}',
    "summary": '{"en": "Summary"}',
    "courses": "second,first",
    "is_published": "on",
}


@pytest.fixture
def desk(client: Client) -> Client:
    for slug in ("first", "second"):
        published_course(slug)
    client.force_login(office())
    return client


def courses() -> list[str]:
    return list(PathCourse.objects.order_by("position").values_list("course__slug", flat=True))


def test_a_path_is_laid_and_changed_by_the_services(desk: Client) -> None:
    assert desk.get(ADD).status_code == 200
    assert desk.post(ADD, LAID).status_code == 302
    path = Path.objects.get()
    form = f"/admin/catalogue/path/{path.pk}/change/"
    assert (path.title, path.is_published, courses()) == ({"en": "To work"}, True, ["second", "first"])
    assert 'value="second,first"' in desk.get(form).content.decode()
    assert desk.get("/admin/catalogue/path/").status_code == 200
    changed = {**LAID, "slug": "other", "courses": "first"}
    del changed["is_published"]
    assert desk.post(form, changed).status_code == 302
    path.refresh_from_db()
    assert (path.slug, path.is_published, path.revision, courses()) == ("to-work", False, 2, ["first"])
    assert list(Record.objects.filter(subject_id=path.pk).order_by("id").values_list("action", flat=True)) == [
        "path_created",
        "path_changed",
    ]


def test_what_is_wrong_is_said_in_the_form(desk: Client) -> None:
    answer = desk.post(ADD, {**LAID, "courses": "first,nothing,first"})
    assert answer.context["adminform"].form.errors == {
        "courses": ["There is no published course “nothing”.", "“first” may stand here only once."]
    }
    assert (answer.status_code, Path.objects.count()) == (200, 0)


def test_it_is_the_offices_alone(client: Client) -> None:
    client.force_login(coordinator())
    assert (client.get("/admin/catalogue/path/").status_code, client.post(ADD, LAID).status_code) == (403, 403)

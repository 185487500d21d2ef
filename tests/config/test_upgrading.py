"""What the release before still writes while a new one is brought in."""

import pytest
from django.db import connection
from django.db.models import Model

from courses.catalogue.models import Course, CourseVersion
from foundation.programmes.models import Cohort
from tests.factories.courses import published_course
from tests.factories.programmes import CohortFactory

pytestmark = pytest.mark.django_db
OTHER = {"id": "gen_random_uuid()", "slug": "'other'", "number": "2", "published_at": "NULL"}
NEW = [
    (Course, {"prerequisites": []}),
    (CourseVersion, {"prerequisites": [], "share": 100}),
    (Cohort, {"deadlines": []}),
]


@pytest.mark.parametrize(("model", "new"), NEW)
def test_a_row_without_the_new_columns_is_taken(model: type[Model], new: dict[str, object]) -> None:
    published_course("reading"), CohortFactory()
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if field.column not in new]
    names, values = (", ".join(f'"{name}"' for name in columns), ", ".join(OTHER.get(n, f'"{n}"') for n in columns))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} RETURNING id")
        ((added,),) = cursor.fetchall()
    assert model._default_manager.filter(pk=added).values(*new).get() == new

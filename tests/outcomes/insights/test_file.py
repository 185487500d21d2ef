"""The report as a file that a spreadsheet opens."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.kernel.dates import end_of
from tests.factories.programmes import coordinator
from tests.outcomes.insights.classroom import LONG_AGO, NOW, Classroom, classroom
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")

_written, room = scene(classroom)


def rows_of(client: APIClient, room: Classroom, sign: str = ",", **query: str) -> list[list[str]]:
    answer = client.get(f"/api/v1/cohorts/{room.cohort.pk}/progress.csv", query)
    content = b"".join(answer.streaming_content)
    assert content.startswith("\ufeff".encode())
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=sign))


def test_arabic_headers_and_words(client_of: Clients, room: Classroom) -> None:
    header, amina, bilal, chadi = rows_of(client_of(coordinator(), language="ar"), room)
    assert header == [
        "الاسم",
        "رقم المتعلّم",
        "المدرسة",
        "القسم",
        "العضوية",
        "فُعِّل الحساب",
        "بانتظار الموافقة",
        *(f"writing بالعربية · {word}" for word in COURSE_WORDS),
        *(f"reading بالعربية · {word}" for word in COURSE_WORDS),
        "آخر نشاط في",
        "المشاريع المقدَّمة",
        "نال شهادة",
    ]
    assert amina[:7] == ["Amina", "007", "الوزارة", "3A", "نشطة", "نعم", "لا"]
    assert bilal == ["'=Bilal", "", "مدرسة الأرز", "", "بانتظار التفعيل", "لا", "نعم", *[""] * 15, "0", "لا"]
    assert chadi[0] == "شادي"


COURSE_WORDS = [
    "الحالة",
    "الدروس المنجزة",
    "الدروس المطلوبة",
    "الاختبارات المتبقية",
    "تاريخ البدء",
    "تاريخ الإتمام",
    "آخر يوم",
]


def test_days_are_the_readers(client_of: Clients, room: Classroom) -> None:
    """What a spreadsheet takes for a date is one: counts stand apart."""
    reader = coordinator(time_zone="Pacific/Kiritimati")
    _, amina, _, chadi = rows_of(client_of(reader), room)
    today, then = (moment.astimezone(KIRITIMATI).date().isoformat() for moment in (NOW, LONG_AGO))
    assert amina[14:] == ["completed", "2", "2", "0", today, today, "", today, "1", "yes"]
    assert chadi[7:] == ["in progress", "1", "2", "0", then, "", "", *[""] * 7, then, "0", "no"]


@pytest.mark.parametrize("hers", ["UTC", "America/Lima", "Pacific/Kiritimati"])
@pytest.mark.parametrize("readers", ["Pacific/Kiritimati", "America/Lima"])
def test_what_was_due_is_said_with_its_last_day_where_she_is(
    client_of: Clients, room: Classroom, hers: str, readers: str
) -> None:
    User.objects.filter(pk=room.chadi.person_id).update(time_zone=hers)
    Enrolment.objects.filter(person=room.chadi.person).update(due_at=end_of(date(2025, 12, 31), hers))
    *_, chadi = rows_of(client_of(coordinator(time_zone=readers)), room)
    assert (chadi[7], chadi[13]) == ("overdue", "2025-12-31")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"started_at": None, "active_at": None}, ["not started", "لم تبدأ", "pas commencé"]),
        ({"due_at": LONG_AGO}, ["overdue", "متأخرة", "en retard"]),
        ({"due_at": LONG_AGO, "closes_at": LONG_AGO}, ["closed", "مغلقة", "fermé"]),
    ],
)
def test_how_it_stands_is_said_in_a_word(
    client_of: Clients, room: Classroom, changes: dict[str, datetime | None], words: list[str]
) -> None:
    Enrolment.objects.filter(person=room.chadi.person).update(quizzes_left=1, **changes)
    for language, word in zip(("en", "ar", "fr"), words, strict=True):
        *_, chadi = rows_of(client_of(coordinator(), language=language), room)
        assert (chadi[7], chadi[10]) == (word, "1")


def test_required_are_as_many_lessons_as_complete_the_course(client_of: Clients, room: Classroom) -> None:
    Enrolment.objects.filter(person__name="Amina", course__slug="reading").update(needed=1)
    _, amina, *_ = rows_of(client_of(coordinator()), room)
    assert amina[14:17] == ["completed", "2", "1"]


@pytest.mark.parametrize(("delimiter", "sign"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
def test_cells_stand_apart_by_what_was_asked_for(
    client_of: Clients, room: Classroom, delimiter: str, sign: str
) -> None:
    header, *rows = rows_of(client_of(coordinator()), room, sign, delimiter=delimiter)
    assert (len(header), {len(row) for row in rows}) == (24, {24})


def test_it_is_given_to_keep(client_of: Clients, room: Classroom) -> None:
    client = client_of(coordinator())
    answer = client.get(f"/api/v1/cohorts/{room.cohort.pk}/progress.csv")
    assert (answer["Content-Type"], answer["Content-Disposition"], answer["Cache-Control"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="progress.csv"',
        "private, no-store",
    )
    assert client.get(f"/api/v1/cohorts/{room.cohort.pk}/progress.csv?delimiter=dot").status_code == 400

"""The page to print, read out and counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
from django.utils import translation
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort, MemberState, Organisation, Programme
from outcomes.insights.selectors import CourseCounts, Part, Totals
from outcomes.insights.services import draw
from tests.factories.programmes import coordinator
from tests.outcomes.insights.classroom import Classroom, classroom
from tests.scenes import scene

Clients = Callable[..., APIClient]
AT = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)

_written, room = scene(classroom)


def texts(words: str) -> dict[str, str]:
    return {"ar": f"{words} بالعربية", "en": f"{words} in English", "fr": f"{words} en français"}


def part(enrolled: int, key: str = "", name: str = "") -> Part:
    return Part(enrolled, *[enrolled // 4] * 2, enrolled // 2, *[enrolled // 4] * 5, key=key, name=texts(name))


def totals(*, many: int = 1, name: str = "Cedars", country: str = "MA", place: str = "", school: str = "") -> Totals:
    state = MemberState(code=country)
    home = Organisation(name=texts(place or "Ministry"), state=state)
    cohort = Cohort(name=name, organisation=home, programme=Programme(title=texts(place or "Bridges")))
    schools = [part(1000 + number, "s", f"{name} {number}") for number in range(many)]
    courses = [CourseCounts("a", texts(f"{name} {number}"), 400 + number, 200, 100) for number in range(many)]
    genders = [part(600, "female"), part(300, "male"), part(90, "other"), part(10)]
    languages = [part(number, key) for number, key in ((700, "ar"), (200, "fr"), (100, "en"))]
    return Totals(cohort, AT, AT, part(1000), schools, genders, languages, courses)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    yield document
    document.close()


def lines(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        read = text.get_text_range().replace("\u00a0", " ").splitlines()
        text.close()
        page.close()
    return [line.strip() for line in read]


def test_it_says_the_figures_in_french() -> None:
    with translation.override("fr"):
        read = lines(draw(totals(), zone="Africa/Casablanca"))
    assert [*read[:-2], " ".join(read[-2:])] == [
        "Jisr Chiffres du 29 novembre 2026",
        "Progression d’une cohorte",
        "Cedars",
        "Bridges en français · Ministry en français",
        "De la place au certificat",
        "Ont une place 1 000 100 %",
        "Ont activé leur compte 250 25 %",
        "Attendent un accord 250 25 %",
        "Ont commencé 500 50 %",
        "Actifs ces 14 derniers jours 250 25 %",
        "Ont terminé tous les cours 250 25 %",
        "Sont en retard dans un cours 250 25 %",
        "Ont remis un projet 250 25 %",
        "Ont un certificat 250 25 %",
        "Par cours",
        "Apprenants Commencé Terminé",
        "Cedars 0 en français 400 200 100",
        "Par école",
        "Cedars 0 en français 1 000 500 250",
        "Par sexe",
        "Femme 600 300 150",
        "Homme 300 150 75",
        "Autre 90 45 22",
        "Inconnu 10 5 2",
        "Par langue",
        "Arabe 700 350 175",
        "Français 200 100 50",
        "Anglais 100 50 25",
        "Apprenants Commencé Terminé",
        "Les apprenants sont ceux qui ont une place dans la cohorte aujourd’hui. Qui a fait une leçon ou entamé un quiz "
        "de ses cours a commencé ; qui a fait tout ce que demande chaque cours a terminé. Qui attend un accord ne peut pas "
        "encore apprendre.",
    ]


def test_it_is_written_as_in_the_cohorts_state() -> None:
    with translation.override("ar"):
        read = lines(draw(totals(country="JO"), zone="UTC"))
    assert read[:3] == ["جسر أحصيت في ٢٨ تشرين الثاني ٢٠٢٦", "حصيلة الفوج", "Cedars"]
    assert [line.replace("٪", "") for line in read[5:7]] == ["لهم مقعد ١ ٠٠٠ ١٠٠", "فتحوا حساباتهم ٢٥٠ ٢٥"]
    with translation.override("ar"):
        assert lines(draw(totals(country="MA"), zone="UTC"))[6] == "فتحوا حساباتهم 250 25%"


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize("name", ["ثانوية ابن خلدون التأهيلية " * 7, "Lycée Ibn Khaldoun et associés " * 6])
def test_it_stays_one_page(language: str, name: str) -> None:
    with translation.override(language):
        pdf = draw(totals(many=20, name=name.strip(), place=name.strip()), zone="UTC")
    with opened(pdf) as document:
        assert len(document) == 1
    assert b"pdfuaid:part>1</pdfuaid:part" in pdf


def is_bare(pdf: bytes, across: tuple[int, int], down: tuple[int, int] = (0, 297)) -> bool:
    """Whether the page is white between these distances from its left and upper edge, in millimetres."""
    with opened(pdf) as document:
        page = document[0].render(scale=72 / 25.4).to_pil()
    (left, right), (upper, lower) = ([edge * page.width // 210 for edge in edges] for edges in (across, down))
    return set(page.crop((left, upper, right, lower)).tobytes()) == {255}


@pytest.mark.parametrize(("language", "gutter"), [("ar", (117, 118)), ("en", (92, 93))])
@pytest.mark.parametrize("letter", ["W", "ض"])
def test_words_without_end_run_over_nothing(language: str, gutter: tuple[int, int], letter: str) -> None:
    endless = letter * 200
    with translation.override(language):
        pdf = draw(totals(many=20, name=endless, place=endless), zone="UTC")
    assert [is_bare(pdf, margin) for margin in ((0, 17), (193, 210))] == [True, True]
    assert is_bare(pdf, gutter, down=(150, 270))


def test_of_many_the_largest_are_named_and_the_other_schools_summed_up() -> None:
    with translation.override("en"):
        read = lines(draw(totals(many=20), zone="UTC"))
    assert [line for line in read if "more" in line] == [
        "15 more courses",
        "15 more schools 15 105 7 549 3 771",
    ]
    assert [line for line in read if line.startswith(("Cedars 19 ", "Cedars 15 ", "Cedars 14 "))] == [
        "Cedars 19 in English 419 200 100",
        "Cedars 15 in English 415 200 100",
        "Cedars 19 in English 1 019 509 254",
        "Cedars 15 in English 1 015 507 253",
    ]


def test_a_course_that_nobody_has_published_is_said_to_be_so() -> None:
    with translation.override("en"):
        read = lines(draw(replace(totals(), courses=[CourseCounts("watre", {})]), zone="UTC"))
    assert "watre (not published) 0 0 0" in read


def test_of_nobody_there_is_a_page_too() -> None:
    nobody = replace(totals(), totals=part(0), organisations=[], genders=[], languages=[], courses=[])
    with translation.override("en"):
        assert lines(draw(nobody, zone="UTC"))[5] == "Have a place 0 0%"


@pytest.mark.django_db
def test_a_coordinator_gets_it_in_her_language(client_of: Clients, room: Classroom) -> None:
    answer = client_of(coordinator(), language="fr").get(f"/api/v1/cohorts/{room.cohort.pk}/progress.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="progress.pdf"'
    assert "Progression d’une cohorte" in lines(b"".join(answer.streaming_content))

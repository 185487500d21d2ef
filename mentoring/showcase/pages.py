"""The showcase for people: a list that a form narrows, and a page for each project. No script, no account."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path
from django.views.decorators.http import require_safe

from foundation.kernel.language import NAMES, direction, pick
from foundation.kernel.pages import page
from mentoring.projects.models import Project
from mentoring.showcase.enums import Goal
from mentoring.showcase.selectors import (
    NEWEST,
    WORDS,
    get_shown,
    licence_of,
    list_shown,
    picture_of,
    states_named,
    states_of,
    team_named,
    team_size,
    words_of,
)

EACH = 20
LONGEST = 100
SMALL = 200_000  # bytes of a picture that may come with the page on a poor network
GOALS = {str(goal.value): goal for goal in Goal}


@require_safe
def showcase(request: HttpRequest) -> HttpResponse:
    asked, number = _asked(request.GET), _page_number(request.GET)
    start = (number - 1) * EACH
    found = list(list_shown(**asked).order_by(*NEWEST)[start : start + EACH + 1])
    states = states_named()
    context = {
        "asked": asked,
        "narrowed": any(asked.values()),
        "goals": GOALS.items(),
        "countries": states.items(),
        "languages": NAMES.items(),
        "cards": [_card(project, states) for project in found[:EACH]],
        "newer": _address(request.GET, number - 1) if number > 1 else "",
        "older": _address(request.GET, number + 1) if len(found) > EACH else "",
    }
    return page(request, "showcase/showcase.html", context)


@require_safe
def project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    found = get_shown(project_id)
    context = {
        **_card(found, states_named()),
        "call": pick(found.call.title),
        "team": team_named(found),
        "size": team_size(found),
        "picture": picture_of(found),
        "small": SMALL,
        "licence": licence_of(found),
    }
    return page(request, "showcase/project.html", context)


def _card(found: Project, states: dict[str, str]) -> dict[str, Any]:
    return {
        "project": found,
        **{field: words_of(found, field) for field in WORDS},
        "direction_of_text": direction(found.language),
        "states": [states.get(code, code) for code in states_of(found)],
        "goals": [goal for number, goal in GOALS.items() if int(number) in found.sdgs],
    }


def _asked(given: QueryDict) -> dict[str, Any]:
    """What the form may ask; an address that was typed otherwise narrows nothing."""
    q = given.get("q", "").replace("\0", "").strip()[:LONGEST]
    sdg, state, language = given.get("sdg", ""), given.get("state", ""), given.get("language", "")
    asked = {"q": q, "sdg": int(sdg) if sdg in GOALS else None, "language": language if language in NAMES else ""}
    return asked | {"state": state if state.isascii() and state.isalpha() and len(state) == 2 else ""}


def _page_number(given: QueryDict) -> int:
    typed = given.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 1


def _address(given: QueryDict, number: int) -> str:
    kept = [(name, value) for name, value in given.items() if name != "page"]
    return "?" + urlencode([*kept, ("page", str(number))])


urlpatterns = [
    path("showcase", showcase, name="showcase"),
    path("showcase/<uuid:project_id>", project, name="showcase-project"),
]

"""What learners and coordinators of a large house ask for. Runs with Django set up."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore

from courses.catalogue.models import Lesson
from courses.enrolment.models import Enrolment
from foundation.accounts.api.tokens import access_token
from foundation.accounts.models import User
from foundation.programmes.enums import Role
from foundation.programmes.models import MemberState, RoleGrant
from tests.benchmarks.growing import House, adult, claimed
from tests.benchmarks.people import Learner
from tests.benchmarks.teaching import WORDS

LEARNERS, COHORTS = 240, 20  # as many as there are in a small house: what is kept in process is as much
FILTERS = ("", "?language=fr", "?level=advanced", "?skill=career-planning", "?limit=100")
SIGNED_IN = timedelta(hours=2)


def requests(house: House, port: int, *, beyond: int) -> dict[str, list[bytes]]:
    """Of learners from all over the house behind the first `beyond`, and of those who coordinate cohorts all over it."""
    learners = _learners(house, beyond)
    ways = _ways(learners)
    chosen = ways[house.named :: house.courses_each]  # a course of her own for each
    coordinators = _coordinators(house)
    return {
        "floor": [request("GET", "/floor/read", port, "", place) for place in range(3)],
        "list": [
            request("GET", f"/api/v1/courses{FILTERS[place % len(FILTERS)]}", port, learner.token, place)
            for place, learner in enumerate(learners)
        ],
        "search": [
            request("GET", f"/api/v1/courses?q={quote(words)}", port, learners[place % len(learners)].token, place)
            for place, words in enumerate(_searches())
        ],
        "outline": [
            request("GET", f"/api/v1/courses/{slug}/outline", port, token, place)
            for place, (token, slug, _, _, _) in enumerate(chosen)
        ],
        "lesson": [
            request("GET", f"/api/v1/lessons/{lessons[place % len(lessons)]}", port, token, place)
            for place, (token, _, _, lessons, _) in enumerate(chosen)
        ],
        "completion": _completions(ways, port),
        "report": [
            request("GET", f"/api/v1/cohorts/{cohort}/progress?limit=100", port, token, place)
            for place, (token, cohort) in enumerate(coordinators)
        ],
        "totals": [
            request("GET", f"/api/v1/cohorts/{cohort}/progress/totals", port, token, place)
            for place, (token, cohort) in enumerate(coordinators)
        ],
    }


def signed_in(person: User) -> str:
    session = SessionStore()
    session["bench"] = True
    session.set_expiry(SIGNED_IN)
    session.create()
    return access_token(person, session)


def coordinator(house: House, cohort: int) -> str:
    """The token of one who coordinates the state of this cohort."""
    state = MemberState.objects.get(pk=house.schools[cohort % len(house.schools)].state)
    person, _ = User.objects.get_or_create(
        username=f"coordinator-{state.code}", defaults={"name": "Coordinator", "language": "fr", "password": "!"}
    )
    RoleGrant.objects.get_or_create(person=person, role=Role.COORDINATOR, state=state)
    return signed_in(person)


Way = tuple[str, str, UUID, list[UUID], int]


def _learners(house: House, beyond: int) -> list[Learner]:
    may = [number for number in range(beyond, len(house.people)) if adult(number) and claimed(number)]
    picked = may[:: max(1, len(may) // LEARNERS)][:LEARNERS]
    people = User.objects.in_bulk([house.people[number] for number in picked])
    return [Learner(person, signed_in(person)) for person in people.values()]


def _ways(learners: Sequence[Learner]) -> list[Way]:
    """(token, course, enrolment, its lessons, how many of them are done), of all that the learners are enrolled in."""
    tokens = {learner.person.pk: learner.token for learner in learners}
    rows = Enrolment.objects.filter(person__in=tokens).order_by("person", "id")
    found = list(rows.values_list("person", "course__slug", "id", "version", "done"))
    lessons: dict[UUID, list[UUID]] = {}
    taught = Lesson.objects.filter(version__in={version for *_, version, _ in found})
    for version, lesson in taught.order_by("module__position", "position").values_list("version", "id"):
        lessons.setdefault(version, []).append(lesson)
    return [
        (tokens[person], slug, enrolment, lessons[version], done) for person, slug, enrolment, version, done in found
    ]


def _completions(ways: Sequence[Way], port: int) -> list[bytes]:
    """New ones that neither begin nor end a course, one learner after the other, so that no two clients meet on one."""
    own = [
        [f"/api/v1/enrolments/{enrolment}/lessons/{lesson}/completion" for lesson in lessons[done:-1]]
        for _, _, enrolment, lessons, done in ways
        if done
    ]
    tokens = [token for token, *_, done in ways if done]
    longest = max(map(len, own))
    turns = [
        (token, paths[turn])
        for turn in range(longest)
        for token, paths in zip(tokens, own, strict=True)
        if turn < len(paths)
    ]
    return [request("PUT", path, port, token, 0) for token, path in turns]


def _coordinators(house: House) -> list[tuple[str, UUID]]:
    places = range(0, len(house.cohorts), max(1, len(house.cohorts) // COHORTS))[:COHORTS]
    tokens: dict[UUID, str] = {}
    for place in places:
        state = house.schools[place % len(house.schools)].state
        tokens[state] = tokens.get(state) or coordinator(house, place)
    return [(tokens[house.schools[place % len(house.schools)].state], house.cohorts[place].pk) for place in places]


def _searches() -> list[str]:
    """One word, two words, and a word with two of its letters changed about, in each language by turns."""
    asked = []
    for words in zip(*(WORDS[language] for language in ("ar", "en", "fr")), strict=False):
        for place, word in enumerate(words):
            other = WORDS[("ar", "en", "fr")[place]][-len(word)]
            asked += [word, f"{word} {other}", word[:2] + word[3:4] + word[2:3] + word[4:]]
    return asked


def request(method: str, path: str, port: int, token: str, place: int) -> bytes:
    language = ("ar", "en", "fr")[place % 3]
    lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{port}", "Accept: application/json"]
    lines += [f"Accept-Language: {language}"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Length: 0"] if method == "PUT" else []
    return "\r\n".join([*lines, "", ""]).encode()

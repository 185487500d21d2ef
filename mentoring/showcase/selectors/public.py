"""The showcase as anybody may read it. A project of it has its `states`, `everybody` who was ever in
its team, and nothing that is not to be read."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Func, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from foundation.files.models import StoredFile
from foundation.kernel.language import NAMES, pick
from foundation.kernel.names import fold_name
from foundation.programmes.models import MemberState
from foundation.programmes.policies import one
from mentoring.projects.enums import Licence, SubmissionStatus
from mentoring.projects.models import Call, Project, Submission, TeamMember
from mentoring.projects.selectors import licence_said, team_licence
from mentoring.showcase.enums import Goal, ShownName
from mentoring.showcase.models import Showing
from mentoring.showcase.policies import shown_picture, shown_projects, wanted_projects
from mentoring.showcase.rules import Named, named, publishable

NEWEST = ("-accepted_at", "-id")
WORDS = ("title", "problem", "idea")
READ = (*WORDS, "language", "sdgs", "accepted_at", "call__title")
MOST_COUNTED = 2000
TEAM = ("project_id", "left_at", "person__name", "person__name_latin")
ASKED = "(kernel_asked('ar', %s) || kernel_asked('en', %s) || kernel_asked('fr', %s))"
FACETS = """
    WITH found AS MATERIALIZED ({found})
    SELECT 'total', '', count(*) FROM found
     UNION ALL SELECT 'sdg', value::text, count(*) FROM found, unnest(sdgs) value GROUP BY value
     UNION ALL SELECT 'state', value, count(*) FROM found, unnest(states) value GROUP BY value
     UNION ALL SELECT 'language', language, count(*) FROM found GROUP BY language
     UNION ALL SELECT 'call', call_id::text, count(*) FROM found GROUP BY call_id
     ORDER BY 1, 3 DESC, 2
"""


@dataclass(frozen=True, slots=True)
class Count:
    value: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The most frequent first; unless `complete`, of the newest `MOST_COUNTED`, or of what is shown of the newest that say
    the words."""

    total: int
    complete: bool
    sdg: tuple[Count, ...]
    state: tuple[Count, ...]
    language: tuple[Count, ...]
    call: tuple[Count, ...]


def list_shown(**filters: Any) -> QuerySet[Project]:
    return _told(_narrowed(**filters))


def get_shown(project_id: UUID) -> Project:
    return one(_told(shown_projects().filter(pk=project_id)))


def get_shown_picture(project_id: UUID) -> StoredFile:
    shown = shown_projects().filter(pk=project_id)
    return one(shown_picture(project_id).filter(project__in=shown).select_related("file")).file


def team_named(project: Project) -> list[Named]:
    """Those who want a name to be read, in the order in which they came."""
    names = (named(m.shown_name or ShownName.NONE, m.person.name, m.person.name_latin) for m in _team(project))
    return [name for name in names if name]


def words_of(project: Project, field: str) -> str:
    """Its `title`, `problem` or `idea`, without what tells more of the team than they want told, and of whoever has left it
    without anything: nobody asks them."""
    whole = {m.person_id for m in _team(project) if m.shown_name == ShownName.FULL}
    hidden = [m.person for m in vars(project)["everybody"] if m.person_id not in whole]
    names = tuple(name for person in hidden for name in (person.name, person.name_latin))
    return publishable(getattr(project, field), names=names, countries=tuple(states_of(project)))


def team_size(project: Project) -> int:
    return len(_team(project))


def licence_of(project: Project) -> Licence:
    """The strictest that one of the team gave."""
    return team_licence(_team(project)) or Licence.ALL_RIGHTS_RESERVED


def picture_of(project: Project) -> dict[str, Any] | None:
    """Its `media_type` and `bytes`."""
    told: dict[str, Any] | None = vars(project)["picture"]
    return told


def states_of(project: Project) -> list[str]:
    return list(vars(project)["states"] or [])


def states_named() -> dict[str, str]:
    """By code, in the order of the reader's own names for them."""
    named = ((code, pick(name)) for code, name in MemberState.objects.values_list("code", "name"))
    return dict(sorted(named, key=lambda state: fold_name(state[1])))


def facets_of(**filters: Any) -> Facets:
    """Of the projects that `list_shown` gives for the same."""
    found = _narrowed(**filters).annotate(states=accepted_states()).order_by(*NEWEST)
    sql, values = found.values("sdgs", "language", "call_id", "states")[:MOST_COUNTED].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(FACETS.format(found=sql), values)
        rows = cursor.fetchall()
    counts: dict[str, dict[str, int]] = {"total": {}, "sdg": {}, "state": {}, "language": {}, "call": {}}
    for facet, value, count in rows:
        counts[facet][value] = count
    titles = {
        "sdg": {str(goal.value): str(goal.label) for goal in Goal},
        "state": states_named(),
        "language": NAMES,
        "call": _calls_named(counts["call"]),
    }
    (total,) = counts.pop("total").values()
    complete = total < MOST_COUNTED and _said_by_few(**filters)
    return Facets(total, complete, **{facet: _counted(each, titles[facet]) for facet, each in counts.items()})


def _counted(counts: dict[str, int], titles: dict[str, str]) -> tuple[Count, ...]:
    return tuple(Count(value, titles.get(value, value), count) for value, count in counts.items())


def _calls_named(ids: Collection[str]) -> dict[str, str]:
    titles = Call.objects.filter(pk__in=ids).values_list("pk", "title") if ids else ()
    return {str(call_id): pick(title) for call_id, title in titles}


def _narrowed(q: str = "", **filters: Any) -> QuerySet[Project]:
    found = _fitting(shown_projects(), **filters)
    return found.filter(pk__in=_saying(q, **filters)) if q.strip() else found


def _fitting(
    projects: QuerySet[Project], sdg: int | None = None, state: str = "", language: str = "", call: UUID | None = None
) -> QuerySet[Project]:
    given = {"language": language, "call": call, "sdgs__contains": sdg and [sdg], "of__contains": state and [state]}
    return projects.alias(of=accepted_states()).filter(**{field: value for field, value in given.items() if value})


def _said_by_few(q: str = "", **filters: Any) -> bool:
    return not q.strip() or _saying(q, **filters).count() < MOST_COUNTED


def _saying(words: str, **filters: Any) -> QuerySet[Project, Any]:
    """Of many that somebody wants shown the newest: whether they may be is asked one by one."""
    said = Func(
        "title", "problem", "idea", template="%(expressions)s", arg_joiner=" || ' ' || ", output_field=TextField()
    )
    vector = Func("language", said, function="kernel_vector")  # as the index `showcase_words` has it
    asked = RawSQL(ASKED, [words] * 3)  # noqa: S611
    says = Func(vector, asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())
    found = _fitting(wanted_projects().filter(says), **filters)
    return found.order_by(*NEWEST).values("pk")[:MOST_COUNTED]


def _told(projects: QuerySet[Project]) -> QuerySet[Project]:
    hers = Q(project=OuterRef("project"), person=OuterRef("person"))
    said = Showing.objects.filter(hers, show=True).values("name")
    team = TeamMember.objects.annotate(shown_name=Subquery(said), licence=licence_said())
    team = team.select_related("person").only(*TEAM).order_by("joined_at", "id")
    told = projects.select_related("call").only(*READ).annotate(states=accepted_states(), picture=_picture())
    return told.prefetch_related(Prefetch("members", queryset=team, to_attr="everybody"))


def _picture() -> Subquery:
    told = JSONObject(media_type="file__media_type", bytes="file__bytes")
    return Subquery(shown_picture(OuterRef("pk")).values_list(told)[:1])


def _team(project: Project) -> list[Any]:
    return [member for member in vars(project)["everybody"] if member.left_at is None]


def accepted_states() -> Subquery:
    """The member states of the team when it handed in what was accepted."""
    accepted = Submission.objects.filter(project=OuterRef("pk"), status=SubmissionStatus.ACCEPTED)
    return Subquery(accepted.order_by("-submitted_at").values("states")[:1])

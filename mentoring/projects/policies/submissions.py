from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import withheld
from foundation.programmes.enums import Role
from foundation.programmes.policies import has_role, is_office, members_visible_to, one
from mentoring.mentors.policies import Desk, desk_of, desks_of, in_conflict
from mentoring.mentors.selectors import mentors_taking
from mentoring.projects.enums import MentorshipEnd
from mentoring.projects.models import WAITING, Mentorship, Project, Submission
from mentoring.projects.policies.teams import is_member, no_member, none_of, was_member
from mentoring.projects.rules import is_mentored, pools_sought

NOTHING = Q(pk__in=())
FEW, MANY = 5, 50  # mentors: nearly always the first could take it, and each costs milliseconds to ask
LEFT = (MentorshipEnd.TEAM, MentorshipEnd.SILENT)  # the project goes on without them, for good


def submissions_visible_to(actor: User) -> QuerySet[Submission]:
    seen = _known_to(actor)
    if has_role(actor, Role.MENTOR):
        seen |= readable_by(actor)
    return Submission.objects.filter(seen)


def submissions_known_to(actor: User) -> QuerySet[Submission]:
    """Those whose team the actor may know by name."""
    return Submission.objects.filter(_known_to(actor))


def _known_to(actor: User) -> Q:
    if is_office(actor):
        return ~Q(pk__in=())
    seen = is_member(actor, "project")
    theirs = ~no_member(Q(person__in=members_visible_to(actor)), "project")
    return seen | theirs if has_role(actor, Role.COORDINATOR) else seen


def get_submission_for(actor: User, submission_id: UUID) -> Submission:
    return one(submissions_visible_to(actor).filter(pk=submission_id))


def readable_by(actor: User) -> Q:
    """What a mentor once took up; and, unless they rest, what waits and suits them. Nothing beyond what is open to them, and
    nothing of a team of which somebody may have no contact with mentors, from the moment on that this is so."""
    return reduce(or_, readings_of(actor), NOTHING)


def readings_of(actor: User) -> list[Q]:
    """The same, way by way, each with an index of its own."""
    desk = desk_of(actor)
    if desk is None:
        return []
    taken_up = Q(readers__contains=[actor.id]) & open_to(desk) & may_be_met()
    return [taken_up, WAITING & kept_for(desk), WAITING & for_anybody(desk)]


def open_to(desk: Desk, path: str = "") -> Q:
    """Of submissions (at that path) that the mentor may see at all: of a state that trusts them, no conflict declared, of a
    team that didn't ask for another."""
    return trusted_with(desk, path) & ~_left(desk, MentorshipEnd.TEAM, path=path)


def trusted_with(desk: Desk, path: str = "") -> Q:
    """The same, whoever the team asked for: of such work a mentor keeps what they typed themselves."""
    seen = Q() if desk.trusted is None else Q(**{f"{path}states__overlap": sorted(desk.trusted)})
    return seen & without_conflict(desk, path)


def without_conflict(desk: Desk, path: str = "") -> Q:
    return no_member(in_conflict(desk), f"{path}project") if desk.conflicts else Q()


def _left(desk: Desk, *endings: MentorshipEnd, path: str = "") -> Q:
    """Of a project in which they ended as mentor in one of these ways."""
    gone = Mentorship.objects.filter(mentor=desk.mentor.person_id, ending__in=endings)
    return Q(**{f"{path}project__in": gone.values("project")})


def may_be_met() -> Q:
    """Of submissions of whose team everybody may have contact with mentors now."""
    return no_member(Q(withheld(Purpose.MENTOR_CONTACT)), "project")


def met_of(submission_ids: Collection[UUID]) -> set[UUID]:
    """Of these, whose teams may be met now."""
    return set(Submission.objects.filter(may_be_met(), pk__in=submission_ids).values_list("pk", flat=True))


def without_mentor(waiting: Iterable[Submission]) -> set[UUID]:
    """What waits for anybody and no mentor is left for, who hasn't had it in hand: it stands in no queue. By the rule of
    their queues, asked of several mentors in one statement, until none of it is left; nearly always that is one time."""
    rows = list(waiting)
    left, states = {row.id for row in rows}, {state for row in rows for state in row.states}
    people = list(mentors_taking({row.pools[0] for row in rows}, states).only("id")) if rows else []
    size = FEW
    while left and people:
        left -= _taken_by(people[:size], left)
        people, size = people[size:], MANY
    return left


def _taken_by(people: Collection[User], ids: Collection[UUID]) -> set[UUID]:
    theirs = (for_anybody(desk) & ~Q(readers__contains=[desk.mentor.person_id]) for desk in desks_of(people))
    return set(Submission.objects.filter(reduce(or_, theirs, NOTHING), pk__in=ids).values_list("pk", flat=True))


def suits(desk: Desk) -> Q:
    """What is for anybody and theirs to take, and what is kept for them."""
    return for_anybody(desk) | kept_for(desk)


def for_anybody(desk: Desk) -> Q:
    """In a language of the mentor's, from a state that they serve, never of a team that was theirs or that they have left
    waiting, and of a team that may be met. A state that they serve is one that trusts them."""
    unkept = Q(reserved_for=None, pools__overlap=pools_sought(desk.mentor.languages, desk.states))
    own = was_member(desk.mentor.person_id, "project")
    return unkept & ~own & ~_left(desk, *LEFT) & _is_unbiased(desk) & may_be_met() & without_conflict(desk)


def _is_unbiased(desk: Desk) -> Q:
    """Of what one reads; and where several are to read without knowing whose it is and what others say, of what the mentor
    has seen nothing before: no mentorship of the project, no seat at another stage, no eye on what was given, nobody in the
    team whom they know by name as a coordinator."""
    here, person_id = Q(project=OuterRef("project")), desk.mentor.person_id
    mentored = Mentorship.objects.filter(here, mentor=person_id)
    read = Submission.objects.filter(here, ~Q(stage=OuterRef("stage")), readers__contains=[person_id])
    unknown = Q() if desk.known is None else no_member(Q(person__in=desk.known), "project")
    blind = Q(pk__in=()) if desk.oversees else none_of(mentored) & none_of(read) & unknown
    return Q(seats__lte=1) | blind


def kept_for(desk: Desk) -> Q:
    """What the mentor's own projects hand in: also while they rest, in whatever language it is."""
    own = was_member(desk.mentor.person_id, "project")
    return Q(reserved_for=desk.mentor.person_id) & ~own & may_be_met() & open_to(desk)


def get_own_submission(actor: User, submission_id: UUID) -> Submission:
    return one(_own(actor, submission_id))


def lock_own_submission(actor: User, submission_id: UUID) -> Submission:
    return one(_own(actor, submission_id).select_for_update(of=("self",), no_key=True))


def lock_submission_of(project: Project, submission_id: UUID) -> Submission:
    """Of a project that is locked already."""
    return one(project.submissions.filter(pk=submission_id).select_for_update(no_key=True))


def _own(actor: User, submission_id: UUID) -> QuerySet[Submission]:
    rows = Submission.objects.filter(is_member(actor, "project"), pk=submission_id)
    return rows.select_related("project__call")


def is_blind(submission: Submission) -> bool:
    """Whether those who read it are not to know of each other."""
    return not is_mentored(submission.project.call.stages, submission.stage)

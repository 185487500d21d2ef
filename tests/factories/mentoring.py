"""Calls, projects, submissions and reviews for tests. What a learner or mentor does goes through the services; where nothing
was done before, what they leave is written in few statements (tests/mentoring/test_written.py holds them to it)."""

from datetime import date, timedelta
from typing import Any

import factory
from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel import clock
from foundation.kernel.ids import new_id
from foundation.outbox import publish
from foundation.outbox.events.mentoring import ProjectSubmitted
from foundation.outbox.models import Delivery
from foundation.outbox.services import deliver
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Membership, MemberState, Organisation, Programme, RoleGrant
from foundation.programmes.selectors import state_codes_of_all
from mentoring.mentors.models import Mentor, Suspension, Vetting
from mentoring.projects.models import Call, Project, Submission, TeamMember
from mentoring.projects.policies import day_of_team, team_of
from mentoring.projects.rules import answer_faults, missing_answers, pools_of, questions_of, review_of
from mentoring.projects.services import begin_submission, submit_submission, take_up
from mentoring.reviews.models import LIVE, Review
from mentoring.reviews.policies import as_own
from mentoring.reviews.rules import SLOTS, first_free, lease_until
from mentoring.reviews.services import lease_submission, save_review, submit_review
from mentoring.reviews.services.deciding import settle
from tests.factories.accounts import PersonFactory

ANSWERS = {"who": "Farmers of our valley.", "demo": "https://example.org/demo"}
# Whatever writes projects by SQL: each owner alone is the team.
TEAMS = """
    INSERT INTO projects_teammember (id, created_at, project_id, call_id, person_id, seat, sole, role, joined_at)
    SELECT gen_random_uuid(), now(), id, call_id, owner_id, 1, sole, '', now() FROM projects_project p
     WHERE NOT EXISTS (SELECT FROM projects_teammember t WHERE t.project_id = p.id)
"""
SCORES = {"clear": {"points": 5, "reason": "One reads it once."}, "useful": {"points": 10, "reason": ""}}


WHOLE = {"scores": SCORES, "feedback": "Well observed."}


def texts(words: str) -> dict[str, str]:
    return {"ar": f"{words} بالعربية", "en": f"{words} in English", "fr": f"{words} en français"}


def question(key: str, kind: str = "text", *, required: bool = True, **asked: Any) -> dict[str, Any]:
    told = {"key": key, "title": texts(key), "kind": kind, "required": required}
    return {**told, "max_bytes": None, "media_types": [], **asked}


def stage(key: str) -> dict[str, Any]:
    questions = [question("who"), question("demo", "link"), question("more", required=False)]
    return {"key": key, "title": texts(key), "questions": questions}


def showing(**asked: Any) -> dict[str, Any]:
    """A stage that asks for a file, `poster`, and takes another."""
    questions = [question("who"), question("poster", "file", **asked), question("extra", "file", required=False)]
    return {**stage("idea"), "questions": questions}


def blind_call(reviewers: int = 2, threshold: float = 0.25, *later: dict[str, Any], **call: Any) -> Call:
    """Its first stage is reviewed by so many who don't know of each other."""
    gate = {**stage("idea"), "review": {"mode": "blind", "reviewers": reviewers, "threshold": threshold}}
    made: Call = CallFactory(stages=[gate, *later], **call)
    return made


def scored(clear: int, useful: int) -> dict[str, Any]:
    return {"clear": {"points": clear, "reason": "Seen."}, "useful": {"points": useful, "reason": "Seen."}}


def rubric() -> dict[str, Any]:
    levels = [{"points": points, "title": texts(str(points))} for points in (0, 5, 10)]
    return {"criteria": [{"key": key, "title": texts(key), "levels": levels} for key in ("clear", "useful")]}


class CallFactory(factory.django.DjangoModelFactory[Call]):
    class Meta:
        model = Call

    title = factory.LazyFunction(lambda: texts("A call"))
    stages = factory.LazyFunction(lambda: [stage("idea")])
    rubric = factory.LazyFunction(rubric)
    several_projects = True


class ProjectFactory(factory.django.DjangoModelFactory[Project]):
    class Meta:
        model = Project

    call = factory.SubFactory(CallFactory)
    owner = factory.SubFactory(PersonFactory)
    title = factory.Sequence(lambda n: f"Water for field {n}")
    problem = "Pumps run at night."
    idea = "A sensor that says when."
    language = "ar"
    stage = factory.LazyAttribute(lambda project: project.call.stages[0]["key"])
    sole = factory.LazyAttribute(lambda project: not project.call.several_projects)

    @classmethod
    def _create(cls, model_class: type[Project], *args: Any, **kwargs: Any) -> Project:
        project = super()._create(model_class, *args, **kwargs)
        joined(project, project.owner, seat=1)
        return project


def joined(project: Project, person: User | None = None, **given: Any) -> User:
    """Somebody in the team, without what joining asks."""
    person = person or PersonFactory()
    seat = given.pop("seat", None) or project.members.count() + 1
    place = {"project": project, "call": project.call, "sole": project.sole, "seat": seat}
    TeamMember.objects.create(person=person, **{**place, **given})
    return person


def granted(role: Role, *, state: MemberState | None = None, **person: Any) -> User:
    """A person who holds the role."""
    holder = PersonFactory(**person)
    RoleGrant.objects.create(person=holder, role=role, state=state)
    return holder


def member_state(code: str = "MA") -> MemberState:
    return MemberState.objects.get_or_create(code=code, defaults={"name": texts(code), "languages": ["ar", "fr"]})[0]


def mentor(*, state: MemberState | None = None, is_vetted: bool = True, **profile: Any) -> User:
    """A person who may take work: vetted for every state, and in all three languages, unless told otherwise."""
    person = granted(Role.MENTOR, state=state, name="Mentor Of Secrets")
    made = Mentor.objects.create(person=person, **{"languages": ["ar", "en", "fr"], **profile})
    if is_vetted:
        vetted(made)
    return person


def vetted(whom: User | Mentor, state: MemberState | None = None, *, days: int = 365, **given: Any) -> Vetting:
    """A valid vetting, with so many days left."""
    decided = {"status": "valid", "decided_at": clock.now(), "expires_on": clock.today() + timedelta(days=days)}
    profile = whom if isinstance(whom, Mentor) else Mentor.objects.get(person=whom)
    return Vetting.objects.create(mentor=profile, state=state, **{"wanted": [], **decided, **given})


def suspended(person: User) -> Suspension:
    """Without what follows from it."""
    return Suspension.objects.create(mentor=Mentor.objects.get(person=person), reason="report")


def draft(project: Project | None = None, answers: dict[str, str] | None = None) -> Submission:
    project = project or ProjectFactory()
    return begin_submission(actor=project.owner, project_id=project.id, answers={**ANSWERS, **(answers or {})})


def waiting(project: Project | None = None) -> Submission:
    if project and project.submissions.exists():
        submission = draft(project)
        return submit_submission(actor=submission.project.owner, submission_id=submission.id, now=clock.now())
    return handed_in(project or ProjectFactory())


@transaction.atomic
def handed_in(project: Project) -> Submission:
    """The first of a project."""
    questions = questions_of(project.call.stages, project.stage)
    assert not answer_faults(ANSWERS, questions, {}) + missing_answers(ANSWERS, questions)
    now, seats = clock.now(), review_of(project.call.stages, project.stage)["reviewers"]
    states = state_codes_of_all(team_of(project.id)).values()
    shared = sorted(frozenset.intersection(*states)) if states else []
    placed = {"states": shared, "pools": pools_of(project.language, shared), "ticket": new_id(), "seats": seats}
    times = {"submitted_at": now, "waits_on": day_of_team(project.id, now)}
    submission = Submission(project=project, stage=project.stage, number=1, answers=dict(ANSWERS), **placed, **times)
    submission.status, submission.wanting, submission.revision = "submitted", seats, 2
    submission.save(force_insert=True)
    project.status = "submitted"
    project.advance(["status"])
    publish(ProjectSubmitted(submission_id=submission.id, project_id=project.id))
    return submission


def leased(by: User, submission: Submission | None = None) -> Review:
    if submission:
        return lease_submission(actor=by, submission_id=submission.id, now=clock.now())
    return begun(by, waiting())


@transaction.atomic
def begun(by: User, submission: Submission, **typed: Any) -> Review:
    """By a mentor who may, of what one reads and nobody has read."""
    now, profile = clock.now(), Mentor.objects.get(person=by)
    slot = first_free(SLOTS, Review.objects.filter(LIVE, mentor=profile).values_list("slot", flat=True))
    held = {"mentor": profile, "slot": slot, "created_at": now, "lease_until": lease_until(now)}
    review = Review.objects.create(submission=submission, **held, **typed)
    take_up(actor=by, submission_id=submission.id)
    return as_own(review)


@transaction.atomic
def given(by: User, submission: Submission, decision: str = "accepted", **words: Any) -> Review:
    """As `begun`, and the decision goes out."""
    now, typed = clock.now(), {**WHOLE, "decision": decision, **words}
    review = begun(by, submission, status="submitted", submitted_at=now, revision=3, **typed)
    record(actor_id=by.id, action="review.submitted", subject_type="review", subject_id=review.id)
    settle(by, review, now)
    return review


def typed(by: User, review: Review, decision: str = "accepted", **words: Any) -> Review:
    """The review with all that it needs to go out."""
    changes = {**WHOLE, "decision": decision, **words}
    if review.revision > 1 or review.scores:
        return save_review(actor=by, review_id=review.id, revision=None, changes=changes)
    for field, value in changes.items():
        setattr(review, field, value)
    return review.advance(changes)


def reviewed(by: User, submission: Submission | None = None, decision: str = "accepted", **words: Any) -> Review:
    submission = submission or waiting()
    fresh = not submission.readers and submission.reserved_for is None
    if fresh and (submission.status, submission.seats) == ("submitted", 1):
        return given(by, submission, decision, **words)
    review = typed(by, leased(by, submission), decision, **words)
    return submit_review(actor=by, review_id=review.id, now=clock.now())


def member_of(code: str, **person: Any) -> User:
    """A learner in a cohort of that state."""
    state, member = member_state(code), PersonFactory(**person)
    school = Organisation.objects.create(name=texts("School"), slug=f"school-{member.username}", state=state)
    days = {"starts_on": date(2026, 9, 1), "ends_on": date(2099, 6, 30)}
    programme = Programme.objects.create(title=texts("Programme"), slug=f"programme-{member.username}", **days)
    cohort = Cohort.objects.create(
        name="Cohort", programme=programme, organisation=school, seats=5, languages=["ar"], **days
    )
    places = {"cohort": cohort, "programme": programme, "state": state, "organisation": school}
    Membership.objects.create(person=member, status="active", **places)
    return member


def deliver_all() -> None:
    """What the workers would do with the news."""
    for delivery_id in Delivery.objects.filter(done_at=None).order_by("id").values_list("id", flat=True):
        deliver(delivery_id=delivery_id)


def written_anew(row: Submission | Review, **values: Any) -> None:
    """As no move would leave it: the database watches over those."""
    type(row)._default_manager.filter(pk=row.pk).delete()
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)

"""Every text that is typed is one of its own, to be found again: in the tables, and in answers where it must not be."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from mentoring.mentors.models import Conflict, Suspension, Vetting
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.models import Asking, Project, Submission, TeamMember
from mentoring.projects.policies import is_blind
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.models import Report, Review, Unsaved
from tests.mentoring.playing.world import FAMILY, LEARNERS, MENTORS, World, known_as

WORD = re.compile(r"wrd[0-9]{5}")
ABROAD = {"foreigner"}
DECIDED = {SubmissionStatus.RETURNED, SubmissionStatus.ACCEPTED, SubmissionStatus.DECLINED}


class Words:
    """`kept` is by place (the resource and the way to it in there) the last text that was accepted."""

    def __init__(self) -> None:
        self.said = 0
        self.kept: dict[tuple[str, str], str] = {}

    def new(self) -> str:
        self.said += 1
        return f"wrd{self.said:05}"

    def keep(self, method: str, path: str, body: Any, content: Any) -> None:
        made = method == "POST" and isinstance(content, dict) and "id" in content
        place = f"{path.rsplit('/', 1)[-1]}/{content['id']}" if made else path
        if method == "DELETE":
            self.kept = {known: word for known, word in self.kept.items() if known[0] != path}
        elif method != "POST" or place != path:
            self.kept.update({(place, where): word for where, word in _found(body)})

    def lost(self, rows: dict[str, str]) -> dict[tuple[str, str], str]:
        all_rows = "\n".join(rows.values())
        return {place: word for place, word in self.kept.items() if word not in all_rows}

    def check(self, world: World, who: str, answer: str) -> None:
        """No word is read by somebody whom none of the rows that hold it is for, and no other mentor's name."""
        if who in (*LEARNERS, *MENTORS):
            told = {name for name in MENTORS if known_as(name) in answer or str(world.people[name]) in answer}
            assert told - {who} == set(), (who, answer)
        if words := set(WORD.findall(answer)):
            sight = Sight(world, who)
            assert {word for word in words if not sight.may_read(word)} == set(), (who, answer)


def _found(body: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield from _found(value, f"{where}/{key}")
    elif isinstance(body, str) and (match := WORD.search(body)):
        yield where, match.group()


class Sight:
    """What a person of the world may read now."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who, self.person_id = world, who, world.people[who]
        self.projects = {project.id: project for project in Project.objects.all()}
        self.submissions = {one.id: one for one in Submission.objects.select_related("project__call")}
        self.reviews = list(Review.objects.select_related("mentor"))
        self.unsaved = list(Unsaved.objects.select_related("review__mentor"))
        self.team: dict[UUID, set[str]] = {}
        for project_id, person_id in TeamMember.objects.filter(left_at=None).values_list("project", "person"):
            self.team.setdefault(project_id, set()).add(world.name_of(person_id))

    def may_read(self, word: str) -> bool:
        held = [
            *(
                self.sees_project(row)
                for row in self.projects.values()
                if word in f"{row.title} {row.problem} {row.idea}"
            ),
            *(self.sees_submission(row) for row in self.submissions.values() if word in str(row.answers)),
            *(self.sees_review(row) for row in self.reviews if word in f"{row.feedback} {row.scores}"),
            *(self.sees_handed(row) for row in self.reviews if word in f"{row.word} {row.handed}"),
            *(self.is_own(row.review) for row in self.unsaved if word in str(row.typed)),
            *(False for _ in Asking.objects.filter(words=word)),
            *(self.hears(row) for row in Report.objects.filter(words__contains=word)),
        ]
        return any(held) or not held

    def hears(self, report: Report) -> bool:
        return self.person_id == report.reporter_id or self.who in ("office", "officer")

    def sees_project(self, project: Project) -> bool:
        handed_in = any(one.project_id == project.id and self.is_read(one) for one in self.submissions.values())
        return self.stands_near(project) or (self.is_trusted_with(project) and handed_in)

    def sees_submission(self, submission: Submission) -> bool:
        project = self.projects[submission.project_id]
        return self.stands_near(project) or (self.is_trusted_with(project) and self.is_read(submission))

    def sees_review(self, review: Review) -> bool:
        """One's own; else what was given: the team and their coordinator when all is decided, another mentor too, or once
        she has given her own; the office at once."""
        if self.is_own(review):
            return True
        submission = self.submissions[review.submission_id]
        decided = submission.status in DECIDED
        if review.status != ReviewStatus.SUBMITTED or not self.sees_submission(submission):
            return False
        return decided or self.who == "office" or self.has_given(submission.id)

    def is_own(self, review: Review) -> bool:
        return review.mentor.person_id == self.person_id

    def sees_handed(self, review: Review) -> bool:
        """What was said when it was handed back: whoever took it up after, and the office."""
        if self.is_own(review):
            return True
        known = review.status == ReviewStatus.RELEASED and not is_blind(self.submissions[review.submission_id])
        return known and (self.who == "office" or self.took_up_after(review))

    def took_up_after(self, review: Review) -> bool:
        later = (one for one in self.reviews if one.created_at > review.created_at)
        return any(
            one.submission_id == review.submission_id and one.mentor.person_id == self.person_id for one in later
        )

    def stands_near(self, project: Project) -> bool:
        team = self.team.get(project.id, set())
        staff = {"office": True, "coordinator": bool(team - ABROAD), "coordinator abroad": bool(team & ABROAD)}
        return self.who in team or staff.get(self.who, False)

    def is_trusted_with(self, project: Project) -> bool:
        if self.who not in MENTORS:
            return False
        own = {"mentor__person": self.person_id}
        if Suspension.objects.filter(lifted_at=None, **own).exists() or not Vetting.objects.filter(
            status="valid", **own
        ):
            return False
        related = Conflict.objects.filter(family_key=FAMILY.lower(), ended_at=None, **own).exists()
        return not (related and "lead" in self.team.get(project.id, ()))

    def has_given(self, submission_id: UUID) -> bool:
        given = (one for one in self.reviews if one.status == ReviewStatus.SUBMITTED)
        return any(one.submission_id == submission_id and one.mentor.person_id == self.person_id for one in given)

    def is_read(self, submission: Submission) -> bool:
        return submission.status != SubmissionStatus.DRAFT

"""Whatever anybody asks of the API, in whatever order: nothing leaves the written tables of states, a refusal changes nothing,
nothing typed is lost, and nobody reads what is not for them."""

from typing import Any

import pytest
from celery import current_app
from django.db.models import Model, QuerySet
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from config.schedule import SCHEDULE
from mentoring.mentors.models import Mentor, Vetting
from mentoring.projects.models import Call, Mentorship, Project, Submission, TeamMember
from mentoring.reviews.models import Review
from tests.factories.mentoring import deliver_all
from tests.mentoring.playing import anything
from tests.mentoring.playing.asking import Asking, Form
from tests.mentoring.playing.world import EVERYBODY, FAMILY, LEARNERS, MENTORS, World, build
from tests.scenes import scene
from tests.services import in_full, scale

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
_written, world = scene(build)

RIGHTFUL = ""  # whoever may do it
who = st.sampled_from([RIGHTFUL] * 20 + list(EVERYBODY))
which = st.integers(0, 3)  # of the newest
SWEEPS = [entry["task"] for entry in SCHEDULE.values() if entry["task"].split(".")[0] in anything.APPS]
DAY = 24 * 60
DECISIONS = ("accepted", "revise", "declined")
WHOLE = {"scores": {"clear": {"points": 5}, "useful": {"points": 10}}}


def newest(rows: QuerySet[Any], which: int) -> Any:
    """One of the newest; None where there are none."""
    found = list(rows.order_by("-created_at", "-pk")[:4])
    return found[which % len(found)] if found else None


class Play(Asking):
    def of(self, who: str, model: type[Model], which: int, **asked: Any) -> tuple[str, Any]:
        """A row, and who does something to it: `who`, or one of those whose it is."""
        row = newest(model._default_manager.filter(**asked), which)
        if who or row is None:
            return who, row
        if isinstance(row, Review):
            return self.world.name_of(row.mentor.person_id), row
        project_id = row.pk if isinstance(row, Project) else row.project_id
        team = TeamMember.objects.filter(project=project_id, left_at=None).order_by("seat")
        people = list(team.values_list("person", flat=True)) or [self.world.people["lead"]]
        return self.world.name_of(people[which % len(people)]), row

    @rule(who=st.sampled_from(LEARNERS), which=which)
    def join(self, who: str, which: int) -> None:
        project = newest(Project.objects.all(), which)
        lead = self.world.name_of(project.owner_id)
        shown = self.ask(lead, "POST", f"projects/{project.id}/join-code")
        if shown:
            self.ask(who, "POST", "teams", {"code": shown["code"]})

    @rule(who=who, which=which)
    def leave(self, who: str, which: int) -> None:
        member = newest(TeamMember.objects.filter(left_at=None), which)
        name = who or self.world.name_of(member.person_id)
        self.ask(name, "DELETE", f"projects/{member.project_id}/members/{member.id}")

    @rule(who=st.sampled_from(LEARNERS), which=which, language=st.sampled_from(["ar", "fr"]))
    def begin(self, who: str, which: int, language: str) -> None:
        call = newest(Call.objects.all(), which)
        words = {key: self.words.new() for key in ("title", "problem", "idea")}
        self.ask(who, "POST", "projects", {"call": str(call.id), "language": language, **words})

    @rule(who=who, which=which)
    def change_project(self, who: str, which: int) -> None:
        name, project = self.of(who, Project, which)
        if project:
            self.ask(name, "PATCH", f"projects/{project.id}", {"idea": self.words.new()})

    @rule(who=who, which=which)
    def draft(self, who: str, which: int) -> None:
        name, project = self.of(who, Project, which)
        if project:
            self.ask(name, "POST", f"projects/{project.id}/submissions", {"answers": {"who": self.words.new()}})

    @rule(who=who, which=which, link=st.booleans())
    def answer(self, who: str, which: int, link: bool) -> None:
        name, submission = self.of(who, Submission, which)
        if submission:
            answers = {"more": self.words.new(), "demo": "https://example.org/" if link else "nowhere"}
            self.ask(name, "PATCH", f"submissions/{submission.id}", {"answers": answers})

    @rule(who=who, which=which, question=st.sampled_from(["photo", "photo", "who"]))
    def send_a_file(self, who: str, which: int, question: str) -> None:
        name, submission = self.of(who, Submission, which, status="draft")
        if submission:
            self.ask(name, "POST", f"submissions/{submission.id}/files", Form(question, "me.pdf", b"%PDF-1.7 obj"))

    @rule(who=who, which=which)
    def hand_in(self, who: str, which: int) -> None:
        name, submission = self.of(who, Submission, which)
        if submission:
            self.ask(name, "POST", f"submissions/{submission.id}/submit")

    @rule(who=who, which=which)
    def take_back(self, who: str, which: int) -> None:
        name, submission = self.of(who, Submission, which, status="submitted")
        if submission:
            self.ask(name, "POST", f"submissions/{submission.id}/withdrawal")

    @rule(who=who, which=which)
    def discard(self, who: str, which: int) -> None:
        name, submission = self.of(who, Submission, which)
        if submission:
            self.ask(name, "DELETE", f"submissions/{submission.id}")

    @rule(who=st.sampled_from(LEARNERS), read_by=st.sampled_from(["one", "several"]))
    def come_to_the_queue(self, who: str, read_by: str) -> None:
        """A project from its beginning until it waits."""
        first, _, blind = Call.objects.order_by("created_at")[:3]
        call = first if read_by == "one" else blind
        words = {key: self.words.new() for key in ("title", "problem", "idea")}
        project = self.ask(who, "POST", "projects", {"call": str(call.id), "language": "ar", **words})
        if project:
            self._hand_in_anew(who, project["id"])

    @rule(which=which)
    def hand_in_anew(self, which: int) -> None:
        name, project = self.of(RIGHTFUL, Project, which, status="active")
        if project:
            self._hand_in_anew(name, project.id)

    def _hand_in_anew(self, who: str, project_id: Any) -> None:
        answers = {"who": self.words.new(), "demo": "https://example.org/"}
        draft = self.ask(who, "POST", f"projects/{project_id}/submissions", {"answers": answers})
        if draft:
            self.ask(who, "POST", f"submissions/{draft['id']}/submit")

    @rule(who=st.sampled_from(MENTORS), which=which)
    def take(self, who: str, which: int) -> None:
        submission = newest(Submission.objects.exclude(status="draft"), which)
        if submission:
            self.ask(who, "POST", f"review-queue/{submission.id}/lease")

    @rule(who=who, which=which, decision=st.sampled_from(["accepted", "revise", "declined", None]))
    def write(self, who: str, which: int, decision: str | None) -> None:
        name, review = self.of(who, Review, which)
        if review:
            typed = {"feedback": self.words.new(), "decision": decision, **WHOLE}
            self.ask(name, "PATCH", f"reviews/{review.id}", typed)

    @rule(who=who, which=which, deed=st.sampled_from(["submit", "submit", "renew"]))
    def end(self, who: str, which: int, deed: str) -> None:
        name, review = self.of(who, Review, which)
        if review:
            self.ask(name, "POST", f"reviews/{review.id}/{deed}")

    @rule(who=who, which=which, with_draft=st.booleans())
    def hand_back(self, who: str, which: int, with_draft: bool) -> None:
        name, review = self.of(who, Review, which)
        if review:
            body = {"word": self.words.new(), "with_draft": with_draft}
            self.ask(name, "POST", f"reviews/{review.id}/release", body)

    @rule(who=who, which=which, method=st.sampled_from(["POST", "DELETE"]))
    def ask_for_another_mentor(self, who: str, which: int, method: str) -> None:
        name, project = self.of(who, Project, which, pk__in=Mentorship.objects.values("project"))
        if project:
            wish = {"reason": "other", "words": self.words.new()} if method == "POST" else None
            self.ask(name, method, f"projects/{project.id}/other-mentor", wish)

    @rule(who=st.sampled_from(MENTORS), which=which, decision=st.sampled_from(DECISIONS))
    def review(self, who: str, which: int, decision: str) -> None:
        """One that a mentor takes up, writes and gives."""
        submission = newest(Submission.objects.exclude(status="draft"), which)
        if submission:
            self._review(who, submission, decision)

    def _review(self, who: str, submission: Any, decision: str) -> None:
        lease = self.ask(who, "POST", f"review-queue/{submission.id}/lease")
        if lease:
            typed = {"feedback": self.words.new(), "decision": decision, **WHOLE}
            self.ask(who, "PATCH", f"reviews/{lease['id']}", typed)
            self.ask(who, "POST", f"reviews/{lease['id']}/submit")

    @rule(whom=st.permutations(MENTORS[:3]), decisions=st.lists(st.sampled_from(DECISIONS), min_size=3, max_size=3))
    def review_blind(self, whom: list[str], decisions: list[str]) -> None:
        """Two or three in a row give their reviews of the same."""
        submission = newest(Submission.objects.filter(seats__gt=1, wanting__gt=0), 0)
        for who, decision in zip(whom, decisions, strict=True) if submission else ():
            self._review(who, submission, decision)

    @rule(
        who=st.sampled_from(["office", "office", "reader", "lead"]),
        which=which,
        status=st.sampled_from(["open", "closed"]),
    )
    def open_or_close(self, who: str, which: int, status: str) -> None:
        self.ask(who, "PATCH", f"calls/{newest(Call.objects.all(), which).id}", {"status": status})

    @rule(deed=st.sampled_from(["suspend", "lift", "declare", "rest", "ask", "decide", "revoke"]), who=who, which=which)
    def trust_or_not(self, deed: str, who: str, which: int) -> None:
        getattr(self, f"_{deed}")(who, MENTORS[which])

    def _suspend(self, who: str, whom: str) -> None:
        self.ask(who or "officer", "POST", self._suspension(whom), {"reason": "report"})

    def _lift(self, who: str, whom: str) -> None:
        self.ask(who or "officer", "DELETE", self._suspension(whom))

    def _suspension(self, whom: str) -> str:
        return f"mentors/{Mentor.objects.get(person=self.world.people[whom]).id}/suspension"

    def _declare(self, who: str, whom: str) -> None:
        self.ask(who or whom, "POST", "mentors/me/conflicts", {"kind": "family_name", "family_name": FAMILY})

    def _rest(self, who: str, whom: str) -> None:
        active = Mentor.objects.get(person=self.world.people[whom]).active
        self.ask(who or whom, "PATCH", "mentors/me", {"active": not active})

    def _ask(self, who: str, whom: str) -> None:
        self.ask(who or whom, "POST", "vettings", {"note": self.words.new()})

    def _decide(self, who: str, whom: str) -> None:
        vetting = newest(Vetting.objects.filter(mentor__person=self.world.people[whom]), 0)
        if vetting:
            body = {"decision": "valid", "seen": vetting.wanted}
            self.ask(who or "office", "POST", f"vettings/{vetting.id}/decide", body)

    def _revoke(self, who: str, whom: str) -> None:
        vetting = newest(Vetting.objects.filter(mentor__person=self.world.people[whom]), 0)
        if vetting:
            self.ask(who or "office", "POST", f"vettings/{vetting.id}/revoke", {"reason": "not_met"})

    @rule(minutes=st.sampled_from([1, 20, 31, 600, 3 * DAY, 10 * DAY]))
    def wait(self, minutes: int) -> None:
        self.pass_time(minutes)

    @rule(task=st.sampled_from(SWEEPS))
    def sweep(self, task: str) -> None:
        current_app.tasks[task]()
        self.watch()

    @rule()
    def tell(self) -> None:
        deliver_all()
        self.watch()

    @rule(who=st.sampled_from(EVERYBODY), which=which)
    def pry(self, who: str, which: int) -> None:
        """Whatever there is to read of one of each."""
        for model, name in ((Project, "project_id"), (Submission, "submission_id"), (Review, "review_id")):
            for route in anything.reading(name):
                self.ask(who, "GET", route.format(**{name: newest(model.objects.all(), which).pk}))

    @rule(who=st.sampled_from(EVERYBODY), data=st.data())
    def look(self, who: str, data: st.DataObject) -> None:
        self._ask_anything(who, data, [one for one in anything.operations() if one.method == "GET"])

    @rule(who=st.sampled_from(EVERYBODY), data=st.data())
    def do_anything(self, who: str, data: st.DataObject) -> None:
        self._ask_anything(who, data, [one for one in anything.operations() if one.method != "GET"])

    def _ask_anything(self, who: str, data: st.DataObject, among: list[anything.Operation]) -> None:
        method, route, form = data.draw(st.sampled_from(among))
        body = data.draw(anything.like(form, self.words)) if form else None
        self.ask(who, method, anything.filled(route, data.draw), body)


def test_no_way_leads_out_of_the_tables(world: World) -> None:
    Play.world = world
    play = settings(
        max_examples=scale(50),
        stateful_step_count=50 if in_full() else 20,
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    )
    run_state_machine_as_test(Play, settings=play)

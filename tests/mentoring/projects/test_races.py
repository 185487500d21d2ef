from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from foundation.files.models import StoredFile
from foundation.files.services import mark_scanned, store
from foundation.kernel import clock
from foundation.kernel.ids import new_id
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from mentoring.projects.enums import Decision
from mentoring.projects.models import Declaration, Project, ProjectFile, Submission, TeamMember
from mentoring.projects.services import (
    add_file,
    begin_project,
    begin_submission,
    change_call,
    decide,
    declare,
    drop_join_code,
    join_team,
    lock_in_review,
    make_join_code,
    replace_file,
    save_answers,
    submit_submission,
    take_up,
)
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import CallFactory, ProjectFactory, draft, granted, showing, stage, waiting
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.factories.showcase import accepted
from tests.racing import at_once, codes, race
from tests.services import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"title": "Water", "language": "fr"}


def test_ten_beginnings_are_one_project() -> None:
    call, learner = CallFactory(several_projects=False), PersonFactory()
    results = race(*[partial(begin_project, actor=learner, call_id=call.id, **WORDS)] * 10)
    assert codes(results) == {"done": 1, "one_project_only": 9}
    assert Project.objects.count() == 1


def test_ten_repetitions_of_one_id_are_one_project() -> None:
    call, learner, identity = CallFactory(several_projects=False), PersonFactory(), new_id()
    results = race(*[partial(begin_project, actor=learner, call_id=call.id, project_id=identity, **WORDS)] * 10)
    assert codes(results) == {"done": 10}
    assert Project.objects.values_list("id", flat=True).get() == identity


def test_a_call_is_not_reshaped_under_a_project_that_begins() -> None:
    author, call = granted(Role.AUTHOR), CallFactory()
    reshape = partial(change_call, actor=author, call_id=call.id, revision=None, changes={"stages": [stage("other")]})
    begin = partial(begin_project, actor=PersonFactory(), call_id=call.id, **WORDS)
    race(reshape, begin)
    call.refresh_from_db()
    assert Project.objects.values_list("stage", flat=True).get() == call.stages[0]["key"]


def test_ten_drafts_are_one_draft() -> None:
    project = ProjectFactory()
    results = race(*[partial(begin_submission, actor=project.owner, project_id=project.id)] * 10)
    assert codes(results) == {"done": 1, "submission_open": 9}
    assert Submission.objects.count() == 1


def uploaded(submission: Submission, **given: Any) -> Any:
    file = SimpleUploadedFile("poster.pdf", given.pop("content", b"%PDF-1.7"))
    owner = submission.project.owner
    return partial(add_file, actor=owner, submission_id=submission.id, question="poster", file=file, **given)


def a_draft_for_files(settings: Any, folder: Path) -> Submission:
    settings.MEDIA_ROOT = folder
    return draft(ProjectFactory(call=CallFactory(stages=[showing()])), {"demo": None})


def test_what_is_sent_eight_times_at_once_is_one_file(settings: Any, tmp_path: Path) -> None:
    submission, identity = a_draft_for_files(settings, tmp_path), new_id()
    results = race(*[uploaded(submission, file_id=identity) for _ in range(8)])
    assert codes(results) == {"done": 8}
    submission.refresh_from_db()
    assert (submission.answers["poster"], submission.revision) == ([str(identity)], 2)
    assert (ProjectFile.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_of_eight_files_by_one_id_one_is_kept(settings: Any, tmp_path: Path) -> None:
    submission, identity = a_draft_for_files(settings, tmp_path), new_id()
    results = race(*[uploaded(submission, file_id=identity, content=b"%%PDF-1.%d" % n) for n in range(8)])
    assert codes(results) == {"done": 1, "id_taken": 7}
    submission.refresh_from_db()
    assert (submission.answers["poster"], submission.revision) == ([str(identity)], 2)
    kept = ProjectFile.objects.select_related("file").get().file
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [str(kept.pk)]
    assert StoredFile.objects.get() == kept


@pytest.mark.parametrize(("sent", "expected"), [(1, {"done": 8}), (8, {"done": 1, "file_stands": 7})])
def test_of_eight_that_replace_one_file_one_is_kept(
    settings: Any, tmp_path: Path, sent: int, expected: dict[str, int]
) -> None:
    submission = a_draft_for_files(settings, tmp_path)
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's
    place = uploaded(submission)()
    submit_submission(actor=submission.project.owner, submission_id=submission.id, now=clock.now())
    mark_scanned(file=place.file, finding="Eicar-Test-Signature")
    files = [SimpleUploadedFile("poster.pdf", b"%%PDF-1.%d" % (n % sent)) for n in range(8)]
    path = {"submission_id": submission.id, "file_id": place.pk, "now": clock.now()}
    owner = submission.project.owner
    assert codes(race(*[partial(replace_file, actor=owner, file=file, **path) for file in files])) == expected
    kept = StoredFile.objects.get()
    assert (ProjectFile.objects.get().file, [path.name for path in tmp_path.rglob("*") if path.is_file()]) == (
        kept,
        [str(kept.pk)],
    )


def test_twelve_uploads_at_once_are_ten_files(settings: Any, tmp_path: Path) -> None:
    submission = a_draft_for_files(settings, tmp_path)
    results = race(*[uploaded(submission) for _ in range(12)])
    assert codes(results) == {"done": 10, "too_many_files": 2}
    submission.refresh_from_db()
    listed = {str(file_id) for file_id in ProjectFile.objects.values_list("id", flat=True)}
    assert (set(submission.answers["poster"]), len(listed)) == (listed, 10)
    assert sorted(ProjectFile.objects.values_list("number", flat=True)) == list(range(1, 11))
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        str(file_id) for file_id in StoredFile.objects.values_list("id", flat=True)
    )


def test_a_draft_is_saved_while_a_file_travels(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = a_draft_for_files(settings, tmp_path)
    owner, began = submission.project.owner, Event()

    def travelling(**given: Any) -> StoredFile:
        began.set()
        assert saved.wait(PATIENCE)
        return store(**given)

    def save() -> None:
        assert began.wait(PATIENCE)
        save_answers(actor=owner, submission_id=submission.id, revision=None, answers={"who": "All of us."})
        saved.set()

    saved = Event()
    monkeypatch.setattr("mentoring.projects.services.files.store", travelling)
    at_once(uploaded(submission), save)
    submission.refresh_from_db()
    assert (submission.answers["who"], len(submission.answers["poster"])) == ("All of us.", 1)


def test_eight_first_declarations_of_one_person_are_one() -> None:
    project = accepted()
    said = {"own_work": True, "others_work": "", "licence": "MIT"}
    results = race(*[partial(declare, actor=project.owner, project_id=project.id, revision=0, **said)] * 8)
    assert codes(results) == {"done": 1, "stale": 7}
    assert Declaration.objects.values_list("revision", flat=True).get() == 1


def test_eight_saves_of_one_revision_are_one_save() -> None:
    submission = draft()
    owner = submission.project.owner
    saves = [
        partial(save_answers, actor=owner, submission_id=submission.id, revision=1, answers={"more": str(n)})
        for n in range(8)
    ]
    assert codes(race(*saves)) == {"done": 1, "stale": 7}


def test_ten_submits_are_one() -> None:
    submission = draft()
    submit = partial(submit_submission, actor=submission.project.owner, submission_id=submission.id, now=clock.now())
    assert codes(race(*[submit] * 10)) == {"already_submitted": 9, "done": 1}
    assert EventRecord.objects.filter(name="mentoring.project_submitted.v1").count() == 1


def test_a_save_and_a_submit_never_wait_for_each_other_for_good() -> None:
    submission = draft()
    owner = submission.project.owner
    submit = partial(submit_submission, actor=owner, submission_id=submission.id, now=clock.now())
    save = partial(save_answers, actor=owner, submission_id=submission.id, revision=None, answers={"more": "x"})
    begin = partial(begin_submission, actor=owner, project_id=submission.project_id)
    results = race(submit, save, begin, save, begin)
    assert not isinstance(results[0], Exception)


def test_ten_decisions_are_one() -> None:
    submission = waiting()
    take_up(actor=PersonFactory(), submission_id=submission.id)
    verdicts = [Decision.ACCEPTED, Decision.REVISE, Decision.DECLINED, *[Decision.ACCEPTED] * 7]

    @transaction.atomic
    def give(decision: Decision) -> None:
        decide(submission=lock_in_review(submission.id), decision=decision, now=clock.now())

    assert codes(race(*(partial(give, each) for each in verdicts))) == {"done": 1, "not_waiting": 9}
    accepted = Project.objects.filter(status="accepted").count()
    assert EventRecord.objects.filter(name="mentoring.project_accepted.v1").count() == accepted


def test_of_those_who_join_at_once_one_gets_the_last_seat() -> None:
    cohort, call = CohortFactory(), CallFactory(team_max=2)
    lead, *others = [MembershipFactory(cohort=cohort).person for _ in range(7)]
    project = begin_project(actor=lead, call_id=call.id, **WORDS)
    code = make_join_code(actor=lead, project_id=project.id, now=clock.now()).code
    joins = [partial(join_team, actor=person, code=code, now=clock.now()) for person in others]
    assert codes(race(*joins)) == {"done": 1, "team_full": 5}
    assert sorted(TeamMember.objects.values_list("seat", flat=True)) == [1, 2]


def test_who_joins_two_teams_at_once_is_in_one() -> None:
    cohort, call = CohortFactory(), CallFactory(several_projects=False, team_max=2)
    one, other, comes = [MembershipFactory(cohort=cohort).person for _ in range(3)]
    begun = [begin_project(actor=lead, call_id=call.id, **WORDS) for lead in (one, other)]
    made = [make_join_code(actor=project.owner, project_id=project.id, now=clock.now()).code for project in begun]
    joins = [partial(join_team, actor=comes, code=code, now=clock.now()) for code in made]
    begin = partial(begin_project, actor=comes, call_id=call.id, **WORDS)
    assert codes(race(*joins, begin)) == {"done": 1, "one_project_only": 2}
    assert TeamMember.objects.filter(person=comes).count() == 1


def test_a_team_does_not_grow_while_it_hands_in() -> None:
    cohort, call = CohortFactory(), CallFactory(team_max=2)
    lead, comes = [MembershipFactory(cohort=cohort).person for _ in range(2)]
    project = begin_project(actor=lead, call_id=call.id, **WORDS)
    code = make_join_code(actor=lead, project_id=project.id, now=clock.now()).code
    submission = draft(project)
    submit = partial(submit_submission, actor=lead, submission_id=submission.id, now=clock.now())
    handed_in, joining = race(submit, partial(join_team, actor=comes, code=code, now=clock.now()))
    assert (handed_in.status, codes([joining]) in ({"done": 1}, {"project_not_in_your_hands": 1})) == (
        "submitted",
        True,
    )


def test_a_code_that_dies_meanwhile_lets_nobody_in() -> None:
    cohort, call = CohortFactory(), CallFactory(team_max=9)
    lead, *others = [MembershipFactory(cohort=cohort).person for _ in range(5)]
    project = begin_project(actor=lead, call_id=call.id, **WORDS)
    code = make_join_code(actor=lead, project_id=project.id, now=clock.now()).code
    drop = partial(drop_join_code, actor=lead, project_id=project.id)
    results = race(drop, *[partial(join_team, actor=person, code=code, now=clock.now()) for person in others])
    assert codes(results)["done"] + codes(results)["join_code_unknown"] == 5
    assert TeamMember.objects.count() == codes(results)["done"]

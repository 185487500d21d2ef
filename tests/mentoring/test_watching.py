"""That whoever watches the play would see it."""

from uuid import uuid4

import pytest

from mentoring.projects.models import Project, Submission
from mentoring.reviews.models import Review
from tests.mentoring.playing import watching
from tests.mentoring.playing.words import Sight, Words
from tests.mentoring.playing.world import World, build
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, world = scene(build)


def test_a_way_past_the_table_is_seen() -> None:
    kept, gone, new = uuid4(), uuid4(), uuid4()
    before = {("submission", kept): "draft", ("submission", gone): "accepted", ("review", kept): "draft"}
    after = {("submission", kept): "accepted", ("submission", new): "submitted", ("review", kept): "submitted"}
    changed = watching.moved(before, after)
    assert changed == {
        "submission": {("draft", "accepted"), ("accepted", ""), ("", "submitted")},
        "review": {("draft", "submitted")},
    }
    assert watching.outside(changed) == {"submission": changed["submission"]}


def test_a_project_that_is_elsewhere_than_its_submissions_is_seen() -> None:
    assert (watching.disagreeing(), watching.misseated()) == ([], [])
    submission = Submission.objects.get(status="submitted")
    Project.objects.filter(pk=submission.project_id).update(status="active")
    assert watching.disagreeing() == [(submission.project_id, "active", ["submitted"])]
    Submission.objects.filter(pk=submission.pk).update(status="in_review", wanting=0)
    assert watching.misseated() == [(submission.pk, "in_review")]


def test_a_text_that_is_lost_is_seen() -> None:
    words, submission = Words(), Submission.objects.get(status="draft")
    word, path = words.new(), f"submissions/{submission.id}"
    words.keep("PATCH", path, {"answers": {"more": word}}, {"id": str(submission.id)})
    assert words.lost(watching.everything()) == {(path, "/answers/more"): word}
    Submission.objects.filter(pk=submission.pk).update(answers={"more": word})
    assert words.lost(watching.everything()) == {}


def test_whoever_reads_what_is_not_for_them_is_seen(world: World) -> None:
    Review.objects.filter(status="draft").update(feedback="wrd00001")
    Submission.objects.filter(status="draft").update(answers={"more": "wrd00002"})
    readers = {
        word: {who for who in world.people if Sight(world, who).may_read(word)} for word in ("wrd00001", "wrd00002")
    }
    assert readers == {"wrd00001": {"reader"}, "wrd00002": {"lead", "coordinator", "office"}}
    with pytest.raises(AssertionError):
        Words().check(world, "lead", '{"feedback": "wrd00001"}')

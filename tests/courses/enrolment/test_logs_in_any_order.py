"""Whatever order logs come in, and however often: they leave what one phone leaves that tells each thing once, in order."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.services import ModuleDraft
from courses.enrolment.models import Enrolment, LessonProgress, ProgressEvent
from courses.enrolment.services import enrol, keep_log
from foundation.accounts.models import User
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.logs import MORNING, event_of
from tests.scenes import scene

pytestmark = pytest.mark.django_db
NOW = MORNING + timedelta(hours=12)
World = tuple[User, list[tuple[UUID, UUID]]]


def set_up() -> World:
    """A learner in two courses of three lessons, the last of each optional; and the pairs that she can tell of."""
    person, pairs = PersonFactory(), []
    for slug in ("reading", "writing"):
        parts = (lesson_draft("a"), lesson_draft("b"), lesson_draft("c", required=False))
        version = published(course_draft(slug, modules=(ModuleDraft("start", texts("start"), parts),)))
        enrolment, _ = enrol(actor=person, course_slug=slug)
        pairs += [(enrolment.id, lesson.id) for lesson in lessons_of(version)]
    Enrolment.objects.update(enrolled_at=MORNING)
    return person, pairs


_written, world = scene(set_up)
moments = st.integers(-60, 800).map(lambda minutes: MORNING + timedelta(minutes=minutes))
kinds = st.sampled_from(["lesson_opened", "lesson_completed", "lesson_completed", "song_sung"])
lived = st.lists(st.tuples(st.integers(0, 5), kinds, moments), min_size=1, max_size=14)


def state() -> dict[str, Any]:
    """But for the server's own times."""
    return {
        "log": set(ProgressEvent.objects.values_list("id", "kind", "enrolment", "lesson", "occurred_at")),
        "progress": set(LessonProgress.objects.values_list("enrolment", "lesson", "completed_at")),
        "enrolments": set(Enrolment.objects.values_list("id", "done", "status", "started_at", "completed_at")),
        "told": Counter(EventRecord.objects.values_list("name", "payload__enrolment_id")),
    }


def after(person: User, batches: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """What these leave; it is taken back."""
    with transaction.atomic():
        for batch in batches:
            keep_log(actor=person, events=batch, now=NOW)
        seen = state()
        transaction.set_rollback(True)
    return seen


@given(lived=lived, data=st.data())
def test_what_is_left_does_not_depend_on_the_way(world: World, lived: list[Any], data: st.DataObject) -> None:
    person, pairs = world
    events = [event_of(*pairs[place], kind, moment) for place, kind, moment in lived]
    in_order = sorted(events, key=lambda event: event["occurred_at"])
    sent = data.draw(st.permutations(events * 3))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=5)))
    batches = [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    assert after(person, batches) == after(person, [[event] for event in in_order])

"""What phones without a network kept for us: taken in any order, as often as it comes, in a few statements a batch."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import transaction

from courses.enrolment.enums import EnrolmentStatus, EventOutcome, Refusal
from courses.enrolment.models import LessonProgress, ProgressEvent
from courses.enrolment.rules import LESSON_KINDS, Fault, Told, in_our_time, is_closed, read_event, verdict
from courses.enrolment.selectors import keys_of, lessons_in
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.clock import now as present
from foundation.kernel.statements import run
from foundation.outbox import Event, publish
from foundation.outbox.events.courses import CourseCompleted, LearningStarted

# One learner's requests take turns from here on, as with `complete_lesson`; in the order of ids, so that two never wait for
# each other. What the next statement sees is what the one before left.
LOCK = """
    SELECT e.id, e.version_id, e.course_id, c.slug, e.status, e.enrolled_at, e.started_at IS NOT NULL, e.closes_at
      FROM enrolment_enrolment e
      JOIN catalogue_course c ON c.id = e.course_id
     WHERE e.person_id = %(person)s AND e.id = ANY(%(enrolments)s::uuid[])
     ORDER BY e.id FOR NO KEY UPDATE OF e
"""
# Whether what is new completes the course, as `rules.standing` says; no quiz is done by telling of it.
ENOUGH = "e.status = 'active' AND heard.required > 0 AND e.done + heard.required >= e.needed AND e.quizzes_left = 0"
# Lines go in by the order of their ids too: whoever sends another's waits for her once, and not crosswise. Of a lesson that
# was completed several times the earliest counts, whichever was heard of first.
KEEP = f"""
    WITH logged AS (
        INSERT INTO enrolment_progressevent (id, person_id, enrolment_id, lesson_id, kind, occurred_at, recorded_at)
        SELECT told.*, %(now)s
          FROM (SELECT id, %(person)s::uuid, enrolment_id, lesson_id, kind, occurred_at
                  FROM unnest(%(ids)s::uuid[], %(enrolments)s::uuid[], %(lessons)s::uuid[], %(kinds)s::text[],
                              %(times)s::timestamptz[]) told (id, enrolment_id, lesson_id, kind, occurred_at)
                 ORDER BY id) told
            ON CONFLICT (id) DO NOTHING
        RETURNING id, enrolment_id, lesson_id, kind, occurred_at
    ), done AS (
        INSERT INTO enrolment_lessonprogress AS p (enrolment_id, lesson_id, completed_at, recorded_at)
        SELECT enrolment_id, lesson_id, min(occurred_at), %(now)s
          FROM logged WHERE kind = 'lesson_completed' GROUP BY enrolment_id, lesson_id
            ON CONFLICT (enrolment_id, lesson_id) DO UPDATE SET completed_at = excluded.completed_at
         WHERE excluded.completed_at < p.completed_at
        RETURNING enrolment_id, lesson_id, xmax = 0 AS is_new
    ), moved AS (
        UPDATE enrolment_enrolment e
           SET done = e.done + heard.required,
               started_at = CASE WHEN heard.lessons > 0 THEN coalesce(e.started_at, %(now)s) ELSE e.started_at END,
               active_at = greatest(e.active_at, %(now)s),
               status = CASE WHEN {ENOUGH} THEN 'completed' ELSE e.status END,
               completed_at = CASE WHEN {ENOUGH} THEN %(now)s ELSE e.completed_at END
          FROM (SELECT enrolment_id, coalesce(lessons, 0) AS lessons, coalesce(required, 0) AS required
                  FROM (SELECT DISTINCT enrolment_id FROM logged) touched
                  LEFT JOIN (SELECT done.enrolment_id, count(*) AS lessons, count(*) FILTER (WHERE l.required) AS required
                               FROM done JOIN catalogue_lesson l ON l.id = done.lesson_id
                              WHERE done.is_new GROUP BY done.enrolment_id) counted USING (enrolment_id)) heard
         WHERE e.id = heard.enrolment_id AND e.id = ANY(%(touched)s::uuid[])
        RETURNING e.id, e.started_at IS NOT NULL AS is_started, e.status
    )
    SELECT ARRAY(SELECT id::text FROM logged),
           ARRAY(SELECT id::text FROM enrolment_progressevent
                  WHERE id = ANY(%(told)s::uuid[]) AND person_id = %(person)s),
           ARRAY(SELECT id::text FROM moved WHERE is_started),
           ARRAY(SELECT id::text FROM moved WHERE status = 'completed')
"""  # noqa: S608


class Result(NamedTuple):
    """What became of one event. `id` is as it was sent, None of one that has no text there."""

    id: str | None
    outcome: EventOutcome
    code: str | None = None
    pointer: str | None = None


class Heard(NamedTuple):
    """An event that speaks of the learner's own: which lesson of her version, and when by our clock."""

    id: str
    kind: str
    enrolment: str
    lesson: str
    occurred_at: datetime
    more: Mapping[str, Any]


class Why(NamedTuple):
    """A refusal, and where in the event (a JSON Pointer) it can't be understood, if that is why."""

    code: str
    pointer: str | None = None


class Taker(Protocol):
    """Does what events of a kind ask for: each for the first and only time, in the order sent, their enrolments locked.
    Returns why it refuses those that it does, by id: these are not kept. It raises nothing for what is wrong with one."""

    def __call__(self, *, actor: User, events: Sequence[Heard], now: datetime) -> Mapping[str, Why]: ...


class Held(NamedTuple):
    id: UUID
    version_id: UUID
    course_id: UUID
    slug: str
    status: str
    enrolled_at: datetime
    is_started: bool
    closes_at: datetime | None


class Kept(NamedTuple):
    """The ids of lines that are new, and that were there; of enrolments that are started and that are completed."""

    logged: set[str]
    known: set[str]
    started: set[str]
    completed: set[str]


Answer = tuple[EventOutcome, str | None, str | None]
IF_NOT_DONE = {Refusal.QUIZ_NOT_PASSED, Refusal.DEADLINE_PASSED}
NO_OTHERS: Mapping[str, Taker] = {}


def keep_log(
    *,
    actor: User,
    events: Sequence[Any],
    sent_at: datetime | None = None,
    takers: Mapping[str, Taker] = NO_OTHERS,
    now: datetime | None = None,
) -> list[Result]:
    """Take what is well-formed and hers, each once for ever; a result for each, in the order sent.

    `sent_at` is the phone's clock at the moment of sending: what it is wrong by is taken off. `takers` are those, from
    above, of the kinds that don't end with a lesson.
    """
    require(actor, Purpose.LEARNING)
    moment = now or present()
    told = [read_event(event) for event in events]
    with transaction.atomic():
        log = Log(actor, told, moment, moment - sent_at if sent_at else timedelta(0), LESSON_KINDS | takers.keys())
        kept = log.keep()
        refused = log.hand_over(kept, takers)
        log.pass_what_is_done()
        publish(*log.happenings(kept))
    answers = log.answers(kept, refused)
    return [Result(_told_id(event), *answer) for event, answer in zip(events, answers, strict=True)]


class Log:
    """What was told, judged event by event while its enrolments are locked: `codes` by place, and `heard`, by id, the first
    of each that may be kept."""

    def __init__(
        self, actor: User, told: Sequence[Told | Fault], now: datetime, ahead: timedelta, kinds: Collection[str]
    ) -> None:
        self.actor, self.told, self.now, self.ahead, self.kinds = actor, told, now, ahead, kinds
        self.read = [event for event in told if isinstance(event, Told)]
        self.held = _lock(actor, {event.enrolment for event in self.read})
        self.lessons = {key: lessons_in(held.version_id) for key, held in self.held.items()}
        self.strays = self._strays()
        self.heard: dict[str, Heard] = {}
        self.undone: dict[int, tuple[UUID, UUID]] = {}
        self.done: set[int] = set()
        self.codes = [self._judge(place, event) for place, event in enumerate(told)]

    def _strays(self) -> dict[str, tuple[UUID, str]]:
        """Lessons of another version: the phone may not know yet that its learner has moved on."""
        strays = {
            event.lesson
            for event in self.read
            if event.enrolment in self.held and event.lesson not in self.lessons[event.enrolment].by_id
        }
        return keys_of(strays) if strays else {}

    def _judge(self, place: int, event: Told | Fault) -> Refusal | None:
        if isinstance(event, Fault):
            return Refusal.INVALID
        if event.kind not in self.kinds:
            return Refusal.UNKNOWN_KIND
        held = self.held.get(event.enrolment)
        lessons = self.lessons.get(event.enrolment)
        lesson = lessons.meant(event.lesson, held.course_id, self.strays) if held and lessons else None
        if held is None or lesson is None:
            return Refusal.NOT_FOUND
        moment = in_our_time(event.told_at, self.ahead, held.enrolled_at, self.now)
        code = verdict(event.kind, held.status, lesson.kind, is_late=is_closed(held.closes_at, moment))
        if code in IF_NOT_DONE:
            self.undone[place] = (held.id, UUID(lesson.id))
        if code is None and event.id not in self.heard:
            self.heard[event.id] = Heard(event.id, event.kind, event.enrolment, lesson.id, moment, event.more)
        return code

    def keep(self) -> Kept:
        ids, kinds, enrolments, lessons, times, _ = zip(*self.heard.values(), strict=True) if self.heard else [()] * 6
        values = {
            "person": self.actor.pk,
            "now": self.now,
            "told": list({event.id for event in self.read}),
            "touched": list(self.held),
            "ids": list(ids),
            "kinds": list(kinds),
            "enrolments": list(enrolments),
            "lessons": list(lessons),
            "times": list(map(str, times)),
        }
        return Kept(*map(set, run(KEEP, values, planned=True)[0]))

    def hand_over(self, kept: Kept, takers: Mapping[str, Taker]) -> dict[str, Why]:
        """To each taker what is new of its kinds; what it refuses is taken out again."""
        shares: dict[Taker, list[Heard]] = {}
        for event in self.heard.values():
            if event.kind in takers and event.id in kept.logged:
                shares.setdefault(takers[event.kind], []).append(event)
        refused: dict[str, Why] = {}
        for taker, events in shares.items():
            refused |= taker(actor=self.actor, events=events, now=self.now)
        if refused:
            ProgressEvent.objects.filter(id__in=refused).delete()
        return refused

    def pass_what_is_done(self) -> None:
        """Who tells of a quiz that she has passed by now, or too late of what she did in time, is right: there is nothing to
        add to that, nor to keep."""
        if not self.undone:
            return
        lessons = {lesson_id for _, lesson_id in self.undone.values()}
        done = LessonProgress.objects.filter(enrolment__in=list(self.held), lesson__in=lessons)
        known = set(done.values_list("enrolment", "lesson"))
        self.done = {place for place, told in self.undone.items() if told in known}

    def happenings(self, kept: Kept) -> Iterator[Event]:
        for key, held in self.held.items():
            if key in kept.started and not held.is_started:
                yield LearningStarted(enrolment_id=held.id, person_id=self.actor.pk, course_slug=held.slug)
            if key in kept.completed and held.status != EnrolmentStatus.COMPLETED:
                yield CourseCompleted(
                    enrolment_id=held.id,
                    person_id=self.actor.pk,
                    course_id=held.course_id,
                    course_slug=held.slug,
                    version_id=held.version_id,
                    completed_at=self.now,
                )

    def answers(self, kept: Kept, refused: Mapping[str, Why]) -> Iterator[Answer]:
        """An id that is neither new nor known as hers is somebody else's, which is not said."""
        fresh = set(kept.logged)
        applied, repeated = (EventOutcome.APPLIED, None, None), (EventOutcome.REPEATED, None, None)
        for place, (event, code) in enumerate(zip(self.told, self.codes, strict=True)):
            if isinstance(event, Fault):
                yield EventOutcome.REFUSED, code, f"/events/{place}{event.pointer}"
            elif event.id in kept.known:
                yield repeated
            elif place in self.done:
                yield applied
            elif why := refused.get(event.id) if code is None else Why(code):
                where = None if why.pointer is None else f"/events/{place}{why.pointer}"
                yield EventOutcome.REFUSED, why.code, where
            elif event.id not in kept.logged:
                yield EventOutcome.REFUSED, Refusal.NOT_FOUND, None
            else:
                yield applied if event.id in fresh else repeated
                fresh.discard(event.id)


def _lock(actor: User, enrolments: Collection[str]) -> dict[str, Held]:
    rows = run(LOCK, {"person": actor.pk, "enrolments": list(enrolments)}, planned=True)
    return {str(row[0]): Held(*row) for row in rows}


def _told_id(event: Any) -> str | None:
    said = event.get("id") if isinstance(event, dict) else None
    return said if isinstance(said, str) else None

"""A house of any size, written by `COPY`: people in cohorts of a few states, what they are enrolled in and have done. Runs
with Django set up."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from uuid import UUID

import psycopg
from psycopg import sql

from foundation.consents.models import StateRule
from foundation.kernel.ids import new_id
from foundation.programmes.enums import OrganisationKind
from foundation.programmes.models import Cohort, MemberState, Organisation, Programme
from mentoring.projects.models import Call
from outcomes.credentials.models import Achievement
from tests.benchmarks.teaching import LESSONS_EACH, Taught
from tests.factories.mentoring import TEAMS, CallFactory

STATES = {"DZ": "Algeria", "EG": "Egypt", "LB": "Lebanon", "MA": "Morocco", "TN": "Tunisia"}
SCHOOLS_EACH, PROGRAMMES, CURRICULA = 8, 4, 20
DONE = (0, 10, 15, 40, 0, 10, 5, 8, 12, 0, 0, 0)  # lessons of one enrolment after the other
DONE_EACH = sum(DONE) / len(DONE)
NAMES = ("سلمى الإدريسي", "يوسف بن علي", "Nadia El Fassi", "Élodie Haddad", "Omar Ziani", "آية منصور")
GENDERS, LANGUAGES = ("female", "male", ""), ("ar", "en", "fr")
AT_ONCE = 5000  # lines
BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=60)
DAYS = [str(BEGAN + timedelta(days=day)) for day in range(LESSONS_EACH + 1)]

# Filled by `grow`, in an order in which foreign keys hold.
COLUMNS = {
    "accounts_user": "id created_at revision password username name name_latin email phone gender birth_date language "
    "time_zone country is_active is_staff is_superuser claimed_at",
    "programmes_membership": "id created_at revision person_id cohort_id programme_id state_id organisation_id group "
    "learner_number status",
    "enrolment_enrolment": "id created_at person_id course_id version_id status done total needed quizzes_left enrolled_at "
    "started_at active_at completed_at",
    "enrolment_lessonprogress": "enrolment_id lesson_id completed_at recorded_at",
}
# One learner in ten has a project that was handed in, one a certificate; half of those under age have a guardian's yes.
BESIDE = (
    """
    INSERT INTO projects_project (id, created_at, revision, call_id, owner_id, title, problem, idea, language, sdgs, stage,
           status, sole)
    SELECT gen_random_uuid(), now(), 1, %(call)s, person_id, 'Water', '', '', 'ar', '{}', 'idea', 'submitted', true
      FROM programmes_membership WHERE id >= %(since)s AND learner_number LIKE '%%7'
    """,
    TEAMS,
    """
    INSERT INTO projects_submission (id, created_at, revision, project_id, stage, number, status, answers, submitted_at,
           ticket, states, readers, seats, wanting)
    SELECT gen_random_uuid(), now(), 1, p.id, 'idea', 1, 'submitted', '{}', now(), gen_random_uuid(), '{}', '{}', 1, 1
      FROM projects_project p JOIN programmes_membership m ON m.person_id = p.owner_id WHERE m.id >= %(since)s
    """,
    """
    INSERT INTO credentials_credential (id, created_at, achievement_id, person_id, snapshot, status, status_reason,
           issued_at, code, view_key, pdf, render_due_at, render_attempts)
    SELECT gen_random_uuid(), now(), %(achievement)s, person_id, '{}', 'valid', '', now(), lpad(learner_number, 10, '0'),
           '', '', now(), 0
      FROM programmes_membership WHERE id >= %(since)s AND learner_number LIKE '%%8'
    """,
    """
    WITH said AS (
        INSERT INTO consents_answer (id, created_at, person_id, decided_at, guardian_name, relationship, method, evidence)
        SELECT gen_random_uuid(), now(), person_id, now(), '', '', 'roster', ''
          FROM programmes_membership
         WHERE id >= %(since)s AND learner_number::int %% 6 = 0 RETURNING id, person_id
    )
    INSERT INTO consents_consent (id, created_at, person_id, purpose, version, granted, answer_id, valid_until)
    SELECT gen_random_uuid(), now(), person_id, 'learning', 1, true, id, '2100-01-01' FROM said
    """,
)
# Whatever no foreign key needs, as statements that take it away and bring it back.
CONSTRAINTS = """
    SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', t.relname, c.conname),
           format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', t.relname, c.conname, pg_get_constraintdef(c.oid))
      FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
     WHERE t.relname = ANY(%s) AND c.contype IN ('p', 'u')
       AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)
"""
INDEXES = """
    SELECT format('DROP INDEX %%I', i.indexrelid::regclass::text), pg_get_indexdef(i.indexrelid)
      FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
     WHERE t.relname = ANY(%s)
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.contype IN ('p', 'u', 'x') AND c.conindid = i.indexrelid)
"""


def adult(number: int) -> bool:
    return number % 3 != 0


def claimed(number: int) -> bool:
    return number % 10 != 0


@dataclass(frozen=True, slots=True)
class School:
    id: UUID
    state: UUID


@dataclass
class House:
    """`size` learners to a cohort, each of whom is enrolled in the `named` courses that it names, and in `chosen` others."""

    database: psycopg.Connection
    taught: Sequence[Taught]
    size: int
    named: int
    chosen: int = 0
    people: list[str] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.database.execute("SET session_replication_role = replica")  # neither foreign keys nor triggers are asked
        self.database.execute("SET maintenance_work_mem = '512MB'")
        for code, name in STATES.items():
            self.schools += _state(code, name)
        days = {"starts_on": BEGAN.date(), "ends_on": date(BEGAN.year + 1, 12, 31)}
        self.programmes += [
            Programme.objects.create(title={"en": f"Edition {number}"}, slug=f"edition-{number}", **days)
            for number in range(PROGRAMMES)
        ]
        self.call: Call = CallFactory(several_projects=False)
        self.achievement = Achievement.objects.create(
            kind="course", subject_id=new_id(), slug=self.taught[0].slug, titles={"en": "Course"}
        )

    def grow(self, learners: int) -> None:
        """So many learners more, and what belongs to them."""
        first, since = len(self.people), new_id()
        self.people += [str(new_id()) for _ in range(learners)]
        self._open(-(-len(self.people) // self.size))
        numbers = range(first, len(self.people))
        enrolments = [str(new_id()) for _ in range(learners * self.courses_each)]
        with self._without_indexes():
            self._copy("accounts_user", (_person(self.people[number], number) for number in numbers))
            self._copy("programmes_membership", map(self._membership, numbers))
            self._copy("enrolment_enrolment", self._enrolments(numbers, enrolments))
            self._copy("enrolment_lessonprogress", self._progress(numbers, enrolments))
        given = {"since": since, "call": self.call.pk, "achievement": self.achievement.pk}
        for statement in BESIDE:
            self.database.execute(statement, given)
        self.database.execute("VACUUM ANALYZE")
        self.database.execute("CHECKPOINT")

    @property
    def courses_each(self) -> int:
        return self.named + self.chosen

    def courses_of(self, cohort: int) -> list[Taught]:
        start = cohort % CURRICULA * self.named
        return [self.taught[place % len(self.taught)] for place in range(start, start + self.named)]

    def _open(self, number: int) -> None:
        fresh = range(len(self.cohorts), number)
        self.cohorts += Cohort.objects.bulk_create(self._cohort(place) for place in fresh)

    def _cohort(self, number: int) -> Cohort:
        return Cohort(
            name=f"Cohort {number}",
            programme=self.programmes[number % PROGRAMMES],
            organisation_id=self.schools[number % len(self.schools)].id,
            starts_on=BEGAN.date(),
            ends_on=date(BEGAN.year + 1, 12, 31),
            seats=self.size,
            seats_taken=self.size,
            languages=["ar", "fr"],
            courses=[taught.slug for taught in self.courses_of(number)],
        )

    def _membership(self, number: int) -> str:
        cohort = number // self.size
        school, programme = self.schools[cohort % len(self.schools)], self.programmes[cohort % PROGRAMMES].pk
        place = f"{self.people[number]}\t{self.cohorts[cohort].pk}\t{programme}\t{school.state}\t{school.id}"
        return f"{new_id()}\t{DAYS[0]}\t1\t{place}\t{number % 7 + 1}A\t{number}\tactive\n"

    def _enrolments(self, numbers: Iterable[int], ids: Sequence[str]) -> Iterator[str]:
        for enrolment, number, taught, done in self._each(numbers, ids):
            status, finished = ("completed", DAYS[done]) if done == LESSONS_EACH else ("active", "\\N")
            started, active = (DAYS[1], DAYS[done]) if done else ("\\N", "\\N")
            counts = f"{done}\t{LESSONS_EACH}\t{LESSONS_EACH}\t0"
            what = f"{self.people[number]}\t{taught.course}\t{taught.version}\t{status}\t{counts}"
            yield f"{enrolment}\t{DAYS[0]}\t{what}\t{DAYS[0]}\t{started}\t{active}\t{finished}\n"

    def _progress(self, numbers: Iterable[int], ids: Sequence[str]) -> Iterator[str]:
        """All of an enrolment's lines at once."""
        ends = {
            taught.version: [
                f"\t{lesson}\t{day}\t{day}\n" for lesson, day in zip(taught.lessons, DAYS[1:], strict=True)
            ]
            for taught in self.taught
        }
        for enrolment, _, taught, done in self._each(numbers, ids):
            if done:
                yield enrolment + enrolment.join(ends[taught.version][:done])

    def _each(self, numbers: Iterable[int], ids: Sequence[str]) -> Iterator[tuple[str, int, Taught, int]]:
        """(enrolment, learner, what is taught, lessons done)"""
        offered = [self.courses_of(cohort) for cohort in range(CURRICULA)]
        others, chosen = self.taught[CURRICULA * self.named :], range(self.chosen)
        pairs = (
            (number, taught)
            for number in numbers
            for taught in (
                *offered[number // self.size % CURRICULA],
                *[others[(number * self.chosen + place) % len(others)] for place in chosen],
            )
        )
        for enrolment, (number, taught), done in zip(ids, pairs, cycle(DONE), strict=False):
            yield enrolment, number, taught, done

    def _copy(self, table: str, lines: Iterable[str]) -> None:
        columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table].split()))
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        waiting = iter(lines)
        with self.database.cursor().copy(into) as copy:
            while block := "".join(islice(waiting, AT_ONCE)):
                copy.write(block)

    @contextmanager
    def _without_indexes(self) -> Iterator[None]:
        """Building an index on what is there takes half as long as keeping it row by row."""
        found = [row for query in (CONSTRAINTS, INDEXES) for row in self.database.execute(query, [list(COLUMNS)])]
        for away, _ in found:
            self.database.execute(away)
        yield
        for _, back in found:
            self.database.execute(back)


def _state(code: str, name: str) -> list[School]:
    """Open to those under age whose guardian says so, with its schools."""
    state = MemberState.objects.create(code=code, name={"en": name}, languages=["ar", "fr"])
    StateRule.objects.create(state=state, guardian_purposes=["learning"], source="Bench", decided_on=date(2026, 1, 1))
    slugs = [f"school-{code.lower()}-{number}" for number in range(SCHOOLS_EACH)]
    made = [
        Organisation.objects.create(state=state, name={"fr": slug}, slug=slug, kind=OrganisationKind.SCHOOL)
        for slug in slugs
    ]
    return [School(school.pk, state.pk) for school in made]


def _person(person: str, number: int) -> str:
    born = f"{1996 + number % 10 if adult(number) else 2011}-05-17"
    name, gender, language = NAMES[number % len(NAMES)], GENDERS[number % 3], LANGUAGES[number % 3]
    since = DAYS[0] if claimed(number) else "\\N"
    told = f"learner-{number}\t{name} {number}\t\t\t\t{gender}\t{born}\t{language}\tUTC\tMA"
    return f"{person}\t{DAYS[0]}\t1\t!\t{told}\tt\tf\tf\t{since}\n"

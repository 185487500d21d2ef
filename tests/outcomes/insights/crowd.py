"""A cohort of any size, and as many others beside it, written by a few statements."""

from courses.catalogue.services import draft_version, publish_version
from foundation.kernel.ids import new_id
from foundation.kernel.statements import run
from foundation.programmes.models import Cohort
from mentoring.projects.models import Call
from outcomes.credentials.models import Achievement
from tests.factories.courses import course_draft
from tests.factories.mentoring import TEAMS, CallFactory
from tests.factories.programmes import CohortFactory
from tests.plans import sweep

PEOPLE = """
    WITH made AS (
        INSERT INTO accounts_user (id, created_at, revision, password, username, name, name_latin, email, phone, gender,
               birth_date, language, time_zone, country, is_active, is_staff, is_superuser, claimed_at)
        SELECT gen_random_uuid(), now(), 1, '!', %(name)s || n, 'سلمى ' || n, '', '', '',
               (ARRAY['female', 'male', ''])[1 + n %% 3], '2011-01-01'::date - n %% 4000,
               (ARRAY['ar', 'en', 'fr'])[1 + n %% 3], 'UTC', 'MA', true, false, false,
               CASE WHEN n %% 2 = 0 THEN now() END
          FROM generate_series(1, %(size)s) n RETURNING id
    )
    INSERT INTO programmes_membership (id, created_at, revision, person_id, cohort_id, programme_id, state_id,
           organisation_id, "group", learner_number, status)
    SELECT gen_random_uuid(), now(), 1, made.id, k.id, k.programme_id, o.state_id, o.id, '3A', '', 'active'
      FROM made, programmes_cohort k JOIN programmes_organisation o ON o.id = k.organisation_id WHERE k.id = %(cohort)s
"""
ENROLMENTS = """
    INSERT INTO enrolment_enrolment (id, created_at, person_id, course_id, version_id, status, done, total, needed,
           quizzes_left, enrolled_at, started_at, active_at)
    SELECT gen_random_uuid(), now(), m.person_id, c.id, c.published_version_id, 'active', 1, 2, 2, 0, now(), now(), now()
      FROM programmes_membership m, catalogue_course c WHERE m.cohort_id = %(cohort)s AND c.slug = ANY(%(courses)s)
"""
# Each of them with a project that was handed in, a certificate, and a guardian's yes.
PROJECTS = """
    INSERT INTO projects_project (id, created_at, revision, call_id, owner_id, title, problem, idea, language, sdgs, stage,
           status, sole)
    SELECT gen_random_uuid(), now(), 1, %(call)s, person_id, 'Water', '', '', 'ar', '{}', 'idea', 'submitted', true
      FROM programmes_membership WHERE cohort_id = %(cohort)s
"""
SUBMISSIONS = """
    INSERT INTO projects_submission (id, created_at, revision, project_id, stage, number, status, answers, submitted_at,
           ticket, states, readers, seats, wanting)
    SELECT gen_random_uuid(), now(), 1, p.id, 'idea', 1, 'submitted', '{}', now(), gen_random_uuid(), '{}', '{}', 1, 1
      FROM projects_project p JOIN programmes_membership m ON m.person_id = p.owner_id WHERE m.cohort_id = %(cohort)s
"""
CREDENTIALS = """
    INSERT INTO credentials_credential (id, created_at, achievement_id, person_id, snapshot, status, status_reason,
           issued_at, code, view_key, pdf, render_due_at, render_attempts)
    SELECT gen_random_uuid(), now(), a.id, m.person_id, '{}', 'valid', '', now(),
           lpad(row_number() OVER ()::text, 9, '0') || %(mark)s, '', '', now(), 0
      FROM programmes_membership m, credentials_achievement a
     WHERE m.cohort_id = %(cohort)s AND a.slug = %(slug)s
"""
ANSWERS = """
    WITH said AS (
        INSERT INTO consents_answer (id, created_at, person_id, decided_at, guardian_name, relationship, method, evidence)
        SELECT gen_random_uuid(), now(), person_id, now(), '', '', 'roster', ''
          FROM programmes_membership WHERE cohort_id = %(cohort)s RETURNING id, person_id
    )
    INSERT INTO consents_consent (id, created_at, person_id, purpose, version, granted, answer_id, valid_until)
    SELECT gen_random_uuid(), now(), person_id, 'learning', 1, true, id, '2100-01-01' FROM said
"""


def crowd(size: int, *, courses: int, others: int = 0) -> Cohort:
    """The cohort of `size` learners; `others` are in another one of a single course."""
    sweep()
    slugs = [f"crowded-{number}" for number in range(courses)]
    for slug in slugs:
        publish_version(actor=None, version_id=draft_version(actor=None, draft=course_draft(slug)).id)
    cohort, other = CohortFactory(courses=slugs, seats=10**6), CohortFactory(courses=slugs[:1], seats=10**6)
    Achievement.objects.create(kind="course", subject_id=new_id(), slug=slugs[0], titles={"en": "Course"})
    call = CallFactory(several_projects=False)
    for mark, place, people in (("a", cohort, size), ("b", other, others)):
        _fill(place, people, call, mark)
    run("ANALYZE", {})
    return cohort


def _fill(cohort: Cohort, size: int, call: Call, mark: str) -> None:
    here = {"cohort": cohort.pk}
    run(PEOPLE, {"name": str(cohort.pk)[-6:], "size": size, **here})
    run(ENROLMENTS, {"courses": cohort.courses, **here})
    run(PROJECTS, {"call": call.pk, **here})
    run(TEAMS, {})
    run(SUBMISSIONS, here)
    run(CREDENTIALS, {"slug": cohort.courses[0], "mark": mark, **here})
    run(ANSWERS, here)

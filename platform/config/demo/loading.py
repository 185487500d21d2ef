from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from config.demo import ACCOUNTS, COURSE, NEXT_COURSE, building, guarding, learning, people, places, tables
from courses.catalogue.services import create_path
from foundation.accounts.models import User
from foundation.kernel.clock import now as present
from foundation.kernel.clock import today
from foundation.programmes.enums import Role
from foundation.programmes.services import load_member_states
from mentoring.projects.services import sweep_clocks


class NotADemo(RuntimeError):
    """These settings serve people."""


def load() -> bool:
    """Bring the whole demo in, or nothing of it. False when it is there already."""
    if not settings.DEMO:
        raise NotADemo
    with transaction.atomic():
        _one_at_a_time()
        if is_loaded():
            return False
        _load(present())
    return True


def is_loaded() -> bool:
    """All of it comes in one transaction, so one of its people stands for the rest."""
    return User.objects.filter(username=ACCOUNTS[0]).exists()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('config.demo', 0))")


def _load(now: datetime) -> None:
    data = tables.read()
    load_member_states()
    staff = people.make_staff(data, now)
    coordinators = {row.state: staff[row.username] for row in data.staff if row.role == Role.COORDINATOR}
    guarding.open_states(data, staff["office"], today())
    guarding.say_whom_to_trust(data, staff["office"])
    people.vet_mentors(data, staff, coordinators, now)
    learning.publish_course(staff["author"], NEXT_COURSE)
    version = learning.publish_course(staff["author"], COURSE)
    create_path(actor=staff["office"], is_published=True, **data.path)
    cohorts = places.make(data, staff["office"], today())
    everybody = [
        learner
        for key, rows in data.learners.items()
        for learner in people.invite(rows, cohorts[key], coordinators[cohorts[key].organisation.state.code], today())
    ]
    people.claim(everybody, staff["office"].password, now)
    guarding.answer_for(everybody, coordinators, today())
    people.withdraw(everybody, coordinators)
    enrolments = learning.enrol((cohort.id for cohort in cohorts.values()), now)
    learning.study(everybody, enrolments, version, now)
    building.build(data, everybody, staff, now)
    sweep_clocks(now=now)

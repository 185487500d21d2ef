from uuid import UUID

from django.db.models import QuerySet

from courses.assessment.models import Attempt, Quiz
from foundation.accounts.models import User
from foundation.programmes.enums import Role
from foundation.programmes.policies import one, roles_of

READERS = {Role.AUTHOR, Role.PROGRAMME_OFFICE}


def attempts_visible_to(actor: User) -> QuerySet[Attempt]:
    """A person's own. What others learn of them is how a cohort gets on, and how hard a question was."""
    return Attempt.objects.filter(enrolment__person=actor)


def quizzes_visible_to(actor: User) -> QuerySet[Quiz]:
    """With their right answers: for authors and the office."""
    return Quiz.objects.all() if roles_of(actor) & READERS else Quiz.objects.none()


def get_quiz_for(actor: User, slug: str, number: int, lesson_id: UUID) -> Quiz:
    quizzes = quizzes_visible_to(actor).filter(lesson__version__course__slug=slug, lesson__version__number=number)
    return one(quizzes.filter(lesson=lesson_id))

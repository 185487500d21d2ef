from courses.assessment.services.carrying import carry_attempts
from courses.assessment.services.closing import submit_attempt, sweep_attempts
from courses.assessment.services.looking import Overview, attempt_now, attempts_now, overview
from courses.assessment.services.phoning import TAKERS
from courses.assessment.services.quizzes import write_quizzes
from courses.assessment.services.reopening import Reopened, give_attempt, take_attempt_back
from courses.assessment.services.saving import save_answers
from courses.assessment.services.starting import start_attempt

__all__ = [
    "TAKERS",
    "Overview",
    "Reopened",
    "attempt_now",
    "attempts_now",
    "carry_attempts",
    "give_attempt",
    "overview",
    "save_answers",
    "start_attempt",
    "submit_attempt",
    "sweep_attempts",
    "take_attempt_back",
    "write_quizzes",
]

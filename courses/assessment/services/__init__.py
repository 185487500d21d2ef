from courses.assessment.services.quizzes import write_quizzes

__all__ = ["write_quizzes"]

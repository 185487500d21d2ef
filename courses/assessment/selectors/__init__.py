from courses.assessment.selectors.attempts import facts_of, quiz_of, with_standing
from courses.assessment.selectors.figures import QuestionFigures, figures_for

__all__ = ["QuestionFigures", "facts_of", "figures_for", "quiz_of", "with_standing"]

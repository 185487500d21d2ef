from django.db.models import QuerySet

from foundation.accounts.models import User
from mentoring.mentors.models import Mentor
from mentoring.mentors.policies import mentors_visible_to, require_mentor, require_staff


def list_mentors(actor: User) -> QuerySet[Mentor]:
    require_staff(actor)
    return mentors_visible_to(actor)


def own_profile(actor: User) -> Mentor:
    """The mentor's profile; a blank one, not taking work, until the mentor has filled it in."""
    require_mentor(actor)
    found = Mentor.objects.filter(person=actor).first()
    return found or Mentor(person=actor, languages=[actor.language], active=False)

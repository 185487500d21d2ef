from mentoring.mentors.selectors.profiles import (
    list_conflicts,
    list_mentors,
    list_pauses,
    mentors_away,
    mentors_taking,
    own_profile,
    with_standing,
)
from mentoring.mentors.selectors.vettings import get_suspension, list_vettings, mentors_unvetted, terms_of

__all__ = [
    "get_suspension",
    "list_conflicts",
    "list_mentors",
    "list_pauses",
    "list_vettings",
    "mentors_away",
    "mentors_taking",
    "mentors_unvetted",
    "own_profile",
    "terms_of",
    "with_standing",
]

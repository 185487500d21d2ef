"""The order of the scenes."""

from collections.abc import Callable

from config.journey import building, checking, enrolling, learning
from config.journey.play import Play

Act = Callable[[Play], None]

SCENES: tuple[tuple[str, Act], ...] = (
    ("The house answers", enrolling.the_house_answers),
    ("The coordinator signs in, at the second try", enrolling.the_coordinator_signs_in),
    ("Her first cohort; the other state's coordinator can't see it", enrolling.the_coordinator_finds_her_cohort),
    ("She adds two learners, after a form filled in wrongly", enrolling.the_coordinator_adds_learners),
    ("The learner claims her account with a code in Arabic digits", enrolling.the_learner_claims_her_account),
    ("A boy of fifteen claims his", enrolling.the_boy_claims_his),
    ("She is enrolled in her cohort's course", enrolling.she_is_enrolled),
    ("She reads the outline in Arabic", learning.she_reads_the_outline),
    ("She reads the lessons", learning.she_reads_the_lessons),
    ("She completes the course, saying everything twice", learning.she_completes_the_course),
    ("She begins a project of her own", building.she_begins_a_project),
    ("She submits it: too early, from an old tab, well, once too often", building.she_submits_it),
    ("The boy can't: his guardian has not agreed", building.the_boy_cannot_yet),
    ("The mentor takes it up", building.the_mentor_takes_it_up),
    ("The mentor reviews it and accepts it", building.the_mentor_accepts_it),
    ("She reads the review", building.she_reads_the_review),
    ("Her notices arrive", checking.her_notices_arrive),
    ("Both certificates are there, on paper too", checking.her_certificates_are_there),
    ("A stranger checks them: with the paper, and with the number alone", checking.a_stranger_checks_them),
    ("She signs out", checking.she_signs_out),
)

"""The order of the scenes."""

from collections.abc import Callable

from config.journey import building, checking, consenting, enrolling, learning, listing, quizzing
from config.journey.play import Play

Act = Callable[[Play], None]

SCENES: tuple[tuple[str, Act], ...] = (
    ("The house answers", enrolling.the_house_answers),
    ("The coordinator signs in, at the second try", enrolling.the_coordinator_signs_in),
    ("Her first cohort; the other state's coordinator can't see it", enrolling.the_coordinator_finds_her_cohort),
    ("She uploads the list that the centre has: an Arabic Excel file", listing.the_coordinator_uploads_the_list),
    ("She looks at what would change, and at two rows with a fault", listing.she_looks_at_what_would_change),
    ("She corrects one of them", listing.she_corrects_a_row),
    ("She applies what she looked at", listing.she_applies_it),
    ("The same list again would change nothing", listing.the_same_list_changes_nothing),
    ("She prints claim cards, and consent sheets for guardians", listing.she_prints_cards_and_sheets),
    ("A girl of fifteen claims her account with the code on her card", enrolling.the_learner_claims_her_account),
    ("A boy claims his", enrolling.the_boy_claims_his),
    ("She is enrolled in her cohort's course", enrolling.she_is_enrolled),
    ("She reads an open lesson; learning waits for her mother", consenting.she_waits_for_her_mother),
    ("Her mother agrees by the link in her mail", consenting.her_mother_agrees),
    ("The boy’s father agrees to learning alone, by the code on his sheet", consenting.his_father_agrees_to_learning),
    ("She reads the outline in Arabic", learning.she_reads_the_outline),
    ("She reads the lessons", learning.she_reads_the_lessons),
    ("She begins a quiz that has every kind of question", quizzing.she_begins_a_quiz),
    ("Without a network she answers; her phone hands that in, shuffled", quizzing.her_phone_hands_in_what_she_answered),
    ("She has passed, and reads what was right", quizzing.she_has_passed),
    ("She completes the course, saying everything twice", learning.she_completes_the_course),
    ("She begins a project of her own", building.she_begins_a_project),
    ("She submits it: too early, from an old tab, well, once too often", building.she_submits_it),
    ("The boy can't: his father has said no to mentors", building.the_boy_cannot),
    ("The mentor takes it up", building.the_mentor_takes_it_up),
    ("The mentor reviews it and accepts it", building.the_mentor_accepts_it),
    ("She reads the review", building.she_reads_the_review),
    ("Her notices arrive", checking.her_notices_arrive),
    ("Both certificates are there, on paper too", checking.her_certificates_are_there),
    ("A stranger checks them: with the paper, and with the number alone", checking.a_stranger_checks_them),
    ("Her path goes on: she begins its next course", learning.her_path_goes_on),
    ("A school’s list in French is applied, and undone", listing.another_list_is_undone),
    ("She signs out", checking.she_signs_out),
)

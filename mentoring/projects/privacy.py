from foundation.kernel.classification import PLAIN, Classification

WORK = "while the person has an account, then two years for the programme's evaluation"

OWN_WORDS = Classification("personal", WORK, "clear")
FACT = Classification("personal", WORK, "pseudonymise")

FIELDS: dict[str, Classification] = {
    "Call.title": PLAIN,
    "Call.status": PLAIN,
    "Call.programme": PLAIN,
    "Call.stages": PLAIN,
    "Call.rubric": PLAIN,
    "Call.sdgs": PLAIN,
    "Call.several_projects": PLAIN,
    "Project.call": FACT,
    "Project.owner": FACT,
    "Project.cohort": FACT,
    "Project.title": OWN_WORDS,
    "Project.problem": OWN_WORDS,
    "Project.idea": OWN_WORDS,
    "Project.language": FACT,
    "Project.sdgs": FACT,
    "Project.stage": FACT,
    "Project.status": FACT,
    "Project.sole": PLAIN,
    "Project.accepted_at": FACT,
    "TeamMember.project": FACT,
    "TeamMember.call": FACT,
    "TeamMember.person": FACT,
    "TeamMember.seat": PLAIN,
    "TeamMember.sole": PLAIN,
    "TeamMember.role": OWN_WORDS,
    "TeamMember.joined_at": FACT,
    "TeamMember.left_at": FACT,
    "Submission.project": FACT,
    "Submission.stage": FACT,
    "Submission.number": FACT,
    "Submission.status": FACT,
    "Submission.answers": OWN_WORDS,
    "Submission.submitted_at": FACT,
    "Submission.ticket": PLAIN,
    "Submission.states": FACT,
    "Submission.readers": Classification("personal", WORK, "pseudonymise"),
}

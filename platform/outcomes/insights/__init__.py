"""What the figures of learning say: how far the learners of a cohort have come, for those who look after them. It keeps
nothing: each figure is counted anew from what enrolment, projects and credentials hold. It must never show a learner's
progress to anybody but her and those who coordinate her cohort or school."""

"""What young people build: calls with their stages of questions and rubric, projects, and the numbered submissions of
each stage. It must never know leases or reviews: it is told that a submission is being read, and what was decided."""

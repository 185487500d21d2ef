"""The mentoring floor: who mentors, what young people build, and how it is reviewed. It stands beside courses and never
imports them."""

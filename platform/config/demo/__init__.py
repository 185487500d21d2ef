"""The demo: an invented programme of two states, and the people in it at every stage of it.

What is in it stands in `data/`; the modules beside it bring that in through the services of the apps, as people would
have. It must never run where people are served."""

from pathlib import Path

PASSWORD = "jisr-demo-2026"  # noqa: S105  of the demo, and of nothing else
ACCOUNTS = (
    "office",
    "coordinator.ma",
    "coordinator.jo",
    "officer.ma",
    "author",
    "mentor",
    "mentor.two",
    "mentor.three",
    "tarek",
    "learner",
    "learner.two",
    "learner.three",
)
HEROINE = "rim"  # whose story the first page tells
COURSE = "what-future-jobs-ask-of-you"  # of the cohorts
NEXT_COURSE = "from-idea-to-innovation"  # open to whoever wants to go on
DATA = Path(__file__).parent / "data"

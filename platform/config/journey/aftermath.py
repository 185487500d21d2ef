"""Scenes: what teams say of the help they had, and what becomes of it."""

from config.demo import PASSWORD
from config.journey.blind import DOUBTFUL
from config.journey.play import Play, wait_for
from config.journey.reading import notices
from config.journey.talk import expect

WORDS = "سُئلنا عن العطلة، ولم يُسأل من وعد بالسقي."
NOTE = "Relu avec la coordinatrice : la question était permise."


def they_rate_the_help(play: Play) -> None:
    """Each for herself. The mentor learns a mean of five and more, and no single answer."""
    path = f"/api/v1/reviews/{play.known['review of one']}/rating"
    for caller, helpful in ((play.youssef, 5), (play.aya, 4)):
        caller.ask("PUT", path, {"helpful": helpful, "words": "فهمنا ماذا ينقص."})
        play.show(caller)
    play.marwa.refused("not_found", "PUT", path, {"helpful": 1}, status=404)
    mean = play.mentor.get("/api/v1/mentors/me/rating").json
    play.show(play.mentor)
    expect(set(mean) == {"mean"}, f"The mentor is told {mean}")


def one_reports_a_review(play: Play) -> None:
    """Once: what else she has to say about it she tells whoever looks into it."""
    reviews = play.learner.all(f"/api/v1/submissions/{play.known['blind']}/reviews")
    review = next(review["id"] for review in reviews if review["feedback"] == DOUBTFUL.feedback)
    about = {"subject": {"type": "review", "id": review}, "reason": "unfair", "words": WORDS}
    play.known["report"] = play.learner.post("/api/v1/reports", about, expect=201).json
    play.show(play.learner)
    play.learner.refused("already_reported", "POST", "/api/v1/reports", about, status=409)
    play.second.refused("forbidden", "GET", "/api/v1/cases", status=403)


def the_office_answers(play: Play) -> None:
    """She is told that somebody has looked into it; the mentor nothing at all."""
    play.sign_in(play.office, "office", PASSWORD)
    subject = play.known["report"]["subject"]
    case = next(case["id"] for case in play.office.all("/api/v1/cases?status=open") if case["subject"] == subject)
    path = f"/api/v1/cases/{case}"
    opened = play.office.get(path)
    play.show(play.office)
    expect([told["words"] for told in opened.json["reports"]] == [WORDS], "The office doesn't read what she wrote")
    closed = {"status": "closed", "outcome": "unfounded", "note": NOTE}
    play.office.ask("PATCH", path, closed, headers={"If-Match": opened.etag})
    play.show(play.office)
    wait_for(lambda: notices(play.learner, "report_closed", play.known["report"]["id"]), otherwise="She was not told")
    play.show(play.learner)
    told = play.learner.get("/api/v1/reports").json["results"][0]
    expect((told["status"], NOTE in str(told)) == ("closed", False), f"Of her report she reads {told}")

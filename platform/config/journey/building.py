"""Scenes: her project, and the mentor who reads it."""

from typing import Any

from config.demo import PASSWORD
from config.journey.play import Play
from config.journey.reading import hand_back, submit
from config.journey.talk import WrongAnswer, expect

PROJECT = {
    "title": "ظلّ في الساحة",
    "problem": "لا شجرة في ساحة مدرستنا، فيقف الصغار في الشمس من العاشرة إلى الثانية.",
    "idea": "مظلات من قماش قديم نخيطها معًا، ثم أشجار توت مكانها بعد ثلاث سنوات.",
    "language": "ar",
}


def she_begins_a_project(play: Play) -> None:
    call = next(play.learner.all("/api/v1/calls?status=open"))
    play.known["call"] = call
    play.show(play.learner)
    project = play.learner.post("/api/v1/projects", {"call": call["id"], **PROJECT}, expect=201).json
    draft = play.learner.post(f"/api/v1/projects/{project['id']}/submissions", {"answers": {}}, expect=201).json
    play.known["submission"] = draft["id"]
    play.show(play.learner, last=2)


def she_submits_it(play: Play) -> None:
    """Too early, then from an old tab, then well, then once too often."""
    path = f"/api/v1/submissions/{play.known['submission']}"
    early = play.learner.refused("incomplete", "POST", f"{path}/submit", status=422)
    expect(bool(early.json["errors"]), "The refusal does not say which answer is missing")
    play.show(play.learner)
    old = play.learner.get(path).etag
    play.learner.refused("if_match_required", "PATCH", path, {"answers": {}}, status=428)
    answers = {"answers": _answers(play.known["call"])}
    play.learner.ask("PATCH", path, answers, headers={"If-Match": old})
    play.show(play.learner)
    play.learner.refused("stale", "PATCH", path, {"answers": {}}, status=412, If_Match=old)
    play.show(play.learner)
    submit(play, play.learner, play.known["submission"])
    play.show(play.learner)
    play.learner.refused("already_submitted", "POST", f"{path}/submit", status=409)


def the_boy_cannot(play: Play) -> None:
    """A project is for mentors to read, and no mentor meets a minor whose guardian has not agreed to that."""
    project = {"call": play.known["call"]["id"], **PROJECT}
    refused = play.minor.refused("consent_required", "POST", "/api/v1/projects", project, status=403)
    expect(refused.json["purpose"] == "mentor_contact", "The refusal does not name what it needs consent for")
    play.show(play.minor)


def the_mentor_takes_it_up(play: Play) -> None:
    play.sign_in(play.mentor, "mentor", PASSWORD)
    wanted = play.known["submission"]
    entry = next((entry for entry in play.mentor.all("/api/v1/review-queue") if entry["submission"] == wanted), None)
    if entry is None:
        raise WrongAnswer("The submission is not in the mentor's queue")
    play.show(play.mentor)
    expect("name" not in entry and "owner" not in entry["project"], "The queue says whose project it is")
    lease = play.mentor.post(f"/api/v1/review-queue/{wanted}/lease", expect=201)
    play.known["review"], play.known["review_etag"] = lease.json["id"], lease.etag
    play.at_the_end.append(lambda: hand_back(play.mentor, lease.json["id"]))
    play.show(play.mentor)
    project = play.mentor.get(f"/api/v1/submissions/{wanted}").json["project"]
    play.mentor.get(f"/api/v1/projects/{project}")


def the_mentor_accepts_it(play: Play) -> None:
    """Saved as a draft while typing, once from a second window that was old."""
    path, old = f"/api/v1/reviews/{play.known['review']}", play.known["review_etag"]
    unfinished = play.mentor.refused("review_incomplete", "POST", f"{path}/submit", status=422)
    expect(bool(unfinished.json["errors"]), "The refusal does not say what is missing")
    scores = {
        criterion["key"]: {"points": criterion["levels"][-1]["points"], "reason": ""}
        for criterion in play.known["call"]["rubric"]["criteria"]
    }
    draft = play.mentor.ask("PATCH", path, {"scores": scores}, headers={"If-Match": old})
    play.mentor.refused("stale", "PATCH", path, {"decision": "declined"}, status=412, If_Match=old)
    play.show(play.mentor)
    words = {
        "feedback": "بدأتم بما عندكم. أحسنتِ!",
        "remarks": ["problem_clear", "idea_fits"],
        "decision": "accepted",
    }
    play.mentor.ask("PATCH", path, words, headers={"If-Match": draft.etag})
    play.show(play.mentor)
    review = play.mentor.post(f"{path}/submit").json
    expect((review["status"], review["decision"]) == ("submitted", "accepted"), f"The review is {review['status']}")
    play.show(play.mentor)
    play.mentor.refused("review_closed", "POST", f"{path}/submit", status=409)


def she_reads_the_review(play: Play) -> None:
    reviews = list(play.learner.all(f"/api/v1/submissions/{play.known['submission']}/reviews"))
    expect([review["decision"] for review in reviews] == ["accepted"], "She does not see the one review")
    play.show(play.learner)
    play.neighbour.refused("not_found", "GET", f"/api/v1/submissions/{play.known['submission']}", status=404)


def _answers(call: dict[str, Any]) -> dict[str, str]:
    questions = [question for stage in call["stages"][:1] for question in stage["questions"]]
    return {question["key"]: ANSWERS[question["kind"]] for question in questions if question["kind"] in ANSWERS}


ANSWERS = {
    "text": "سألنا واحدًا وعشرين تلميذًا ومعلمتين، ثم نصبنا مظلة واحدة أسبوعًا: وقف تحتها الجميع.",
    "link": "https://school.example/shade",
}

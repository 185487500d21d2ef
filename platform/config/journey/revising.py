"""Scenes: the first team's work comes back, is mended, and is accepted by the mentor who knows it."""

from itertools import takewhile
from operator import itemgetter

from config.demo import PASSWORD
from config.journey.play import Play
from config.journey.reading import Opinion, finish, give, hand_in, submit, take_up, waits_for
from config.journey.talk import expect

FIRST = {
    "who": "سكان العمارة، وهم ستون. سألنا خمسة.",
    "tried": "لم نجرّب بعد.",
}
SECOND = {"tried": "جمعنا ماء ثلاثة مكيّفات في دلو أسبوعًا: أحد عشر لترًا في اليوم، وشتلات النعناع ما زالت خضراء."}
NOT_YET = Opinion(
    "revise",
    (2, 1, 0),
    "المشكلة واضحة والفكرة بسيطة. ينقص أن تجرّبا: دلو واحد، أسبوع واحد، وعدّا اللترات.",
    ("problem_clear", "evidence_more"),
)
NOW_YES = Opinion("accepted", (2, 1, 1), "أحد عشر لترًا في اليوم! هذا رقم يقنع الجيران. أحسنتما.", ("evidence_good",))


def the_first_team_hands_in(play: Play) -> None:
    """Each of a team may. Nobody has begun to read: they take it back, see to it once more, and hand in again."""
    first = hand_in(play, play.aya, play.known["team one"]["id"], FIRST)
    play.show(play.aya, last=2)
    path = f"/api/v1/submissions/{first}"
    play.youssef.refused("already_submitted", "POST", f"{path}/submit", status=409)
    back = play.youssef.post(f"{path}/withdrawal").json
    play.show(play.youssef)
    expect((back["status"], back["answers"]) == ("draft", FIRST), f"Taken back it is {back['status']}")
    expect(waits_for(play.mentor, first) is None, "What was taken back is in the mentor's queue")
    submit(play, play.aya, first)
    play.known["first try"] = first


def the_mentor_says_what_is_missing(play: Play) -> None:
    """Once she reads it, it stays with her until she has answered."""
    first = play.known["first try"]
    path, review = f"/api/v1/submissions/{first}", take_up(play, play.mentor, first)["id"]
    play.youssef.refused("already_read", "POST", f"{path}/withdrawal", status=409)
    play.show(play.youssef)
    finish(play.mentor, review, play.known["near"], NOT_YET)
    play.show(play.mentor, last=2)
    [said] = play.youssef.all(f"{path}/reviews")
    play.show(play.youssef)
    expect((said["decision"], said["feedback"]) == ("revise", NOT_YET.feedback), "They don't read what he wrote")
    told = play.youssef.get(path).json["status"]
    expect(told == "returned", f"The first try is {told}")


def they_begin_where_they_ended(play: Play) -> None:
    """Their answers are there; one is new. Only the mentor who knows the project finds it in the queue, and at its top."""
    second = hand_in(play, play.youssef, play.known["team one"]["id"], SECOND)
    kept = play.youssef.get(f"/api/v1/submissions/{second}").json
    expect(kept["answers"] == FIRST | SECOND and kept["number"] == 2, f"The second try says {kept['answers']}")
    play.show(play.youssef)
    compared = play.aya.get(f"/api/v1/submissions/{second}/comparison").json
    play.show(play.aya)
    changes = {question["key"]: question["change"] for question in compared["questions"] if question["after"]}
    expect(changes == {"who": "same", "tried": "changed"}, f"Compared, it says {changes}")
    play.sign_in(play.second, "mentor.two", PASSWORD)
    expect(waits_for(play.second, second) is None, "Work that is kept for its mentor is in another's queue")
    first = play.mentor.get("/api/v1/review-queue").json["results"]
    play.show(play.mentor)
    kept_for_her = [entry["submission"] for entry in takewhile(itemgetter("mine"), first)]
    expect(second in kept_for_her, "It isn't among the first in its mentor's queue")
    play.known["second try"] = second


def their_mentor_accepts_it(play: Play) -> None:
    second = play.known["second try"]
    give(play, play.mentor, second, play.known["near"], NOW_YES)
    play.show(play.mentor)
    project = play.aya.get(f"/api/v1/projects/{play.known['team one']['id']}").json
    expect(project["status"] == "accepted", f"The project is {project['status']}")
    play.show(play.aya)
    [review] = play.aya.all(f"/api/v1/submissions/{second}/reviews")
    play.known["review of one"] = review["id"]

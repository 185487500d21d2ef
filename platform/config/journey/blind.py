"""Scenes: the second team's idea before two readers who don't know of each other, and a third where they differ."""

from typing import Any

from config.demo import PASSWORD
from config.demo.drawing import sketch
from config.journey.forms import Upload
from config.journey.play import Play
from config.journey.reading import Opinion, give, submit, take_up, type_in, waits_for
from config.journey.talk import Caller, expect

ANSWERS = {
    "place": "موقف الحافلة أمام الإعدادية. ينتظر هناك أربعون تلميذًا وجدّات السوق.",
    "numbers": "يوم الاثنين عند الظهر: تسع وثلاثون درجة على المقعد، وواحدة وثلاثون تحت شجرة على بعد عشرين مترًا.",
}
DELIGHTED = Opinion("accepted", (-1, -1, -2), "القياس عند الظهر أقنعني. ابدأن بعمود واحد.", ("evidence_good",))
DOUBTFUL = Opinion("revise", (1, 1, 0), "من يسقيه في العطلة؟ لم أجد جوابًا عن ذلك.", ("next_step",))
IN_BETWEEN = Opinion("accepted", (2, 2, 1), "فكرة تناسب المكان. اكتبن اسم من وعد بالسقي.", ("idea_fits",))


def the_second_team_adds_a_sketch(play: Play) -> None:
    """Its name, and what the picture says of its maker, would tell whose it is. On a poor network it is sent twice."""
    project = play.known["team two"]["id"]
    draft = play.marwa.post(f"/api/v1/projects/{project}/submissions", {"answers": ANSWERS}, expect=201).json
    path = f"/api/v1/submissions/{draft['id']}"
    play.learner.refused("incomplete", "POST", f"{path}/submit", status=422)
    play.show(play.learner)
    picture = Upload("marwa-mansouri.png", sketch("Marwa Mansouri"), {"question": "sketch"})
    file = play.marwa.post(f"{path}/files", picture, expect=201).json
    play.show(play.marwa)
    expect(file["name"] == "marwa-mansouri.png", f"Her file is called {file['name']}")
    submitted = submit(play, play.learner, draft["id"])
    expect(submitted["answers"]["sketch"] == [file["id"]], f"The answers are {submitted['answers']}")
    play.show(play.learner)
    play.known |= {"blind": draft["id"], "file": file["id"]}


def two_readers_differ(play: Play) -> None:
    """Each reads the same nameless work. Nobody knows of the other, and the team hears of neither."""
    play.sign_in(play.third, "mentor.three", PASSWORD)
    blind, water = play.known["blind"], play.known["water"]
    began = {mentor: len(mentor.heard) for mentor in (play.mentor, play.second)}
    one, other = (take_up(play, mentor, blind)["id"] for mentor in began)
    play.show(play.second)
    for mentor in began:
        _reads(play, mentor)
    type_in(play.mentor, one, water, DELIGHTED)
    type_in(play.second, other, water, DOUBTFUL)
    play.mentor.post(f"/api/v1/reviews/{one}/submit")
    expect(waits_for(play.third, blind) is None, "All seats are taken, and it is in a third one's queue")
    play.second.refused("not_found", "GET", f"/api/v1/reviews/{one}", status=404)
    play.show(play.second)
    expect(list(play.marwa.all(f"/api/v1/submissions/{blind}/reviews")) == [], "The team reads half of what is said")
    play.show(play.marwa)
    play.second.post(f"/api/v1/reviews/{other}/submit")
    for mentor, since in began.items():
        names_nobody(mentor, since, [*_names(play.marwa), *_names(play.learner), "marwa-mansouri"])


def a_third_is_asked(play: Play) -> None:
    """The middle decision goes out, once; the words of all three, in an order that tells nothing."""
    blind, water = play.known["blind"], play.known["water"]
    pending = play.marwa.get(f"/api/v1/submissions/{blind}").json["status"]
    expect(pending == "in_review", f"Two differ, and the submission is {pending}")
    since = {caller: len(caller.heard) for caller in (play.marwa, play.learner)}
    play.known["review of two"] = give(play, play.third, blind, water, IN_BETWEEN)
    play.show(play.third)
    decided = play.marwa.get(f"/api/v1/submissions/{blind}").json
    expect(decided["status"] == "accepted", f"Two of three accept, and it is {decided['status']}")
    reviews = list(play.learner.all(f"/api/v1/submissions/{blind}/reviews"))
    play.show(play.learner)
    given = sorted(review["feedback"] for review in reviews)
    expect(given == sorted(each.feedback for each in (DELIGHTED, DOUBTFUL, IN_BETWEEN)), f"They read {given}")
    expect(len({review["submitted_at"] for review in reviews}) == 1, "The times tell who was first")
    readers = [name for mentor in (play.mentor, play.second, play.third) for name in _names(mentor)]
    for caller, first in since.items():
        names_nobody(caller, first, readers)
    project = play.marwa.get(f"/api/v1/projects/{play.known['team two']['id']}").json
    expect((project["status"], project["stage"]) == ("active", "prototype"), f"The project is at {project['stage']}")


def names_nobody(caller: Caller, since: int, names: list[str]) -> None:
    """None of these stands in anything that was answered since then, headers included."""
    for exchange in caller.heard[since:]:
        said = exchange.answer.content.decode(errors="replace") + repr(sorted(exchange.answer.headers.items()))
        told = [name for name in names if name.lower() in said.lower()]
        expect(not told, f"{exchange.method} {exchange.path} tells the {caller.who} of {told}")


def _reads(play: Play, mentor: Caller) -> None:
    path = f"/api/v1/submissions/{play.known['blind']}"
    project = mentor.get(path).json["project"]
    mentor.get(f"/api/v1/projects/{project}")
    team = list(mentor.all(f"/api/v1/projects/{project}/members"))
    expect([member["name"] for member in team] == [None, None], f"The team is called {team}")
    [file] = mentor.all(f"{path}/files")
    expect(file["name"] == "evidence-1.png", f"The sketch is called {file['name']}")
    play.show(mentor)
    sketched = mentor.get(f"{path}/files/{file['id']}", Accept="image/png").content
    expect(sketched.startswith(b"\x89PNG"), "The sketch is no picture")
    play.scene.pictures = [(file["name"], sketched)]


def _names(caller: Caller) -> list[str]:
    me: dict[str, Any] = caller.get("/api/v1/me").json
    return [name for name in (me["id"], me["name"], me["name_latin"]) if name]

"""Scenes: she reads the course in Arabic and completes it."""

from config.demo import COURSE, NEXT_COURSE
from config.journey.play import Play
from config.journey.talk import expect


def she_reads_the_outline(play: Play) -> None:
    answer = play.learner.get(f"/api/v1/courses/{COURSE}/outline")
    play.show(play.learner)
    expect(answer.headers["content-language"] == "ar", "The outline is not in Arabic")
    expect("private" in answer.headers["cache-control"], "An enrolment's outline may be kept by others")
    lessons = [lesson for module in answer.json["modules"] for lesson in module["lessons"]]
    expect(len(lessons) >= 12, f"The course has {len(lessons)} lessons")
    play.known["lessons"] = lessons
    play.learner.get(f"/api/v1/courses/{COURSE}/outline", expect=304, If_None_Match=answer.etag)


def she_reads_the_lessons(play: Play) -> None:
    for lesson in play.known["lessons"]:
        text = play.learner.get(f"/api/v1/lessons/{lesson['id']}").json
        expect(text["language"] == "ar" and len(text["html"]) > 500, f"Lesson {lesson['key']} is not there in Arabic")
        expect("<script" not in text["html"], f"Lesson {lesson['key']} carries a script")
        if play.scene.lesson is None:
            play.scene.lesson = text
            play.show(play.learner)


def she_completes_the_course(play: Play) -> None:
    path = f"/api/v1/enrolments/{play.known['enrolment']}/lessons/%s/completion"
    lessons = [lesson for lesson in play.known["lessons"] if lesson["kind"] == "text"]
    for done, lesson in enumerate(lessons, start=1):
        for _ in range(2):  # her phone never heard the first answer
            enrolment = play.learner.ask("PUT", path % lesson["id"], {}).json
            wanted = {"done": done, "total": len(lessons), "needed": len(lessons)}
            expect(enrolment["progress"] == wanted, f"{enrolment['progress']} at {done}")
        if done == 1:
            play.show(play.learner)
    expect(enrolment["status"] == "completed", "All lessons done, and the course is not completed")
    play.show(play.learner)
    play.minor.refused("not_found", "PUT", path % lessons[0]["id"], {}, status=404)


def her_path_goes_on(play: Play) -> None:
    steps = play.learner.get("/api/v1/me/next").json["results"]
    offered = [step["subject"]["id"] for step in steps if step["kind"] == "course"]
    expect(offered == [NEXT_COURSE], f"She is offered {offered}")
    play.show(play.learner)
    (path,) = [path for path in play.learner.all("/api/v1/paths") if path["courses"] == [COURSE, NEXT_COURSE]]
    begun = [play.learner.post(f"/api/v1/paths/{path['slug']}/enrolment", expect=status).json for status in (201, 200)]
    play.show(play.learner, 2)
    expect(begun[0] == begun[1] and begun[0]["course"] == NEXT_COURSE, f"She began {begun[0]['course']}")

"""Scenes: a quiz with every kind of question, begun with the network, filled in without, and handed in afterwards."""

from random import SystemRandom
from typing import Any

from config.demo import COURSE
from config.journey.answering import right_answers
from config.journey.phone import Phone
from config.journey.play import Play
from config.journey.talk import expect

KINDS = {"single", "multiple", "true_false", "text", "number", "order", "match"}


def she_begins_a_quiz(play: Play) -> None:
    lesson = next(lesson for lesson in play.known["lessons"] if lesson["kind"] == "quiz")
    path = f"/api/v1/enrolments/{play.known['enrolment']}/lessons/{lesson['id']}"
    play.learner.refused("quiz_not_passed", "PUT", f"{path}/completion", {}, status=409)
    rules = play.learner.get(f"{path}/quiz").json
    expect(rules["used"] == 0 and not rules["passed"], f"She has not begun this quiz, and it says {rules}")
    play.show(play.learner)
    attempt = play.learner.post(f"{path}/attempts", expect=201).json
    play.show(play.learner)
    asked = {question["kind"] for question in attempt["questions"]}
    expect(asked == KINDS, f"The quiz asks {asked}")
    expect(all(question["result"] is None for question in attempt["questions"]), "It says beforehand what is right")
    again = play.learner.post(f"{path}/attempts").json
    expect(again == attempt, "Beginning again does not give the attempt that is open")
    play.minor.refused("not_found", "GET", f"/api/v1/attempts/{attempt['id']}", status=404)
    play.known |= {"quiz": lesson, "attempt": attempt}


def her_phone_hands_in_what_she_answered(play: Play) -> None:
    """Shuffled, each line twice; then all of it, shuffled anew, and once more because the answer got lost."""
    attempt, chance = play.known["attempt"], SystemRandom()
    answers = right_answers(attempt["questions"], COURSE, play.known["quiz"]["key"], play.learner.language)
    phone = _filled_in(play, answers)
    half = phone.log[: len(phone.log) // 2]
    outcomes = phone.hand_in(play.learner, chance.sample(half * 2, len(half) * 2))
    expect(sorted(outcomes) == ["applied"] * len(half) + ["repeated"] * len(half), f"Half of the log: {outcomes}")
    saved = play.learner.get(f"/api/v1/attempts/{attempt['id']}").json
    told = {question for line in half for question in line.get("answers", {})}
    expect(saved["answers"] == {key: answers[key] for key in told}, f"Half of the log left {saved['answers']}")
    expect((saved["status"], saved["passed"]) == ("open", None), f"Before the submit it is {saved['status']}")
    play.show(play.learner, last=2)
    everything = chance.sample(phone.log, len(phone.log))
    outcomes = phone.hand_in(play.learner, everything)
    expected = ["repeated" if line in half else "applied" for line in everything]
    expect(outcomes == expected, f"All of the log: {outcomes}")
    play.show(play.learner)
    expect(set(phone.hand_in(play.learner, everything)) == {"repeated"}, "The same log again changes something")
    play.known["answers"] = answers


def _filled_in(play: Play, answers: dict[str, Any]) -> Phone:
    """She opens the lesson, answers question after question, corrects a number, and submits."""
    attempt = play.known["attempt"]
    phone = Phone(play.known["enrolment"], play.known["quiz"]["id"])
    phone.write("lesson_opened")
    questions = sorted(attempt["questions"], key=lambda question: question["kind"] != "number")
    phone.write("answer_saved", attempt=attempt["id"], answers={questions[0]["id"]: "18"})
    for question in questions:
        phone.write("answer_saved", attempt=attempt["id"], answers={question["id"]: answers[question["id"]]})
    phone.write("attempt_submitted", attempt=attempt["id"], answers=answers)
    return phone


def she_has_passed(play: Play) -> None:
    attempt = play.learner.get(f"/api/v1/attempts/{play.known['attempt']['id']}").json
    play.show(play.learner)
    expect(attempt["answers"] == play.known["answers"], f"She ended with {attempt['answers']}")
    score = attempt["score"]
    expect(attempt["passed"] and score == attempt["max_score"], f"All is right, and scored {score}")
    results = {question["id"]: question["result"] for question in attempt["questions"]}
    expect(all(result["correct"] for result in results.values()), f"All is right, and {results} is told")
    expect(any(result["feedback"] for result in results.values()), "There is no feedback to read")
    done = play.learner.get(f"/api/v1/enrolments/{play.known['enrolment']}").json["lessons_done"]
    expect(done == [attempt["lesson"]], f"The quiz is passed, and done is {done}")
    play.show(play.learner)
    path = f"/api/v1/enrolments/{play.known['enrolment']}/lessons/{attempt['lesson']}"
    play.learner.refused("quiz_passed", "POST", f"{path}/attempts", status=409)

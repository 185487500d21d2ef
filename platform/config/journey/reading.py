"""How a team of the journey hands in, and how a mentor reads it: takes it up, types, sends it off."""

from dataclasses import dataclass
from typing import Any

from config.journey.play import Play
from config.journey.talk import Caller, WrongAnswer, expect


@dataclass(frozen=True, slots=True)
class Opinion:
    """`levels`: which of each criterion's, counted from below, or from above where negative."""

    decision: str
    levels: tuple[int, ...]
    feedback: str
    remarks: tuple[str, ...] = ()


NO = "انتهت التجربة هنا."


def hand_in(play: Play, lead: Caller, project: str, answers: dict[str, Any]) -> str:
    """What was answered before stays. The id of the submission."""
    draft = lead.post(f"/api/v1/projects/{project}/submissions", {"answers": answers}, expect=201).json
    submit(play, lead, draft["id"])
    return str(draft["id"])


def submit(play: Play, lead: Caller, submission: str) -> Any:
    submitted = lead.post(f"/api/v1/submissions/{submission}/submit").json
    expect(submitted["status"] == "submitted", f"The submission is {submitted['status']}")
    play.at_the_end.append(lambda: settle(play, lead, submission))
    return submitted


def settle(play: Play, lead: Caller, submission: str) -> None:
    """Only if the play ended before it was decided: nothing is left in the queue."""
    told = lead.get(f"/api/v1/submissions/{submission}").json
    if told["status"] in ("submitted", "in_review"):
        project = lead.get(f"/api/v1/projects/{told['project']}").json
        call = lead.get(f"/api/v1/calls/{project['call']}").json
        opinion = Opinion("declined", (0,) * len(call["rubric"]["criteria"]), NO)
        for mentor in (play.mentor, play.second, play.third):
            if mentor.token and waits_for(mentor, submission):
                give(play, mentor, submission, call, opinion)


def waits_for(mentor: Caller, submission: str) -> Any:
    """Its entry in the mentor's queue; None where it isn't."""
    return next(
        (entry for entry in mentor.all("/api/v1/review-queue?limit=100") if entry["submission"] == submission), None
    )


def take_up(play: Play, mentor: Caller, submission: str) -> Any:
    if waits_for(mentor, submission) is None:
        raise WrongAnswer(f"The submission is not in the queue of the {mentor.who}")
    lease = mentor.post(f"/api/v1/review-queue/{submission}/lease", expect=201)
    play.at_the_end.append(lambda: hand_back(mentor, lease.json["id"]))
    return lease.json


def type_in(mentor: Caller, review: str, call: dict[str, Any], opinion: Opinion) -> None:
    path, criteria = f"/api/v1/reviews/{review}", call["rubric"]["criteria"]
    scores = {
        criterion["key"]: {"points": criterion["levels"][level]["points"], "reason": "كما هو في الإجابات."}
        for criterion, level in zip(criteria, opinion.levels, strict=True)
    }
    words = {"feedback": opinion.feedback, "remarks": list(opinion.remarks), "decision": opinion.decision}
    etag = mentor.get(path).etag
    mentor.ask("PATCH", path, {"scores": scores, **words}, headers={"If-Match": etag})


def give(play: Play, mentor: Caller, submission: str, call: dict[str, Any], opinion: Opinion) -> str:
    """The whole of it. The id of the review."""
    return finish(mentor, take_up(play, mentor, submission)["id"], call, opinion)


def finish(mentor: Caller, review: str, call: dict[str, Any], opinion: Opinion) -> str:
    type_in(mentor, review, call, opinion)
    given = mentor.post(f"/api/v1/reviews/{review}/submit").json
    expect((given["status"], given["decision"]) == ("submitted", opinion.decision), f"The review is {given['status']}")
    return str(review)


def notices(caller: Caller, kind: str, subject: str) -> list[dict[str, Any]]:
    newest = caller.get("/api/v1/notifications?limit=20").json["results"]
    return [one for one in newest if (one["kind"], one["subject"]["id"]) == (kind, subject)]


def hand_back(mentor: Caller, review: str) -> None:
    """Only if the play ended before the review was given."""
    if mentor.get(f"/api/v1/reviews/{review}").json["status"] == "draft":
        mentor.post(f"/api/v1/reviews/{review}/release")

"""Scenes: a mentor says nothing any more and is replaced; the next can't go on and says why; what each typed is kept."""

from config.demo import PASSWORD
from config.journey.play import Play, wait_for
from config.journey.reading import Opinion, finish, give, hand_in, notices, take_up, waits_for
from config.journey.talk import Caller, expect

BUILT = {"built": "أربعة أسلاك وعمودان وستّ شتلات لبلاب. كلّفنا ذلك مئة وعشرين درهمًا."}
WAITED = {"changed": "بعد أسبوعين وصلت أعلى شتلة إلى مترين، وصار طرف المقعد في الظل عند الثالثة."}
MORE = Opinion("revise", (3, 2, 1), "بداية متينة. انتظرن أسبوعين وقلن ما الذي تغيّر.", ("evidence_more",))
HALF = "وصول اللبلاب إلى مترين في أسبوعين مدهش. أنصح بأن"
BEGUN = "قياس الظل عند الثالثة مقنع. وأقترح للصيف"
WORD = "لا أعرف اللبلاب وسُقياه. من يعرف النبات ينفعهن أكثر مني."
WELL = Opinion("accepted", (3, 3, 2), "صار للموقف ظلّ. علّمن الصفّ الذي بعدكن كيف يُسقى.", ("evidence_good",))


def the_demos_silent_mentor(play: Play) -> None:
    """He began to read, and for six working days nobody heard of him: the clock has ended it. His coordinator is told, the
    work is at the front of everybody's queue with the version before, and what he typed is there for him."""
    told = list(play.coordinator.all("/api/v1/notifications?limit=100"))
    play.show(play.coordinator)
    expect(any(notice["kind"] == "wait_overdue" for notice in told), "The coordinator was not told who waits too long")
    play.sign_in(play.silent, "tarek", PASSWORD)
    [left] = play.silent.all("/api/v1/reviews?status=expired")
    play.show(play.silent)
    expect(left["feedback"].startswith("Quatre familles"), f"Of what he typed there is {left['feedback']!r}")
    entries = play.third.all("/api/v1/review-queue")
    first = next(entry for entry in entries if not entry["mine"])
    play.show(play.third)
    expect(first["submission"] == left["submission"], "What he left lying isn't the first of what is for anybody")
    [before] = play.third.get(f"/api/v1/submissions/{left['submission']}/history").json["versions"]
    play.show(play.third)
    expect((before["number"], before["reviews"]) == (1, []), "What was said is told before the work is taken up")


def their_mentor_goes_silent(play: Play) -> None:
    """Her asking for more made her their mentor: what came next was kept for her. She typed half a sentence."""
    project, water = play.known["team two"]["id"], play.known["water"]
    give(play, play.second, hand_in(play, play.marwa, project, BUILT | {"changed": "لا شيء بعد."}), water, MORE)
    again = hand_in(play, play.marwa, project, WAITED)
    review = _begin(play, play.second, again, HALF)
    play.show(play.second)
    expect(waits_for(play.third, again) is None, "What a mentor reads is in another's queue")
    play.known |= {"prototype": again, "left": review}


def the_team_asks_for_another(play: Play) -> None:
    """Her lease ends as if it had run out. She is told that it goes on with somebody else, neither who asked nor why."""
    project, again = play.known["team two"]["id"], play.known["prototype"]
    play.marwa.post(f"/api/v1/projects/{project}/other-mentor", {"reason": "no_answers"}, expect=204)
    play.show(play.marwa)
    told = wait_for(lambda: notices(play.second, "mentor_changes", project), otherwise="The mentor was not told")
    play.show(play.second)
    expect("no_answers" not in str(told), "She is told why")
    play.second.refused("not_found", "GET", f"/api/v1/submissions/{again}", status=404)
    play.second.get(f"/api/v1/reviews/{play.known['left']}")
    expect(waits_for(play.third, again) is not None, "Nobody else is offered it")


def another_hands_it_back(play: Play) -> None:
    """With a word to whoever takes it next, and what she has typed."""
    again = play.known["prototype"]
    review = _begin(play, play.third, again, BEGUN)
    play.third.post(f"/api/v1/reviews/{review}/release", {"word": WORD, "with_draft": True})
    play.show(play.third)
    play.known["handed back"] = review


def the_next_reads_both_and_accepts(play: Play) -> None:
    again, water = play.known["prototype"], play.known["water"]
    review = take_up(play, play.mentor, again)["id"]
    history = play.mentor.get(f"/api/v1/submissions/{again}/history").json
    play.show(play.mentor)
    expect(
        [(left["word"], left["draft"]["feedback"]) for left in history["words"]] == [(WORD, BEGUN)], "The word is lost"
    )
    said = [review["feedback"] for version in history["versions"] for review in version["reviews"]]
    expect(said[-1] == MORE.feedback, f"Before it was said {said}")
    finish(play.mentor, review, water, WELL)
    project = play.marwa.get(f"/api/v1/projects/{play.known['team two']['id']}").json
    expect(project["status"] == "accepted", f"The project is {project['status']}")
    play.show(play.marwa)
    kept = play.third.get(f"/api/v1/reviews/{play.known['handed back']}").json
    expect(
        (kept["status"], kept["feedback"]) == ("released", BEGUN), f"Of what she typed there is {kept['feedback']!r}"
    )
    play.show(play.third)


def _begin(play: Play, mentor: Caller, submission: str, words: str) -> str:
    path = f"/api/v1/reviews/{take_up(play, mentor, submission)['id']}"
    mentor.ask("PATCH", path, {"feedback": words}, headers={"If-Match": mentor.get(path).etag})
    return path.rpartition("/")[2]

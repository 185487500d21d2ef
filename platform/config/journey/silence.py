"""Scenes: a mentor is replaced, and what was typed is kept."""

from config.journey.play import Play
from config.journey.reading import Opinion, give, hand_in, take_up, waits_for
from config.journey.talk import expect

BUILT = {"built": "أربعة أسلاك وعمودان وستّ شتلات لبلاب. كلّفنا ذلك مئة وعشرين درهمًا."}
WAITED = {"changed": "بعد أسبوعين وصلت أعلى شتلة إلى مترين، وصار طرف المقعد في الظل عند الثالثة."}
MORE = Opinion("revise", (3, 2, 1), "بداية متينة. انتظرن أسبوعين وقلن ما الذي تغيّر.", ("evidence_more",))
HALF = "وصول اللبلاب إلى مترين في أسبوعين مدهش. أنصح بأن"
WELL = Opinion("accepted", (3, 3, 2), "صار للموقف ظلّ. علّمن الصفّ الذي بعدكن كيف يُسقى.", ("evidence_good",))


def their_mentor_begins_to_read(play: Play) -> None:
    """Her asking for more made her their mentor: what came next was kept for her. She typed half a sentence."""
    project, water = play.known["team two"]["id"], play.known["water"]
    give(play, play.second, hand_in(play, play.marwa, project, BUILT | {"changed": "لا شيء بعد."}), water, MORE)
    again = hand_in(play, play.marwa, project, WAITED)
    review = take_up(play, play.second, again)["id"]
    etag = play.second.get(f"/api/v1/reviews/{review}").etag
    play.second.ask("PATCH", f"/api/v1/reviews/{review}", {"feedback": HALF}, headers={"If-Match": etag})
    play.show(play.second)
    expect(waits_for(play.third, again) is None, "What a mentor reads is in another's queue")
    play.known |= {"prototype": again, "left": review}


def she_hands_it_back(play: Play) -> None:
    """It is anybody's again, in its old place."""
    again = play.known["prototype"]
    play.second.post(f"/api/v1/reviews/{play.known['left']}/release")
    play.show(play.second)
    expect(waits_for(play.third, again) is not None, "Nobody else is offered it")
    play.show(play.third)


def another_accepts_it(play: Play) -> None:
    again, left = play.known["prototype"], play.known["left"]
    play.known["review of prototype"] = give(play, play.third, again, play.known["water"], WELL)
    play.show(play.third)
    project = play.marwa.get(f"/api/v1/projects/{play.known['team two']['id']}").json
    expect(project["status"] == "accepted", f"The project is {project['status']}")
    play.show(play.marwa)
    kept = play.second.get(f"/api/v1/reviews/{left}").json
    expect(kept["feedback"] == HALF and kept["status"] != "draft", f"Of what she typed there is {kept['feedback']!r}")
    play.show(play.second)

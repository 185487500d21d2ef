"""Scenes: whoever is under age waits for a guardian, who decides without an account."""

import html
import re

from config.demo import COURSE
from config.journey import listing
from config.journey.forms import Form
from config.journey.papers import code_below
from config.journey.play import Play, wait_for
from config.journey.talk import expect, path_of

PURPOSES = ("learning", "mentor_contact", "public_showing", "media", "research")
LINK = re.compile(r'href="([^"]*/consent/[2-9A-Z-]+)"')


def she_waits_for_her_mother(play: Play) -> None:
    """What is open to all she can read; what is kept of her waits."""
    held = play.learner.get("/api/v1/me/consents").json["purposes"]
    play.show(play.learner)
    waiting = {each["purpose"] for each in held if each["waiting_for"] == "guardian"}
    expect(waiting == set(PURPOSES), f"She waits for {sorted(waiting)}")
    outline = play.learner.get(f"/api/v1/courses/{COURSE}/outline").json
    lesson = outline["modules"][0]["lessons"][0]["id"]
    play.learner.get(f"/api/v1/lessons/{lesson}")
    done = f"/api/v1/enrolments/{play.known['enrolment']}/lessons/{lesson}/completion"
    refused = play.learner.refused("consent_required", "PUT", done, {}, status=403)
    expect(refused.json["purpose"] == "learning", "The refusal does not name what it needs consent for")
    play.show(play.learner, last=2)


def her_mother_agrees(play: Play) -> None:
    """By the link in her mail, on a page without script. With the learner's own session it would not open to an answer."""
    link = wait_for(lambda: _mailed(play, f"khadija.{play.run}@"), otherwise="Her mother got no mail")
    token = link.rpartition("/")[2]
    yes = {"decisions": dict.fromkeys(PURPOSES, True), "guardian_name": "خديجة المنصوري"}
    play.learner.refused("guardian_only", "POST", f"/api/v1/guardian-consents/{token}", yes, status=403)
    play.show(play.learner)
    asked = play.guardian.look(link)
    expect(play.known["learner"]["name"] in asked, "The page does not say whom it is about")
    play.show(play.guardian)
    said = {purpose: "no" if purpose in ("media", "research") else "yes" for purpose in PURPOSES}
    answered = play.guardian.look(link, Form({**said, "guardian_name": "خديجة المنصوري", "relationship": "الأم"}))
    play.show(play.guardian)
    expect('role="status"' in answered, "The page does not say that her decision was recorded")
    may = {purpose: each["granted"] for purpose, each in play.learner.get("/api/v1/me").json["capabilities"].items()}
    expect(may == {purpose: word == "yes" for purpose, word in said.items()}, f"She may {may}")
    play.show(play.learner)


def his_father_agrees_to_learning(play: Play) -> None:
    """He has no e-mail address: the link is printed on his sheet. A mentor is not what he wants for his son yet."""
    token = code_below(listing.BOY, play.known["consent-sheets.pdf"])
    path = f"/api/v1/guardian-consents/{token}"
    letter = play.guardian.get(path).json
    expect(bool(letter["safeguarding_contact"]["phone"]), "The letter does not say whom to call")
    play.show(play.guardian)
    decisions = {"learning": True, "mentor_contact": False}
    play.guardian.post(path, {"decisions": decisions, "guardian_name": "رشيد السعيدي", "relationship": "الأب"})
    play.show(play.guardian)
    may = play.minor.get("/api/v1/me").json["capabilities"]
    expect((may["learning"]["granted"], may["mentor_contact"]["granted"]) == (True, False), f"He may {may}")


def _mailed(play: Play, address: str) -> str:
    """The path in the newest mail to this address, from the page where a demo shows its mail."""
    for mail in play.stranger.look("/demo/mail").split("<article")[1:]:
        if address in mail and (link := LINK.search(mail)):
            return path_of(html.unescape(link[1]))
    return ""

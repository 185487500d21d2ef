"""Scenes: two teams come together by a code; there is nothing to look people up with."""

from config.demo import PASSWORD
from config.journey.papers import code_below
from config.journey.play import Play
from config.journey.talk import expect

YOUSSEF, AYA, MARWA = "Youssef Aït Baha", "Aya Rahmouni", "Marwa Mansouri"
NEAR = {
    "title": "ماء المكيّف",
    "problem": "تقطر مكيّفات العمارة طول الصيف على الرصيف، والحديقة على بعد خمسة أمتار جافّة.",
    "idea": "أنبوب يجمع قطرات المكيّفات في برميل، ومنه تُسقى الحديقة.",
    "language": "ar",
}
WATER = {
    "title": "ظلّ يُزرع",
    "problem": "ننتظر الحافلة في الشمس عشرين دقيقة كل يوم، ولا مال لمظلة.",
    "idea": "نبات متسلّق على أسلاك فوق الموقف، يسقيه ماء الوضوء من المسجد المجاور.",
    "language": "ar",
}


def three_others_claim_theirs(play: Play) -> None:
    """Their guardians had agreed on the school's list already."""
    for caller, latin, username in (
        (play.youssef, YOUSSEF, "youssef"),
        (play.aya, AYA, "aya"),
        (play.marwa, MARWA, "marwa"),
    ):
        account = {"username": f"{username}.{play.run}", "password": play.password}
        code = code_below(latin, play.known["claim-cards.pdf"])
        caller.token = caller.post("/api/v1/claims", {"code": code, **account}).json["meta"]["access_token"]
        play.at_the_end.append(caller.sign_out)
        may = caller.get("/api/v1/me").json["capabilities"]
        expect(may["mentor_contact"]["granted"], f"{latin} may not meet mentors")
    play.show(play.marwa)


def two_teams_form(play: Play) -> None:
    """The code as it is read out across a room. A team is for its members to see, and for nobody else to find."""
    calls = list(play.youssef.all("/api/v1/calls?status=open"))
    near, water = calls[0], next(call for call in calls if call["stages"][0]["review"]["mode"] == "blind")
    play.known |= {"near": near, "water": water}
    for key, call, words, lead, mate in (
        ("team one", near, NEAR, play.youssef, play.aya),
        ("team two", water, WATER, play.marwa, play.learner),
    ):
        project = lead.post("/api/v1/projects", {"call": call["id"], **words}, expect=201).json
        path = f"/api/v1/projects/{project['id']}"
        code = lead.post(f"{path}/join-code", expect=201).json["code"]
        play.show(lead, last=2)
        joined = mate.post("/api/v1/teams", {"code": f" {code.lower().replace('-', ' ')} "}, expect=201).json
        expect(joined["id"] == project["id"], "The code leads to another project")
        team = list(mate.all(f"{path}/members"))
        expect([member["lead"] for member in team] == [True, False], f"The team is {team}")
        play.show(mate, last=2)
        play.known[key] = project
        play.known[f"{key} code"] = code


def who_may_not_join(play: Play) -> None:
    """A mistyped code, a boy whose father said no, an adult among minors."""
    code, path = play.known["team two code"], "/api/v1/teams"
    wrong = {"code": code[:-1] + ("2" if code[-1] != "2" else "3")}
    play.youssef.refused("join_code_unknown", "POST", path, wrong, status=404)
    play.show(play.youssef)
    play.minor.refused("consent_required", "POST", path, {"code": code}, status=403)
    play.show(play.minor)
    play.sign_in(play.adult, "learner.two", PASSWORD)
    play.adult.refused("ages_mixed", "POST", path, {"code": code}, status=409)
    play.show(play.adult)
    project = play.known["team two"]["id"]
    play.adult.refused("not_found", "GET", f"/api/v1/projects/{project}/members", status=404)

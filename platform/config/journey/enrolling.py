"""Scenes: a coordinator finds her cohort; two learners of her list claim their accounts."""

from config.demo import COURSE, PASSWORD
from config.journey.examples import ARABIC_DIGITS
from config.journey.play import Play, wait_for
from config.journey.talk import expect

LOGIN = "/_allauth/app/v1/auth/login"


def the_house_answers(play: Play) -> None:
    play.stranger.get("/readyz")
    play.show(play.stranger)
    problem = play.stranger.refused("sign_in_required", "GET", "/api/v1/me", status=401).json
    expect(problem["status"] == 401, "The problem's status differs from the answer's")


def the_coordinator_signs_in(play: Play) -> None:
    """After a slip of the finger."""
    mistyped = {"username": "coordinator.ma", "password": "jisr-demo-2062"}
    problem = play.coordinator.refused("wrong_credentials", "POST", LOGIN, mistyped, status=400).json
    expect(bool(problem["detail"]), "The refusal says nothing")
    play.show(play.coordinator)
    play.sign_in(play.coordinator, "coordinator.ma", PASSWORD)
    play.show(play.coordinator)
    play.sign_in(play.neighbour, "coordinator.jo", PASSWORD)


def the_coordinator_finds_her_cohort(play: Play) -> None:
    cohort = play.coordinator.get("/api/v1/cohorts?limit=1").json["results"][0]
    play.show(play.coordinator)
    expect(cohort["seats"] == 5000, "The first cohort of coordinator.ma is not the one with 5,000 seats")
    expect(COURSE in cohort["courses"], "The first cohort does not take the course")
    play.known["cohort"] = cohort["id"]
    play.neighbour.refused("not_found", "GET", f"/api/v1/cohorts/{cohort['id']}", status=404)
    play.neighbour.refused("not_found", "GET", f"/api/v1/cohorts/{cohort['id']}/members", status=404)


def the_learner_claims_her_account(play: Play) -> None:
    """The code as people type it: with Arabic digits, spaces, in small letters. And first with a letter wrong."""
    code = play.known["learner"]["code"]
    account = {"username": f"nour.{play.run}", "password": play.password}
    mistyped = {**account, "code": code[:-1] + ("2" if code[-1] != "2" else "3")}
    play.learner.refused("code_unknown", "POST", "/api/v1/claims", mistyped, status=404)
    play.show(play.learner)
    typed = f"  {code.replace('-', ' ').lower().translate(ARABIC_DIGITS)} "
    play.learner.token = play.learner.post("/api/v1/claims", {**account, "code": typed}).json["meta"]["access_token"]
    play.at_the_end.append(play.learner.sign_out)
    play.show(play.learner)
    play.stranger.refused("code_used", "POST", "/api/v1/claims", {**account, "code": code}, status=410)
    me = play.learner.get("/api/v1/me").json
    play.show(play.learner)
    expect(me["username"] == account["username"] and me["roles"] == [], "She is not who she should be")
    expect(not me["capabilities"]["learning"]["granted"], "She is under age, and learns before her guardian has agreed")
    play.known["learner"]["name"] = me["name"]


def the_boy_claims_his(play: Play) -> None:
    claim = {"code": play.known["minor"]["code"], "username": f"ilyan.{play.run}", "password": play.password}
    play.minor.token = play.minor.post("/api/v1/claims", claim).json["meta"]["access_token"]
    play.at_the_end.append(play.minor.sign_out)
    me = play.minor.get("/api/v1/me").json
    expect(me["capabilities"]["mentor_contact"]["granted"] is False, "A minor may not meet mentors without a consent")
    play.show(play.minor)


def she_is_enrolled(play: Play) -> None:
    """By a worker, because her cohort takes the course."""

    def look() -> list[dict[str, str]]:
        enrolments = play.learner.get("/api/v1/enrolments").json["results"]
        return [enrolment for enrolment in enrolments if enrolment["course"] == COURSE]

    play.known["enrolment"] = wait_for(look, otherwise="She was not enrolled in her cohort's course")[0]["id"]
    play.show(play.learner)

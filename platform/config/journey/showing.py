"""Scenes: what an accepted project leads to for each of its team."""

from typing import Any

from config.journey.play import Play, wait_for
from config.journey.talk import Caller, expect, path_of


def each_has_a_certificate(play: Play) -> None:
    """For each of both teams, with her own name on it."""
    for key, team in (("team one", (play.youssef, play.aya)), ("team two", (play.marwa, play.learner))):
        for caller in team:
            _check_certificate(play, caller, play.known[key]["title"])


def _check_certificate(play: Play, caller: Caller, title: str) -> None:
    def look() -> dict[str, Any] | None:
        held = caller.all("/api/v1/credentials")
        return next((each for each in held if each["project_title"] == title and each["ready_at"]), None)

    found = wait_for(look, otherwise=f"The {caller.who} has no certificate")
    play.show(caller)
    name = caller.get("/api/v1/me").json["name"]
    page = play.stranger.look(path_of(found["share_url"]))
    expect(name in page and title in page, f"The paper's page doesn't say that {name} made {title}")


def their_project_is_shown(play: Play) -> None:
    """Each for herself: not before both have said yes, and no longer when one takes it back."""
    project = play.known["team one"]["id"]
    path, shown = f"/api/v1/projects/{project}/showing", f"/showcase/{project}"
    for caller, name in ((play.youssef, "given"), (play.aya, "none")):
        play.stranger.look(shown, expect=404)
        _declares(caller, project)
        etag = caller.get(path).etag
        caller.ask("PUT", path, {"show": True, "name": name}, headers={"If-Match": etag})
        play.show(caller)
    page = play.stranger.look(shown)
    play.show(play.stranger)
    expect(play.known["team one"]["title"] in page, "The page doesn't show the project")
    names = {caller: caller.get("/api/v1/me").json["name"] for caller in (play.youssef, play.aya)}
    given = names[play.youssef].split()[0]
    expect(given in page and names[play.youssef] not in page, "The page doesn't call him by his given name alone")
    expect(names[play.aya].split()[0] not in page, "The page names her who wants no name there")
    listed = [each["id"] for each in play.stranger.all("/api/v1/showcase?limit=100")]
    expect(project in listed, "It isn't in the list")
    etag = play.aya.get(path).etag
    play.aya.ask("PUT", path, {"show": False}, headers={"If-Match": etag})
    play.stranger.look(shown, expect=404)


def _declares(caller: Caller, project: str) -> None:
    path = f"/api/v1/projects/{project}/declaration"
    etag = caller.get(path).etag
    caller.ask("PUT", path, {"own_work": True, "licence": "CC-BY-4.0"}, headers={"If-Match": etag})

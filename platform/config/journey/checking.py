"""Scenes: notices, certificates, and a stranger who checks them."""

import re
from collections import Counter
from typing import Any

from config.journey.play import Play, wait_for
from config.journey.talk import expect, path_of

AWAITED = {"enrolled": 1, "consent_answered": 1, "submission_reviewed": 1, "credential_ready": 2}
NAME = re.compile(r"<h1><bdi[^>]*>(.*?)</bdi>")
CODE = re.compile(r"<code>([2-9A-Z]{5}-[2-9A-Z]{5})</code>")
PDF, PNG = "application/pdf", "image/png"


def her_notices_arrive(play: Play) -> None:
    """Workers draw the certificates and say so."""

    def look() -> list[dict[str, Any]] | None:
        notices: list[dict[str, Any]] = play.learner.get("/api/v1/notifications?limit=50").json["results"]
        return notices if Counter(notice["kind"] for notice in notices) >= Counter(AWAITED) else None

    notices = wait_for(look, otherwise=f"Not all of these notices arrived: {AWAITED}")
    play.show(play.learner)
    expect(Counter(notice["kind"] for notice in notices) == AWAITED, "Some notice came twice")
    expect(all(notice["language"] == "ar" for notice in notices), "The notices are not in her language")
    unread = play.learner.post("/api/v1/notifications/read", {"all": True}).json["unread"]
    expect(unread == 0, f"{unread} notices stay unread")


def her_certificates_are_there(play: Play) -> None:
    credentials = list(play.learner.all("/api/v1/credentials"))
    play.show(play.learner)
    expect({found["kind"] for found in credentials} == {"course", "project"}, "She does not hold both certificates")
    for found in credentials:
        expect(found["status"] == "valid" and bool(found["ready_at"]), f"The certificate is {found['status']}")
        path = path_of(found["url"])
        pdf = play.learner.get(f"{path}.pdf", Accept=PDF)
        expect(pdf.headers["content-type"] == PDF and pdf.content.startswith(b"%PDF-"), "This is no PDF")
        png = play.learner.get(f"{path}.png", Accept=PNG)
        expect(png.content.startswith(b"\x89PNG"), "This is no picture")
        play.scene.papers.append((f"{found['kind']}.pdf", pdf.content))
        play.scene.pictures.append((f"{found['kind']}.png", png.content))
    play.known["credentials"] = credentials


def a_stranger_checks_them(play: Play) -> None:
    """With the address in the square, with the number alone, with the short code typed carelessly."""
    name = play.known["learner"]["name"]
    for found in play.known["credentials"]:
        with_key, bare = path_of(found["share_url"]), path_of(found["url"])
        paper = play.stranger.look(with_key)
        expect(_name_on(paper) == name, f"The paper's page says {_name_on(paper)!r}, not {name!r}")
        play.stranger.get(f"{bare}.pdf?{with_key.partition('?')[2]}", Accept=PDF)
        for path in (bare, f"{bare}?key=AAAAAAAAAAAAAAAAAAAAAA", f"/verify?code={_carelessly(paper)}"):
            page = play.stranger.look(path)
            initials = _name_on(page)
            expect(name not in page and 0 < len(initials) <= 9, f"{path} tells a stranger {initials!r}")
            play.show(play.stranger)
        play.stranger.look(f"{bare}.pdf", expect=404)
    play.stranger.look("/verify?code=22222-33333", expect=404)


def she_signs_out(play: Play) -> None:
    token = play.learner.token
    play.learner.sign_out()
    play.learner.token = token
    play.learner.refused("token_invalid", "GET", "/api/v1/me", status=401)
    play.show(play.learner)


def _name_on(page: str) -> str:
    found = NAME.search(page)
    return found[1] if found else ""


def _carelessly(page: str) -> str:
    """The printed code in small letters, with spaces where no spaces are."""
    found = CODE.search(page)
    expect(found is not None, "The paper's page shows no code")
    return found[1].lower().replace("-", "+") if found else ""

import io
import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from pypdf import PdfWriter
from python_calamine import CalamineWorkbook

from config.journey import answering, examples, talk
from config.journey.forms import Form, Upload, packed
from config.journey.papers import code_below
from config.journey.play import Play, wait_for
from config.journey.talk import Caller, WrongAnswer, excerpt
from courses.assessment.rules.definition import parse_quiz
from courses.assessment.rules.drawing import Drawn, draw, drawn_questions
from courses.assessment.rules.grading import grade, read_answers
from tests.services import free_port

PROBLEM = {"type": "/problems/x", "title": "", "status": 404, "detail": "", "code": "not_found", "request_id": "1"}


class Answering(BaseHTTPRequestHandler):
    """`/readyz` is well, `/problem` a problem document, anything else a 404 of somebody else's."""

    def do_GET(self) -> None:
        status, kind, told = {
            "/readyz": (200, "application/json", {}),
            "/problem": (404, "application/problem+json", PROBLEM),
        }.get(self.path, (404, "application/json", {"detail": "Not found."}))
        self.send_response(status)
        content = json.dumps(told).encode()
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """A server that is not ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_connection_that_was_silent_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server has closed it meanwhile, and says so to nobody."""
    monkeypatch.setattr(Answering, "protocol_version", "HTTP/1.1")
    monkeypatch.setattr(talk, "KEPT", -1)
    monkeypatch.setattr(Answering, "handle", Answering.handle_one_request)
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        caller = Caller("she", f"http://127.0.0.1:{server.server_port}")
        for _ in range(2):
            caller.get("/readyz")
        caller.close()
        server.shutdown()


def play(base: str, settings: Any, folder: Path) -> str:
    settings.DATA = folder
    with pytest.raises(CommandError) as failure:
        call_command("journey", base=base, stdout=StringIO())
    return str(failure.value)


def test_where_nobody_answers_it_fails_at_the_first_scene(settings: Any, tmp_path: Path) -> None:
    assert play(f"http://127.0.0.1:{free_port()}", settings, tmp_path).startswith("The house answers: GET /readyz")


def test_the_first_wrong_answer_ends_it_and_the_storyboard_shows_how_far_it_came(
    elsewhere: str, settings: Any, tmp_path: Path
) -> None:
    assert "GET /api/v1/me answered 404, not 401" in play(elsewhere, settings, tmp_path)
    assert "/readyz" in (tmp_path / "journey" / "index.html").read_text()


def test_a_refusal_has_to_be_a_problem_document(elsewhere: str) -> None:
    caller = Caller("stranger", elsewhere)
    assert caller.refused("not_found", "GET", "/problem", status=404).status == 404
    with pytest.raises(WrongAnswer, match="not a problem"):
        caller.get("/other", expect=404)
    with pytest.raises(WrongAnswer, match="refused as not_found, not gone"):
        caller.refused("gone", "GET", "/problem", status=404)
    caller.close()


def test_people_differ_by_run() -> None:
    assert len({Play("http://localhost").run for _ in range(20)}) == 20


def test_waiting_ends() -> None:
    with pytest.raises(WrongAnswer, match="Nothing came within 0 s"):
        wait_for(list, otherwise="Nothing came", seconds=0)
    assert wait_for(lambda: [1], otherwise="Nothing came") == [1]


def test_an_excerpt_is_short_and_tells_no_secret() -> None:
    told = {"password": "x", "meta": {"access_token": "x"}, "text": "a" * 200, "list": [1, 2, 3]}
    assert excerpt(told) == {
        "password": "…",
        "meta": {"access_token": "…"},
        "text": "a" * 90 + " …",
        "list": [1, 2, "…"],
    }


def test_a_list_gets_numbers_and_addresses_of_the_run_and_keeps_the_ages_in_it() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(examples.filled(examples.CENTRE, "1a2b3c4d", date(2031, 5, 2))))
    rows = book.get_sheet_by_index(0).to_python()
    nour, hachem = rows[4], rows[11]
    assert (nour[1], nour[4], nour[10]) == ("R1a2b3c4d-0101", "٠٧/٠٣/٢٠١٦", "khadija.1a2b3c4d@guardians.example")
    assert (hachem[2], hachem[11], hachem[12]) == ("هاشم العلمي", 661204108.0, "١٢/٠٤/٢٠٣١")


def test_a_list_in_cp1252_stays_in_it() -> None:
    lines = examples.filled(examples.SCHOOL, "1a2b3c4d", date(2026, 11, 2)).decode("cp1252").split("\r\n")
    assert lines[3] == "1;C1a2b3c4d-0201;Benaïssa;Aïcha;14/02/2011;F;français;2e A;Hélène Benaïssa;" + (
        "helene.1a2b3c4d@guardians.example;oui"
    )


def test_forms_are_sent_as_browsers_do_and_shown_without_the_file() -> None:
    assert packed(Form({"learning": "yes", "name": "é"})) == (
        b"learning=yes&name=%C3%A9",
        "application/x-www-form-urlencoded",
    )
    upload = Upload("list.csv", b"a;b", {"full": "true"})
    content, kind = packed(upload)
    assert content is not None
    boundary = kind.partition("boundary=")[2].encode()
    assert content.count(b"--" + boundary) == 3
    assert b'filename="list.csv"' in content
    assert b"\r\n\r\na;b\r\n--" in content
    assert upload.shown == {"file": "list.csv, 3 bytes", "full": "true"}


def test_a_sheet_without_her_code_is_a_wrong_answer() -> None:
    empty = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(empty)
    with pytest.raises(WrongAnswer, match="no code for Nour"):
        code_below("Nour", empty.getvalue())


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_she_knows_every_right_answer_of_our_courses(language: str) -> None:
    paths = sorted(answering.FOLDER.glob("*/lessons/*/*.quiz.yaml"))
    assert len(paths) == 6
    for path in paths:
        quiz, seed = parse_quiz(yaml.safe_load(path.read_text())), 7
        asked = [_shown(drawn, language) for drawn in draw(quiz, seed)]
        course, lesson = path.parents[2].name, path.name.removesuffix(".quiz.yaml")
        answers = answering.right_answers(asked, course, lesson, language)
        graded = grade(quiz, seed, read_answers(drawn_questions(quiz, seed), answers))
        assert (graded.passed, set(graded.shares.values())) == (True, {1}), path.name


def _shown(drawn: Drawn, language: str) -> dict[str, Any]:
    """As an attempt shows it."""
    parts, targets = (
        [{"id": part.key, "text": part.text[language]} for part in few] for few in (drawn.parts, drawn.targets)
    )
    return {"id": drawn.question.key, "kind": drawn.question.kind, "options": parts, "targets": targets}

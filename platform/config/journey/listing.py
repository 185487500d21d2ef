"""Scenes: a list as a ministry has it becomes an enrolled cohort, and another one is taken back."""

from datetime import UTC, datetime
from typing import Any

from config.demo import PASSWORD
from config.journey import examples
from config.journey.forms import Upload
from config.journey.papers import code_below
from config.journey.play import Play, wait_for
from config.journey.talk import Answer, Caller, expect

GIRL, BOY = "Nour El Houda Naciri", "Ilyan Saïdi"
PDF = "application/pdf"
AT_FIRST = {"add": 8, "keep": 0, "move": 0, "withdraw": 0, "conflict": 0, "error": 2}


def the_coordinator_uploads_the_list(play: Play) -> None:
    """An Excel file with titles above its header and Arabic digits in its dates. First without the file."""
    path = f"/api/v1/cohorts/{play.known['cohort']}/rosters"
    problem = play.coordinator.refused("invalid", "POST", path, Upload("", b""), status=400).json
    expect(problem["errors"][0]["pointer"] == "/file", "The refusal does not say that the file is missing")
    play.known["list"] = _list(play, examples.CENTRE)
    begun = play.coordinator.post(path, play.known["list"], expect=202, Idempotency_Key=f"{play.run}-list").json
    play.show(play.coordinator)
    again = play.coordinator.post(path, play.known["list"], expect=202, Idempotency_Key=f"{play.run}-list").json
    expect(begun == again, "The same Idempotency-Key took the file in twice")
    play.known["roster"] = f"/api/v1/rosters/{begun['id']}"
    play.known["preview"] = _until(play.coordinator, play.known["roster"], "previewed")
    play.show(play.coordinator)


def she_looks_at_what_would_change(play: Play) -> None:
    """Nothing has changed yet. Of ten rows two have a fault, each said in Arabic."""
    preview, path = play.known["preview"], play.known["roster"]
    expect(preview["counts"] == AT_FIRST, f"The preview counts {preview['counts']}")
    faulty = list(play.coordinator.all(f"{path}/rows?outcome=error"))
    play.show(play.coordinator)
    faults = [message for row in faulty for message in row["messages"] if message["code"] != "language_default"]
    codes = [fault["code"] for fault in faults]
    expect(codes == ["date_impossible", "phone_invalid"], f"The faults are {codes}")
    expect(all(_is_arabic(fault["detail"]) for fault in faults), "The faults are not told in her language")
    play.known["faulty"], play.known["read"] = faulty[0]["number"], faults[0]["read"]
    for end in ("", "/rows", f"/rows/{faulty[0]['number']}", "/rows.csv", "/claim-cards.pdf"):
        play.neighbour.refused("not_found", "GET", path + end, status=404)


def she_corrects_a_row(play: Play) -> None:
    """February has no thirty-first."""
    row = f"{play.known['roster']}/rows/{play.known['faulty']}"
    right = {"values": {"birth_date": play.known["read"].replace("٣١", "٢٨", 1)}}
    play.coordinator.refused("if_match_required", "PATCH", row, right, status=428)
    etag = play.coordinator.get(row).etag
    play.coordinator.ask("PATCH", row, right, headers={"If-Match": etag})
    play.show(play.coordinator)
    corrected = _until(play.coordinator, play.known["roster"], "previewed")
    expect(corrected["counts"] == AT_FIRST | {"add": 9, "error": 1}, f"Corrected, it counts {corrected['counts']}")
    play.known["digest"] = corrected["digest"]
    play.show(play.coordinator)


def she_applies_it(play: Play) -> None:
    """What she looked at and nothing else. The row that is still wrong holds up nobody."""
    path = play.known["roster"]
    old = {"digest": play.known["preview"]["digest"]}
    play.coordinator.refused("digest_differs", "POST", f"{path}/apply", old, status=409)
    play.show(play.coordinator)
    play.coordinator.post(f"{path}/apply", {"digest": play.known["digest"]}, expect=202)
    play.show(play.coordinator)
    applied = _until(play.coordinator, path, "applied")
    expect(applied["progress"] == {"done": 9, "total": 9}, f"Applied were {applied['progress']}")
    play.show(play.coordinator)


def the_same_list_changes_nothing(play: Play) -> None:
    path = f"/api/v1/cohorts/{play.known['cohort']}/rosters"
    again = play.coordinator.post(path, play.known["list"], expect=202).json
    preview = _until(play.coordinator, f"/api/v1/rosters/{again['id']}", "previewed")
    play.show(play.coordinator)
    expect(preview["counts"] == AT_FIRST | {"add": 0, "keep": 8}, f"The second time it counts {preview['counts']}")


def she_prints_cards_and_sheets(play: Play) -> None:
    """A card for each learner; for guardians sheets of their own, which the learners are not to see."""
    for name in ("claim-cards.pdf", "consent-sheets.pdf"):
        pdf = _printed(play, f"{play.known['roster']}/{name}")
        play.scene.papers.append((name, pdf))
        play.known[name] = pdf
    for key, latin in (("learner", GIRL), ("minor", BOY)):
        play.known[key] = {"code": code_below(latin, play.known["claim-cards.pdf"])}


def another_list_is_undone(play: Play) -> None:
    """A school's French CSV, from an old Excel; applied, regretted, taken back."""
    play.sign_in(play.colleague, "coordinator.ma", PASSWORD)
    cohorts = play.colleague.get("/api/v1/cohorts").json["results"]
    cohort = next(each for each in cohorts if each["organisation"] == "lycee-des-cedres")
    path = f"/api/v1/cohorts/{cohort['id']}/rosters"
    begun = play.colleague.post(path, _list(play, examples.SCHOOL), expect=202).json
    roster = f"/api/v1/rosters/{begun['id']}"
    preview = _until(play.colleague, roster, "previewed")
    play.show(play.colleague)
    expect(preview["detected"]["encoding"] == "cp1252", f"It was read as {preview['detected']['encoding']}")
    expect(preview["counts"] == AT_FIRST | {"add": 3, "error": 1}, f"The preview counts {preview['counts']}")
    faulty = play.colleague.get(f"{roster}/rows.csv?outcome=error", Accept="text/csv").content.decode("utf-8-sig")
    expect("Guérrouj" in faulty and "noe(at)guardians" in faulty, f"The file of rows says {faulty!r}")
    play.colleague.post(f"{roster}/apply", {"digest": preview["digest"]}, expect=202)
    _until(play.colleague, roster, "applied")
    expect(_seats(play, cohort) == cohort["seats_taken"] + 3, "Three learners did not take three seats")
    play.show(play.colleague)
    play.colleague.post(f"{roster}/undo", expect=202)
    _until(play.colleague, roster, "undone")
    play.show(play.colleague)
    expect(_seats(play, cohort) == cohort["seats_taken"], "The seats were not freed again")
    play.show(play.colleague)


def _list(play: Play, name: str) -> Upload:
    return Upload(name, examples.filled(name, play.run, datetime.now(UTC).date()), {"date_order": "dmy"})


def _until(caller: Caller, path: str, status: str) -> Any:
    """The roster, once it has come that far."""

    def look() -> Any:
        roster = caller.get(path).json
        expect(roster["problem"] is None, f"The roster has a problem: {roster['problem']}")
        return roster if roster["status"] == status else None

    return wait_for(look, otherwise=f"The roster was not {status}")


def _printed(play: Play, path: str) -> bytes:
    """Asked for, it is drawn by a batch; asked for again, it is there."""
    batch = play.coordinator.get(path, expect=202, Accept=PDF).headers["location"]
    play.show(play.coordinator)

    def look() -> Answer | None:
        answer = play.coordinator.get(batch)
        return answer if answer.json["status"] == "done" else None

    wait_for(look, otherwise=f"{path} was not drawn")
    play.show(play.coordinator)
    pdf = play.coordinator.get(path, Accept=PDF)
    expect(pdf.headers["content-type"] == PDF and pdf.content.startswith(b"%PDF-"), f"{path} is no PDF")
    return pdf.content


def _seats(play: Play, cohort: dict[str, Any]) -> int:
    return int(play.colleague.get(f"/api/v1/cohorts/{cohort['id']}").json["seats_taken"])


def _is_arabic(text: str) -> bool:
    return any("\u0600" <= char <= "\u06ff" for char in text)

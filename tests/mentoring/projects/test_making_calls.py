"""Who makes calls, and what of them changes later."""

from typing import Any

import pytest

from foundation.audit.models import Record
from foundation.kernel.errors import Forbidden, Stale
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.projects.errors import (
    CallInUse,
    CallNotRight,
    UnknownProgramme,
)
from mentoring.projects.models import Call
from mentoring.projects.services import (
    change_call,
    create_call,
)
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    granted,
    member_of,
    question,
    rubric,
    stage,
    texts,
)

pytestmark = pytest.mark.django_db


def shape() -> dict[str, Any]:
    return {"title": texts("A call"), "stages": [stage("idea")], "rubric": rubric()}


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICE, Role.AUTHOR])
def test_office_and_authors_make_calls(role: Role) -> None:
    call = create_call(actor=granted(role), sdgs=[4, 6], several_projects=True, **shape())
    call.refresh_from_db()
    assert (call.status, call.sdgs, call.several_projects, call.programme) == ("open", [4, 6], True, None)
    assert Record.objects.values_list("action", "subject_id").get() == ("call.created", call.id)


@pytest.mark.parametrize("role", [Role.MENTOR, Role.SAFEGUARDING_OFFICER])
def test_nobody_else_makes_calls(role: Role) -> None:
    with pytest.raises(Forbidden):
        create_call(actor=granted(role), **shape())
    assert Call.objects.count() == 0


def test_a_call_asks_for_no_kind_of_file_that_is_not_taken() -> None:
    stages = [{**stage("idea"), "questions": [question("poster", "file", media_types=["application/x-msdownload"])]}]
    with pytest.raises(CallNotRight) as refusal:
        create_call(actor=granted(Role.AUTHOR), **{**shape(), "stages": stages})
    found = [(error.pointer, error.code) for error in refusal.value.errors]
    assert found == [("/stages/0/questions/0/media_types/0", "unknown_media_type")]


def test_a_call_of_an_unknown_programme_is_refused() -> None:
    with pytest.raises(UnknownProgramme):
        create_call(actor=granted(Role.AUTHOR), programme="nowhere", **shape())


def test_a_call_keeps_its_shape_once_projects_have_begun() -> None:
    author, call = granted(Role.AUTHOR), CallFactory()
    other = {"stages": [stage("prototype")]}
    change_call(actor=author, call_id=call.id, revision=1, changes=other)
    ProjectFactory(call=Call.objects.get())
    with pytest.raises(CallInUse):
        change_call(actor=author, call_id=call.id, revision=2, changes={"several_projects": False})
    changed = change_call(actor=author, call_id=call.id, revision=2, changes={**other, "status": "closed"})
    assert (changed.status, changed.revision) == ("closed", 3)


def test_a_call_is_given_to_a_programme_and_back_to_everybody() -> None:
    author, call = granted(Role.AUTHOR), CallFactory()
    programme = Membership.objects.get(person=member_of("MA")).programme
    given = change_call(actor=author, call_id=call.id, revision=1, changes={"programme": programme.slug})
    assert given.programme == programme
    back = change_call(actor=author, call_id=call.id, revision=2, changes={"programme": None})
    assert (back.programme, back.title) == (None, call.title)


def test_a_call_changed_by_someone_else_is_not_overwritten() -> None:
    call = CallFactory()
    with pytest.raises(Stale):
        change_call(actor=granted(Role.AUTHOR), call_id=call.id, revision=7, changes={"status": "closed"})

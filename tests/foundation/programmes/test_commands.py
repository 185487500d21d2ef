from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from foundation.accounts.models import User
from foundation.programmes.enums import Role
from foundation.programmes.models import MemberState, RoleGrant
from foundation.programmes.policies import is_office
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


def load(*arguments: object) -> str:
    out = StringIO()
    call_command("load_member_states", *arguments, stdout=out)
    return out.getvalue()


def test_the_shipped_list_is_loaded_once() -> None:
    assert load() == "53 member states added.\n"
    assert load() == "0 member states added.\n"
    morocco = MemberState.objects.get(code="MA")
    assert morocco.name == {"ar": "المغرب", "en": "Morocco", "fr": "Maroc"}
    assert (morocco.languages, morocco.active) == (["ar", "fr"], True)


def test_what_the_office_edited_stays() -> None:
    load()
    MemberState.objects.filter(code="MA").update(name={"en": "Kingdom of Morocco"}, active=False)
    MemberState.objects.filter(code="TN").delete()
    assert load() == "1 member states added.\n"
    morocco = MemberState.objects.get(code="MA")
    assert (morocco.name, morocco.active) == ({"en": "Kingdom of Morocco"}, False)


def test_another_organisation_has_its_own_list(tmp_path: Path, settings: Settings) -> None:
    own = tmp_path / "states.csv"
    own.write_text("\ufeffcode,name_ar,name_en,name_fr\nkr,,Korea,Corée\n", encoding="utf-8")
    settings.MEMBER_STATES = str(own)
    assert load() == "1 member states added.\n"
    korea = MemberState.objects.get()
    assert (korea.code, korea.name, korea.languages) == ("KR", {"en": "Korea", "fr": "Corée"}, ["ar", "en", "fr"])


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("JISR_OFFICE_PASSWORD", PASSWORD)
    return monkeypatch


def create_office(username: str = "office") -> str:
    out = StringIO()
    call_command("create_office", username=username, name="The Office", email="office@example.org", stdout=out)
    return out.getvalue()


def test_the_first_of_the_office(password: pytest.MonkeyPatch) -> None:
    assert create_office() == "office is the programme office now.\n"
    person = User.objects.get()
    assert (person.username, person.is_staff, person.is_superuser, person.claimed_at is None) == (
        "office",
        True,
        True,
        False,
    )
    assert person.check_password(PASSWORD)
    assert is_office(person)
    assert RoleGrant.objects.get().role == Role.PROGRAMME_OFFICE


def test_a_weak_password_is_refused(password: pytest.MonkeyPatch) -> None:
    password.setenv("JISR_OFFICE_PASSWORD", "12345678")
    with pytest.raises(CommandError, match="common"):
        create_office()
    assert User.objects.count() == 0


def test_a_taken_username_is_refused(password: pytest.MonkeyPatch) -> None:
    create_office()
    with pytest.raises(CommandError, match="username"):
        create_office("Office")
    assert User.objects.count() == 1


def test_a_password_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JISR_OFFICE_PASSWORD", raising=False)
    typed = iter([PASSWORD, "something else"])
    monkeypatch.setattr("foundation.programmes.management.commands.create_office.getpass", lambda _: next(typed))
    with pytest.raises(CommandError, match="differ"):
        create_office()
    assert User.objects.count() == 0

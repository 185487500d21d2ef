from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foundation.kernel.names import given_name
from mentoring.showcase.enums import Lack, ShownName

READ_AS: Mapping[ShownName, Callable[[str], str]] = {
    ShownName.NONE: lambda name: "",
    ShownName.GIVEN: given_name,
    ShownName.FULL: str,
}


@dataclass(frozen=True, slots=True)
class Named:
    """One of a team as the public reads of her: as she writes her name, and in Latin letters if she gave them."""

    name: str
    name_latin: str


def named(choice: str, name: str, name_latin: str) -> Named | None:
    shown = READ_AS[ShownName(choice)]
    return Named(shown(name), shown(name_latin)) if shown(name) else None


def lacks(*, accepted: bool, said_yes: bool, may: bool, declared: bool, others: bool, up: bool) -> tuple[Lack, ...]:
    """What keeps a project from being shown, of her who asks first."""
    there = {
        Lack.ACCEPTANCE: accepted,
        Lack.CHOICE: said_yes,
        Lack.CONSENT: may,
        Lack.DECLARATION: declared,
        Lack.TEAM: others,
        Lack.OFFICE: up,
    }
    return tuple(lack for lack, held in there.items() if not held)

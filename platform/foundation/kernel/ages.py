"""How old somebody is, and whether of age."""

from datetime import date

ADULT_AGE = 18


def age_on(birth_date: date, on: date) -> int:
    """Full years. Whoever was born on 29 February has the birthday on 1 March of a common year."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (not had_birthday)


def is_adult(birth_date: date | None, on: date, age: int = ADULT_AGE) -> bool:
    """An unknown birth date counts as under age."""
    return birth_date is not None and age_on(birth_date, on) >= age

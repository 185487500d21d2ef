"""Phone numbers in E.164 and e-mail addresses. Libraries decide; what they would say again is not asked again."""

import re
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneMetadata

FLOAT = re.compile(r"\+?(\d+)[.,]0*")
SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
SEPARATORS = re.compile(r"[\s().\-/\u2010-\u2015]+")
SIMPLE_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
LONGEST_LOCAL, LONGEST_ADDRESS, LONGEST_NUMBER = 64, 254, 60


class ContactProblem(ValueError):
    """`args[0]` is the message's code, `args[1]` what would be right."""


def whole_number(text: str) -> str:
    """A number that a spreadsheet made into a float, as it was; where digits are gone it says so."""
    if len(text) <= LONGEST_NUMBER and SCIENTIFIC.fullmatch(text):
        mantissa, _, power = re.sub("[eE]", "E", text).replace(",", ".").partition("E")
        decimals = mantissa.partition(".")[2].rstrip("0")
        if len(decimals) < int(power) - 1 or int(power) > 14:
            raise ContactProblem("digits_lost", "")
        return mantissa.replace(".", "").ljust(int(power) + 1, "0")[: int(power) + 1]
    found = FLOAT.fullmatch(text)
    return found[1] if found else text


class Phones:
    """Numbers of one country. Most are recognised by the library's own patterns without a call of it."""

    def __init__(self, country: str) -> None:
        self.country = country
        data = PhoneMetadata.metadata_for_region(country, None) if country else None
        self.code = str(data.country_code) if data else ""
        self.trunk = (data.national_prefix or "") if data else ""
        simple = data is not None and data.national_prefix_for_parsing in (None, data.national_prefix)
        kinds = [data.mobile, data.fixed_line] if data else []
        patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
        self.pattern = re.compile("|".join(f"(?:{each})" for each in patterns)) if simple and patterns else None
        example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE) if data else None
        self.example = (
            phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if example else "+…"
        )

    def read(self, text: str) -> tuple[str, bool]:
        """The number, and whether it is one that is surely given out. `text` is clean and in plain digits."""
        digits = SEPARATORS.sub("", whole_number(text.removeprefix("tel:")))
        if digits.startswith("00"):
            digits = f"+{digits[2:]}"
        if fast := self._fast(digits):
            return fast, True
        try:
            number = phonenumbers.parse(digits, self.country or None)
        except phonenumbers.NumberParseException as wrong:
            raise ContactProblem("phone_invalid", self.example) from wrong
        if number.extension or not digits.lstrip("+").isdigit() or not phonenumbers.is_possible_number(number):
            raise ContactProblem("phone_invalid", self.example)
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return written, phonenumbers.is_valid_number(number)

    def _fast(self, digits: str) -> str:
        if self.pattern is None:
            return ""
        international = f"+{self.code}"
        if digits.startswith(international):
            national = digits[len(international) :]
        elif self.trunk and digits.startswith(self.trunk) and not self.pattern.fullmatch(digits):
            national = digits[len(self.trunk) :]
        else:
            national = digits
        return f"{international}{national}" if self.pattern.fullmatch(national) else ""


phones_of = lru_cache(50)(Phones)


@lru_cache(20_000)
def _domain(domain: str) -> str:
    try:
        checked = validate_email(f"a@{domain}", check_deliverability=False)
    except EmailNotValidError:
        return ""
    return checked.normalized.partition("@")[2]


def read_email(text: str) -> str:
    address = text.removeprefix("mailto:").rstrip(";,")
    if len(address) > LONGEST_ADDRESS:
        raise ContactProblem("email_invalid", "name@school.org")
    local, at, domain = address.rpartition("@")
    if at and len(local) <= LONGEST_LOCAL and SIMPLE_LOCAL.fullmatch(local):
        written = _domain(domain)
        if written and len(local) + len(written) < LONGEST_ADDRESS:
            return f"{local}@{written}"
        raise ContactProblem("email_invalid", "name@school.org")
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise ContactProblem("email_invalid", "name@school.org") from wrong

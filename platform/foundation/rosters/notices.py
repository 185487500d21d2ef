"""What is said about a file, a row or a cell: each code's words, with what was read and what would be right."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.accounts.enums import Gender
from foundation.kernel.language import Language, current, listed

ROW_WORDS = {
    "name_missing": _("The name is missing."),
    "name_unreadable": _("“%(read)s” is not a name."),
    "date_unreadable": _("“%(read)s” is not a date. Write it like this: %(expected)s."),
    "date_impossible": _("The day “%(read)s” does not exist. Write the date like this: %(expected)s."),
    "date_ambiguous": _(
        "Day and month of “%(read)s” can't be told apart. Say which comes first in the whole file: %(expected)s."
    ),
    "date_implausible": _("The date “%(read)s” can't be right. It should be between %(expected)s."),
    "date_calendar": _("“%(read)s” looks like a Hijri date. If it is one, mark it: %(expected)s."),
    "email_invalid": _("“%(read)s” is not an e-mail address. It should look like %(expected)s."),
    "phone_invalid": _("“%(read)s” is not a phone number. It should look like %(expected)s."),
    "phone_doubtful": _(
        "No network gives out numbers like “%(read)s”. Please check it; it should look like %(expected)s."
    ),
    "digits_lost": _(
        "The spreadsheet has dropped digits of “%(read)s”. Format the column as text and type the number again."
    ),
    "gender_unknown": _("“%(read)s” is not understood as a gender. Use F, M or one of: %(expected)s."),
    "language_unknown": _("“%(read)s” is not one of the languages. Use one of: %(expected)s."),
    "too_long": _("“%(read)s” is too long: at most %(expected)s characters."),
    "row_shifted": _("The row has more cells than there are columns (%(expected)s): “%(read)s” is left over."),
    "birth_date_missing": _("Without a birth date the person counts as under age."),
    "language_default": _("No language is given: %(expected)s is taken."),
    "school_unknown": _(
        "The school “%(read)s” isn't known: the cohort's organisation is taken. To map it, put the school's short name in its "
        "place, once for all rows alike."
    ),
}

TABLE_WORDS = {
    "column_unknown": _(
        "The column “%(read)s” is kept with each row and not used. If it matters, say what it contains."
    ),
    "column_twice": _("Another column already holds the same as “%(read)s” (%(expected)s). This one is only kept."),
    "column_not_kept": _("The column “%(read)s” holds passwords. It is neither read nor kept."),
    "line_skipped": _("A line that names nobody was passed over: “%(read)s”."),
    "header_repeated": _("The header stands there again: “%(read)s”."),
    "sheet_unread": _("The sheet “%(read)s” was not read. Ask for it, or for all sheets."),
    "sheet_without_table": _("The sheet “%(read)s” has no column of names."),
    "people_skipped": _("Lines of people who aren't learners: %(read)s."),
    "date_order_needed": _("Say whether day or month comes first in the dates of this file."),
}

FILE_WORDS = {
    "empty_file": _("The file is empty."),
    "no_rows": _("The file has a header and no rows."),
    "wrong_type": _("This is a file of the type %(read)s. A roster is one of: %(expected)s."),
    "name_mismatch": _(
        "The name ends in %(read)s, but the content would be called %(expected)s. Save it anew in one of them."
    ),
    "encrypted": _("The file is locked with a password. Save it without one."),
    "has_macros": _("The file contains macros. Save it as .xlsx without macros."),
    "broken_file": _("The file is damaged. Open it, save it anew and upload that."),
    "archive_too_large": _("Unpacked the file would take %(read)s; at most %(expected)s are possible."),
    "archive_unsafe": _("The archive names a place outside of itself or lies about a size: “%(read)s”."),
    "too_many_rows": _("The file has %(read)s rows; at most %(expected)s are possible. Split it."),
    "too_many_columns": _(
        "The file has %(read)s columns; at most %(expected)s are possible. Delete those that aren't needed."
    ),
    "too_many_cells": _(
        "The table reaches over %(read)s cells; at most %(expected)s are possible. Delete what stands far from it, split the "
        "list, or save it as CSV."
    ),
    "line_too_long": _("A line of the file never ends. This is not a table."),
    "quote_open": _('From line %(read)s on a quotation mark (") is open. Close it or delete it.'),
    "not_text": _("The file is no text, although its name says so."),
    "encoding_unknown": _("The encoding “%(read)s” isn't known. Use one of: %(expected)s."),
    "encoding_wrong": _("The file can't be read as %(read)s. Leave the encoding open or choose another."),
    "encoding_mixed": _("Line %(read)s is in another encoding than the rest. Save the file as UTF-8."),
    "delimiter_wrong": _("“%(read)s” can't part cells. Use one of: %(expected)s."),
    "date_order_wrong": _("“%(read)s” is no order of dates. Use one of: %(expected)s."),
    "sheet_unknown": _("There is no sheet “%(read)s”. There are: %(expected)s."),
    "name_column_missing": _("No column of names was found in: %(read)s. Say which column holds the names."),
    "column_wrong": _("“%(read)s”: columns can be mapped to %(expected)s."),
    "oneroster_without_users": _("The archive has no users.csv with people in it."),
}

FINDING_WORDS = {
    "several_people": _("The row could mean several people who are there. Add the learner number."),
    "held_elsewhere": _(
        "Somebody like this is already in the programme where you can't look. Ask the programme office before you go on."
    ),
    "same_in_other_school": _(
        "Somebody with this name and birth date is in another school. Add the learner number, an e-mail or a phone number."
    ),
    "same_name": _(
        "Somebody with this name is in the cohort and school already. Add the learner number, the birth date, an e-mail or a "
        "phone number."
    ),
    "perhaps_same": _(
        "Somebody with this birth date and the same e-mail or phone number has a similar name. Add the learner number, or "
        "write the name as it is stored."
    ),
    "same_as_row": _(
        "Line %(read)s of the file names the same person, so nothing is done with this one. Keep only one of the two."
    ),
    "claimed_twice": _(
        "These lines of the file name one person: %(read)s. Nothing is done with them. Keep only one of them."
    ),
    "comes_back": _("This person was withdrawn from the programme before, and comes back with the same account."),
    "will_change": _("“%(read)s” replaces what is stored: “%(expected)s”."),
    "stays": _("What is stored stays, since the account is in use already: “%(expected)s”, not “%(read)s”."),
    "changed_meanwhile": _("This was not done: the person has left or moved since the preview was made."),
    "number_taken": _("This was not done: somebody has been given the learner number “%(read)s” since."),
    "seats_taken": _("This was not done: the cohort had no seat left."),
    "has_started": _("“%(read)s” has begun to learn and stays in the cohort."),
    "not_readmitted": _("This person could not come back: the seat was taken, or another cohort has become theirs."),
    "many_withdrawn": _("%(read)s of %(expected)s members would be withdrawn. Is this really the whole list?"),
    "seats_short": _("%(read)s seats are missing: the cohort would need %(expected)s."),
    "state_not_open": _(
        "The list names minors, and this member state has no consent rule or safeguarding officer yet: they can do nothing "
        "that needs consent."
    ),
}

JOB_WORDS = {
    "stopped": _("It was stopped before the end."),
    "interrupted": _("It broke off too often. Try again, and tell the operator if it does so again."),
    "failures": _("Something went wrong on our side. Try again, and tell the operator if it happens again."),
    "cohort_changed": _("The cohort had changed since the preview was made. Look at the new preview and apply that."),
}

WORDS = ROW_WORDS | TABLE_WORDS | FILE_WORDS | FINDING_WORDS | JOB_WORDS


CODED = {"gender": Gender, "language": Language}
DATES = ("birth_date", "consent_on")
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
OF_OURS = {"will_change": ("read", "expected"), "stays": ("read", "expected"), "date_implausible": ("expected",)}
LISTS = {
    "claimed_twice": "read", "wrong_type": "expected", "name_mismatch": "expected", "encoding_unknown": "expected",
    "date_order_wrong": "expected", "sheet_unknown": "expected", "column_wrong": "expected",
}  # fmt: skip


def say(message: Mapping[str, str]) -> str:
    """A message in the reader's language; "" for a code without words."""
    words = WORDS.get(message["code"])
    return str(words) % named(message) if words else ""


def named(message: Mapping[str, Any]) -> dict[str, Any]:
    """Read and expected as the reader writes them: codes by their names, days, lists."""
    return {**message, **{side: _told(message, side) for side in ("read", "expected") if side in message}}


def _told(message: Mapping[str, Any], side: str) -> str:
    text, code, field = str(message[side]), message["code"], message.get("field", "")
    if field in CODED:
        return _names(text, dict(CODED[field].choices))
    if field in DATES and side in OF_OURS.get(code, ()):
        return _days(text)
    return listed(text.split(", ")) if LISTS.get(code) == side else text


def _names(codes: str, names: Mapping[str, Any]) -> str:
    each = codes.split(", ")
    return listed(_within(str(names[code])) for code in each) if names.keys() >= set(each) else codes


def _days(text: str) -> str:
    """Day first where that is how all write."""
    shown = text if current() == Language.ENGLISH else ISO.sub(r"\3/\2/\1", text)
    first, dash, last = shown.partition(" – ")
    return _and(first, last) if dash else shown


def _and(first: str, last: str) -> str:
    return gettext("%(first)s and %(last)s") % {"first": first, "last": last}


def _within(name: str) -> str:
    """As it is written within a sentence: in French without its capital."""
    return name.lower() if current() == Language.FRENCH else name

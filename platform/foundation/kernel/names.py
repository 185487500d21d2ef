"""When two spellings are one name. People are shown as they are written (NFC); only matching and sorting use the key.

The key is NFKC in lower case, without tatweel, vowel marks and invisible marks, with one form for the alefs, yehs, teh
marbuta and apostrophes that writers choose between, and single spaces.
"""

import re
import unicodedata
from typing import Any

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower, Trim

from foundation.kernel.language import Language, current

ONE_FORM = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ة": "ه",
    "ک": "ك",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
}
FOLDING = str.maketrans("".join(ONE_FORM), "".join(ONE_FORM.values()))
MARKS = "[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"


def fold_name(text: str) -> str:
    """The key, for names that are compared outside the database."""
    plain = re.sub(MARKS, "", unicodedata.normalize("NFKC", text).lower())
    return " ".join(plain.translate(FOLDING).split())


def readable_name(written: str, latin: str, language: str | None = None) -> str:
    """A person's name for a reader of `language` (default: the current one): as it is written, or in Latin letters for whom
    reads no Arabic."""
    return latin if latin and (language or current()) != Language.ARABIC else written


GOES_ON = frozenset(("عبد", "أبو", "ابو", "أم", "ام", "أمة", "امة", "abd"))
BELONGS = frozenset(
    ("الدين", "الله", "الإسلام", "الاسلام", "الحق", "الهدى", "الزهراء", "eddine", "ed-din", "el-din", "al-din")
)


def given_name(name: str) -> str:
    """By which a person is called, and never the family's: the first word, and what can't be parted from it. Registers
    that begin with the family set it in capitals, or a comma behind it."""
    parts = [part.split() for part in re.split("[,،]", name) if part.strip()]
    written = parts[-1] if parts else []
    words = [word for word in written if not word.isupper()] or written
    end = 1
    while words[end:] and (words[end - 1].lower() in GOES_ON or words[end].lower() in BELONGS):
        end += 1
    return " ".join(words[:end])


class _Normal(Func):
    template = "normalize(%(expressions)s, NFKC)"


def name_key(field: str) -> Any:
    """The key of a column, as PostgreSQL computes it."""
    plain = Func(Lower(_Normal(F(field))), Value(MARKS), Value(""), Value("g"), function="regexp_replace")
    folded = Func(plain, Value("".join(ONE_FORM)), Value("".join(ONE_FORM.values())), function="translate")
    return Trim(Func(folded, Value(r"\s+"), Value(" "), Value("g"), function="regexp_replace"))


def name_key_field(field: str) -> "models.GeneratedField":
    """A column that always holds the key of the text column `field`."""
    return models.GeneratedField(
        expression=name_key(field), output_field=models.TextField(), db_persist=True, editable=False
    )

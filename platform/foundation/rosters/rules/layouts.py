"""Where a sheet's table begins, and what its columns are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from foundation.rosters.rules.headers import LONGEST_HEADER, grouped, is_arabic, key, known_as, meaning, says_hijri
from foundation.rosters.rules.shapes import FIELDS, NAME_PARTS, Message, Options, Unreadable
from foundation.rosters.rules.terms import RESULT

HEADER_WITHIN = 40
NAMES = frozenset({"name", "given_name", "family_name", "family_or_name"})
IN_LATIN = {f"{part}_latin" for part in NAMES}
IN_ARABIC = {f"{part}_arabic" for part in NAMES}
PLAIN_NAME = frozenset({key("name"), key("الاسم"), key("nom")})

TOTAL = re.compile(
    r"\s*(?:(?:sous|sub|grand)[- ]?)?(?:totaux|total|effectif|nombre|count|"
    r"المجموع|مجموع|الإجمالي|الاجمالي|إجمالي|اجمالي|العدد|عدد)(?!\w)",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"\s*(?:signature|cachet|le directeur|la directrice|fait à|page \d|"
    r"صفحة|توقيع|التوقيع|الختم|ختم|مدير المدرسة|مديرة المدرسة|يعتمد|و?ح[\u064b-\u0652]*ر[\u064b-\u0652]*ر\s+(?:ب|في\b))",
    re.IGNORECASE,
)
COUNTS = re.compile(r"[\d\s.,:%/()=-]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """`fields[i]` is what column i is, "" when it is only kept. `hidden` columns are neither read nor kept. The first column
    is the sheet's column `left`, by which those without a header are called."""

    header_line: int
    headers: tuple[str, ...]
    fields: tuple[str, ...]
    hidden: frozenset[int] = frozenset()
    notes: tuple[Message, ...] = ()
    titles: frozenset[str] = frozenset()
    left: int = 0

    @property
    def unknown(self) -> tuple[str, ...]:
        pairs = enumerate(zip(self.headers, self.fields, strict=True))
        return tuple(header for at, (header, field) in pairs if not field and at not in self.hidden)

    def widened(self, width: int) -> "Layout":
        """With columns for cells that stand to the right of all headers."""
        more = tuple(letters(self.left + at) for at in range(len(self.headers), width))
        notes = tuple(Message("column_unknown", header, header) for header in more)
        return replace(
            self, headers=self.headers + more, fields=self.fields + ("",) * len(more), notes=self.notes + notes
        )

    def judge(self, row: Sequence[str]) -> str:
        """ "" for a learner's row, else why it is none: "blank", "line_skipped" or "header_repeated"."""
        filled = list(filter(str.strip, row))
        if not filled:
            return "blank"
        if len(filled) <= 4 and TOTAL.match(filled[0]) and all(map(COUNTS.fullmatch, filled[1:])):
            return "line_skipped"
        if len(self.headers) > 2 and FOOTER.match(filled[0]) and all(map(COUNTS.fullmatch, filled[1:])):
            return "line_skipped"
        if filled[0].strip() in self.titles and sum(cell.strip() in self.titles for cell in filled) * 2 > len(filled):
            return "header_repeated"
        return ""


def find_layout(rows: Sequence[Sequence[str]], options: Options, left: int = 0) -> Layout | None:
    """The first lines' best header: one row, or two where the upper one groups. None when nothing there names people."""
    best: tuple[int, int, list[str], list[str]] | None = None
    for at in range(min(len(rows), HEADER_WITHIN)):
        for depth in (1, 2):
            if at + depth > len(rows) or (depth == 2 and not _speaks(rows[at : at + 2])):
                continue
            headers, fields = _read(rows[at : at + depth], options.columns)
            score = len({field for field in fields if field})
            if score and (best is None or score > best[0]):
                best = score, at + depth, headers, fields
    if best is None or not any(_is_name(field) for field in best[3]):
        return None
    header_line, headers, fields = best[1:]
    titles = (cell.strip() for row in rows[max(header_line - 2, 0) : header_line] for cell in row)
    named = [header or letters(left + at) for at, header in enumerate(headers)]
    declared = _declared(options.columns)
    by_letter = [declared.get(known_as(name), "") for name in named]
    meant = [field if header else letter for header, field, letter in zip(headers, fields, by_letter, strict=True)]
    layout = _resolved(header_line, named, meant)
    return replace(layout, titles=frozenset(filter(None, titles)), left=left)


def _speaks(rows: Sequence[Sequence[str]]) -> bool:
    """Whether both rows have a word that heads a column; without one there is no header of two rows."""
    return all(any(meaning(cell) for cell in row) for row in rows)


def _is_name(field: str) -> bool:
    return field in NAMES or field in IN_LATIN or field in IN_ARABIC


def _read(rows: Sequence[Sequence[str]], columns: Mapping[str, str]) -> tuple[list[str], list[str]]:
    cells = [[" ".join(cell.split())[:LONGEST_HEADER] for cell in row] for row in rows]
    if len(cells) == 1:
        headers = cells[0]
        fields = [meaning(header) for header in headers]
    else:
        headers, fields = _two_rows(*cells)
    while headers and not headers[-1]:
        headers.pop()
    declared = _declared(columns)
    known = [declared.get(known_as(header), field) for header, field in zip(headers, fields, strict=False)]
    return headers, known


def _declared(columns: Mapping[str, str]) -> dict[str, str]:
    return {known_as(header): field for header, field in columns.items()} | dict(columns)


def _two_rows(upper: list[str], lower: list[str]) -> tuple[list[str], list[str]]:
    headers, fields, group = [], [], ""
    width = max(len(upper), len(lower))
    for above, below in zip(_padded(upper, width), _padded(lower, width), strict=True):
        group = above or (group if below else "")
        headers.append(" ".join(part for part in (group if below else above, below) if part))
        fields.append(grouped(group, below) if group and below else meaning(above or below))
    return headers, fields


def _padded(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


def _resolved(header_line: int, headers: list[str], fields: list[str]) -> Layout:
    notes: list[Message] = []
    secret = frozenset(at for at, field in enumerate(fields) if field == "password")
    hidden = secret | {at for at, header in enumerate(headers) if header in RESULT}
    notes += [Message("column_not_kept", headers[at], headers[at]) for at in sorted(secret)]
    plain = _by_script(headers, _family_or_name(headers, ["" if field == "password" else field for field in fields]))
    once = _once(headers, plain, notes)
    named = _distinct(headers)
    layout = Layout(header_line, tuple(named), tuple(once), hidden)
    twice = {note.field for note in notes}
    notes += [Message("column_unknown", header, header) for header in layout.unknown if header not in twice]
    return replace(layout, notes=tuple(notes))


def _family_or_name(headers: list[str], fields: list[str]) -> list[str]:
    """French "Nom" is the family name beside "Prénom"; Arabic "الاسم" is the given name beside "اللقب"."""
    result = list(fields)
    for at, field in enumerate(fields):
        if field not in ("family_or_name", "name") or (field == "name" and key(headers[at]) not in PLAIN_NAME):
            continue
        script = is_arabic(headers[at])
        beside = {other for header, other in zip(headers, fields, strict=True) if is_arabic(header) == script}
        given, family = "given_name" in beside, "family_name" in beside
        result[at] = "family_name" if given and not family else "given_name" if family and not given else "name"
    return result


def _by_script(headers: list[str], fields: list[str]) -> list[str]:
    """Where names stand in both scripts the Arabic ones are the names, the others the names in Latin letters."""
    scripts = [_script(header, field) for header, field in zip(headers, fields, strict=True)]
    both = "arabic" in scripts
    bare = [field.removesuffix("_arabic").removesuffix("_latin") if _is_name(field) else field for field in fields]
    alone = not any(script in ("arabic", "latin") for script in scripts)
    return [
        f"{field}_latin" if (script == "latin" and both) or (script == "in_latin" and not alone) else field
        for field, script in zip(bare, scripts, strict=True)
    ]


def _script(header: str, field: str) -> str:
    if not _is_name(field):
        return ""
    if field in IN_LATIN:
        return "in_latin"
    return "arabic" if field in IN_ARABIC or is_arabic(header) else "latin"


def _once(headers: list[str], fields: list[str], notes: list[Message]) -> list[str]:
    """One column for each field: the first, but a Gregorian date before a Hijri one."""
    result = [""] * len(fields)
    taken: set[str] = set()
    for at in sorted(range(len(fields)), key=lambda at: (says_hijri(headers[at]), at)):
        if fields[at] and fields[at] in taken:
            notes.append(Message("column_twice", headers[at], headers[at], fields[at]))
        elif fields[at]:
            result[at] = fields[at]
            taken.add(fields[at])
    return result


def _distinct(headers: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        result.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return result


def letters(at: int) -> str:
    """The name that a spreadsheet gives to a column."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)


def check_columns(columns: Mapping[str, str]) -> None:
    for header, field in columns.items():
        if field and field not in FIELDS and field not in NAME_PARTS:
            raise Unreadable("column_wrong", f"{header}: {field}"[:80], ", ".join(FIELDS + NAME_PARTS))

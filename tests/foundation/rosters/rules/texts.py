"""The texts of the table test: every encoding and delimiter in which ministries send lists."""

from datetime import date
from typing import Any

from tests.foundation.rosters.rules.builders import text
from tests.foundation.rosters.rules.cases import MOROCCO, Case

MAY = date(2008, 5, 1)
FRENCH = "Nom complet;Établissement;Date de naissance\r\n"
FRENCH += "Aïssatou N’Diaye;Lycée de Thiès;31/12/2008\r\nÉlodie Ba;;01/05/2008\r\n"
FRENCH_ROWS: list[dict[str, Any]] = [
    {"name": "Aïssatou N’Diaye", "school": "Lycée de Thiès", "birth_date": date(2008, 12, 31)},
    {"name": "Élodie Ba", "birth_date": MAY},
]
PLAIN_FRENCH = FRENCH.replace("’", "'")
PLAIN_ROWS = [{**FRENCH_ROWS[0], "name": "Aïssatou N'Diaye"}, FRENCH_ROWS[1]]
CAPITALS = "NOM ET PRÉNOM,ÉTABLISSEMENT\r\nTHÉRÈSE GUÈYE,LYCÉE DE THIÈS\r\n"
CAPITAL_ROWS = [{"name": "THÉRÈSE GUÈYE", "school": "LYCÉE DE THIÈS"}]
ARABIC = "الاسم الكامل,المدرسة,تاريخ الميلاد\r\nفاطمة الزهراء,مدرسة النور,2008-05-01\r\nمحمد بن علي,,١/٥/٢٠٠٨\r\n"
ARABIC_ROWS: list[dict[str, Any]] = [
    {"name": "فاطمة الزهراء", "school": "مدرسة النور", "birth_date": MAY},
    {"name": "محمد بن علي"},
]
AMBIGUOUS = {2: ["date_ambiguous"]}
AWA = [{"name": "Awa Diop"}]
AWA_MAY = [{"name": "Awa Diop", "birth_date": MAY}]
TWO = [{"name": "Awa Diop"}, {"name": "Modou Fall"}]


def dated(value: str, header: str = "Né le") -> bytes:
    return text(f"Nom;{header}\nAwa Diop;{value}\n")


ENCODINGS = [
    Case(
        id="utf-8", file="a.csv", data=text(FRENCH), rows=FRENCH_ROWS, detected={"encoding": "utf-8", "delimiter": ";"}
    ),
    Case(id="utf-8 marked", file="a.csv", data=text(FRENCH, "utf-8-sig"), rows=FRENCH_ROWS),
    Case(
        id="utf-16 marked", file="a.txt", data=text(FRENCH, "utf-16"), rows=FRENCH_ROWS, detected={"encoding": "utf-16"}
    ),
    Case(id="utf-16 big", file="a.csv", data=b"\xfe\xff" + text(FRENCH, "utf-16-be"), rows=FRENCH_ROWS),
    Case(id="utf-16-le bare", file="a.csv", data=text(FRENCH, "utf-16-le"), rows=FRENCH_ROWS),
    Case(id="utf-16-be bare", file="a.csv", data=text(FRENCH, "utf-16-be"), rows=FRENCH_ROWS),
    Case(
        id="utf-16-le bare, Arabic",
        file="a.csv",
        data=text(ARABIC, "utf-16-le"),
        rows=ARABIC_ROWS,
        codes=AMBIGUOUS,
        detected={"encoding": "utf-16-le"},
        notes=["date_order_needed"],
    ),
    Case(id="cp1252", file="a.csv", data=text(FRENCH, "cp1252"), rows=FRENCH_ROWS, detected={"encoding": "cp1252"}),
    Case(
        id="cp1252 where Arabic is first",
        file="a.csv",
        data=text(FRENCH, "cp1252"),
        rows=FRENCH_ROWS,
        options=MOROCCO,
    ),
    Case(id="mac", file="a.csv", data=text(FRENCH, "mac_roman"), rows=FRENCH_ROWS, detected={"encoding": "mac_roman"}),
    Case(id="cp850", file="a.csv", data=text(PLAIN_FRENCH, "cp850"), rows=PLAIN_ROWS, detected={"encoding": "cp850"}),
    *(
        Case(id=f"capitals in {name}", file="a.csv", data=text(CAPITALS, name), rows=CAPITAL_ROWS)
        for name in ("cp1252", "mac_roman", "cp850")
    ),
    *(
        Case(id=f"one accent in {name}", file="a.csv", data=text("Nom\nThiès\n", name), rows=[{"name": "Thiès"}])
        for name in ("cp1252", "mac_roman", "cp850", "cp1256")
    ),
    Case(
        id="cp1256",
        file="a.csv",
        data=text("الاسم;المدرسة\nفاطمة الزهراء;مدرسة النور\n", "cp1256"),
        rows=[{"name": "فاطمة الزهراء", "school": "مدرسة النور"}],
        options=MOROCCO,
        detected={"encoding": "cp1256"},
    ),
    Case(
        id="cp1256, both languages",
        file="a.csv",
        data=text("Nom;الاسم\nAïcha Béchir;عائشة بشير\n", "cp1256"),
        rows=[{"name": "عائشة بشير", "name_latin": "Aïcha Béchir"}],
        detected={"encoding": "cp1256"},
    ),
    Case(
        id="an encoding by hand",
        file="a.csv",
        data=text("Nom\nÇa Ïa\n", "mac_roman"),
        declared={"encoding": "Macintosh"},
        rows=[{"name": "Ça Ïa"}],
    ),
]

DELIMITERS = [
    Case(
        id="commas",
        file="a.csv",
        data=b'Name,City\n"Diop, Awa",Dakar\n',
        rows=[{"name": "Diop, Awa"}],
        notes=["column_unknown"],
    ),
    Case(id="tabs named .csv", file="a.csv", data=b"Nom\tN\xc3\xa9 le\nAwa Diop\t2008-05-01\n", rows=AWA_MAY),
    Case(id="semicolons named .tsv", file="a.tsv", data=dated("2008-05-01"), rows=AWA_MAY, detected={"delimiter": ";"}),
    Case(
        id="pipes named .txt",
        file="a.txt",
        data=b"Name|DOB\nAwa Diop|2008-05-01\n",
        rows=AWA_MAY,
        detected={"delimiter": "|"},
    ),
    Case(
        id="sep=;",
        file="a.csv",
        data=b"sep=;\r\nNom;Classe\r\nAwa Diop;3e, A\r\n",
        rows=[{"name": "Awa Diop", "group": "3e, A"}],
    ),
    Case(
        id="a delimiter by hand",
        file="a.csv",
        data=b"Name^DOB\nAwa Diop^2008-05-01\n",
        declared={"delimiter": "^"},
        rows=AWA_MAY,
    ),
    Case(
        id="one column", file="a.txt", data=b"Nom complet\nAwa Diop\nModou Fall\n", rows=TWO, detected={"delimiter": ""}
    ),
    Case(
        id="one column with commas",
        file="a.csv",
        data=b"Nom complet\nDiop, Awa\nFall, Modou\n",
        rows=[{"name": "Diop, Awa"}, {"name": "Fall, Modou"}],
    ),
    Case(
        id="old Mac line ends",
        file="a.csv",
        data=b"Nom;Classe\rAwa Diop;A\r",
        rows=[{"name": "Awa Diop", "group": "A"}],
    ),
    Case(
        id="a quoted line end",
        file="a.csv",
        data=b'Nom;Classe\n"Awa\nDiop";"A ""1"""\n',
        rows=[{"name": "Awa Diop", "group": 'A "1"'}],
    ),
    Case(
        id="more cells than headers",
        file="a.csv",
        data=b"Nom;Classe\nAwa;Diop;A\n",
        rows=[{"name": "Awa", "group": "Diop"}],
        codes={1: ["row_shifted"]},
    ),
]

TEXTS = [*ENCODINGS, *DELIMITERS]

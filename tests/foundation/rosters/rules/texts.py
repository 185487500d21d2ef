"""The texts of the table test: every encoding and shape in which ministries send lists."""

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

SHAPES = [
    Case(
        id="empty lines",
        file="a.csv",
        data=b"\n\nNom\n\nAwa Diop\n\n\nModou Fall\n\n",
        rows=TWO,
        detected={"header_line": 3},
    ),
    Case(
        id="a title above, a total and a signature below",
        file="a.csv",
        data="Liste des élèves 2026;;\n;;\nN°;Nom;Prénom\n1;Diop;Awa\n2;Fall;Modou\nTotal;;2\n;;Le Directeur\n".encode(),
        rows=TWO,
        detected={"header_line": 3, "unknown": ("N°",)},
        notes=["column_unknown", "line_skipped", "line_skipped"],
    ),
    Case(
        id="an Arabic total",
        file="a.csv",
        data="م,الاسم,الصف\n1,عائشة,أ\nالمجموع,١,\n".encode(),
        rows=[{"name": "عائشة", "group": "أ"}],
        notes=["column_unknown", "line_skipped"],
    ),
    Case(
        id="the header again on each page",
        file="a.csv",
        data=b"Nom;Classe\nAwa Diop;A\nNom;Classe\nModou Fall;B\n",
        rows=[{"name": "Awa Diop", "group": "A"}, {"name": "Modou Fall", "group": "B"}],
        notes=["header_repeated"],
    ),
    Case(
        id="two header rows",
        file="a.csv",
        data="Élève;;Tuteur;;\nNom;Prénom;Nom;Tél;Lien\nDiop;Awa;Fatou Diop;77 123 45 67;mère\n".encode(),
        rows=[
            {
                "name": "Awa Diop",
                "guardian_name": "Fatou Diop",
                "guardian_phone": "+221771234567",
                "relationship": "mère",
            }
        ],
        detected={"header_line": 2},
    ),
    Case(
        id="trailing empty columns",
        file="a.csv",
        data=b"Nom;Classe;;;\nAwa Diop;A;;;\n",
        rows=[{"name": "Awa Diop", "group": "A"}],
    ),
    Case(
        id="unknown columns",
        file="a.csv",
        data=b"Nom;Loisirs;Mot de passe\nAwa Diop;chant;1234\n",
        rows=AWA,
        detected={"unknown": ("Loisirs",)},
        notes=["column_not_kept", "column_unknown"],
    ),
    Case(
        id="columns by hand",
        file="a.csv",
        data=b"Eleve no 1;Bus;Code\nAwa Diop;A;77\n",
        declared={"columns": {"eleve NO 1": "name", "Bus": "group", "Code": ""}},
        rows=[{"name": "Awa Diop", "group": "A"}],
        notes=["column_unknown"],
    ),
    Case(
        id="names in both scripts",
        file="a.csv",
        data="Prénom,Nom,الاسم الشخصي,النسب\nAïcha,Alaoui,عائشة,العلوي\n".encode(),
        rows=[{"name": "عائشة العلوي", "name_latin": "Aïcha Alaoui"}],
    ),
    Case(
        id="an Arabic header with everything",
        file="a.csv",
        data=(
            "رقم الطالب,الاسم الكامل,الجنس,تاريخ الميلاد,البريد الإلكتروني,"
            "رقم الهاتف,المدرسة,الصف,اسم ولي الأمر,هاتف ولي الأمر\n"
            "٠١٢٣,مريم,أنثى,٢٠٠٨/٠٥/٠١,mariam@ecole.ma,٠٦١٢٣٤٥٦٧٨,مدرسة النور,٣ أ,علي,+212 661-234567\n"
        ).encode(),
        options=MOROCCO,
        rows=[
            {
                "name": "مريم",
                "learner_number": "0123",
                "gender": "female",
                "birth_date": MAY,
                "email": "mariam@ecole.ma",
                "phone": "+212612345678",
                "school": "مدرسة النور",
                "group": "٣ أ",
                "guardian_name": "علي",
                "guardian_phone": "+212661234567",
            }
        ],
    ),
    Case(
        id="an English header in any order",
        file="a.csv",
        data=b"Class,E-mail,Last name,Sex,First name,Parent phone\nA,awa@ecole.sn,Diop,F,Awa,771234567\n",
        rows=[
            {
                "name": "Awa Diop",
                "group": "A",
                "email": "awa@ecole.sn",
                "gender": "female",
                "guardian_phone": "+221771234567",
            }
        ],
    ),
]

VALUES = [
    Case(id="year first", file="a.csv", data=dated("2008/05/01"), rows=AWA_MAY),
    Case(id="declared d/m/y", file="a.csv", data=dated("01.05.2008"), declared={"date_order": "dmy"}, rows=AWA_MAY),
    Case(id="declared m/d/y", file="a.csv", data=dated("05/01/2008"), declared={"date_order": "mdy"}, rows=AWA_MAY),
    Case(id="the header says m/d/y", file="a.csv", data=dated("05/01/2008", "DOB (mm/dd/yyyy)"), rows=AWA_MAY),
    Case(
        id="undeclared and ambiguous",
        file="a.csv",
        data=dated("05/01/2008"),
        rows=AWA,
        codes={1: ["date_ambiguous"]},
        notes=["date_order_needed"],
    ),
    Case(
        id="proven by another row",
        file="a.csv",
        data=dated("1/5/2008\nModou Fall;13/5/2008"),
        rows=[*AWA_MAY, {"name": "Modou Fall", "birth_date": date(2008, 5, 13)}],
        detected={"date_order": "dmy"},
    ),
    Case(
        id="rows that contradict each other",
        file="a.csv",
        data=dated("13/5/2008\nModou Fall;5/13/2008\nBa;1/2/2008"),
        rows=[
            {"name": "Awa Diop", "birth_date": date(2008, 5, 13)},
            {"name": "Modou Fall", "birth_date": date(2008, 5, 13)},
            {"name": "Ba"},
        ],
        codes={3: ["date_ambiguous"]},
        notes=["date_order_needed"],
    ),
    Case(id="a serial of Excel", file="a.csv", data=dated("39569"), rows=AWA_MAY),
    Case(id="a month in words", file="a.csv", data=dated("1er mai 2008"), rows=AWA_MAY),
    Case(id="Hijri marked", file="a.csv", data=dated("1429/4/25هـ"), rows=AWA_MAY),
    Case(id="Hijri by the header", file="a.csv", data=dated("25/04/1429", "تاريخ الميلاد (هجري)"), rows=AWA_MAY),
    Case(id="Hijri unmarked", file="a.csv", data=dated("1429/4/25"), rows=AWA, codes={1: ["date_calendar"]}),
    Case(id="not born yet", file="a.csv", data=dated("2030-01-01"), rows=AWA, codes={1: ["date_implausible"]}),
    Case(id="only a year", file="a.csv", data=dated("2008"), rows=AWA, codes={1: ["date_unreadable"]}),
    Case(
        id="phones out of a spreadsheet",
        file="a.csv",
        data="Nom;Tél\nAwa;771234567.0\nBa;2,21771E+11\nFall;00221 77 123 45 67\nSow;12\nFaye;+33612345678\n".encode(),
        rows=[
            {"name": "Awa", "phone": "+221771234567"},
            {"name": "Ba"},
            {"name": "Fall", "phone": "+221771234567"},
            {"name": "Sow"},
            {"name": "Faye", "phone": "+33612345678"},
        ],
        codes={2: ["digits_lost"], 4: ["phone_invalid"]},
    ),
    Case(
        id="cells that can't be read",
        file="a.csv",
        data=b"Nom;E-mail;Sexe;Langue\nAwa;awa@;F;fr\nBa;;?;fr\nFall;;M;wolof\n;a@b.sn;M;fr\n12;;;\nSow;-;n/a;\n",
        rows=[
            {"name": "Awa", "gender": "female"},
            {"name": "Ba"},
            {"name": "Fall", "gender": "male"},
            {"email": "a@b.sn", "gender": "male"},
            {},
            {"name": "Sow"},
        ],
        codes={
            1: ["email_invalid"],
            2: ["gender_unknown"],
            3: ["language_unknown"],
            4: ["name_missing"],
            5: ["name_unreadable"],
        },
    ),
    Case(
        id="marks that nobody sees, presentation forms and no-break spaces",
        file="a.csv",
        data="الاسم\n\u200fمحمد\u200e\u00a0علي\u202c\n\ufe8e\ufee3\ufe94\n".encode(),
        rows=[{"name": "محمد علي"}, {"name": "امة"}],
    ),
    Case(
        id="a letter and its accent apart", file="a.csv", data="Nom\nThie\u0300s\n".encode(), rows=[{"name": "Thiès"}]
    ),
    Case(
        id="formulas are only text",
        file="a.csv",
        data=b"Nom;Classe\n=HYPERLINK(x);'=1+1\n",
        rows=[{"name": "=HYPERLINK(x)", "group": "=1+1"}],
    ),
    Case(
        id="a consent",
        file="a.csv",
        data=b"Nom;Date de consentement\nAwa;2026-10-01\nBa;non\nFall;oui\n",
        rows=[{"name": "Awa", "consent_on": date(2026, 10, 1)}, {"name": "Ba"}, {"name": "Fall"}],
        codes={3: ["date_unreadable"]},
    ),
]

TEXTS = [*ENCODINGS, *DELIMITERS, *SHAPES, *VALUES]

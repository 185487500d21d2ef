"""The lists of the table test: every shape that ministries give them, and what they write into cells."""

from datetime import date

from tests.foundation.rosters.rules.builders import text
from tests.foundation.rosters.rules.cases import MOROCCO, Case
from tests.foundation.rosters.rules.texts import AWA, AWA_MAY, MAY, TWO, dated

SHAPES = [
    Case(
        id="a title that spaces push to the middle",
        file="a.csv",
        data=(" " * 4_000 + "LISTE\nNom;Classe\nAwa Diop;A\n").encode(),
        rows=[{"name": "Awa Diop", "group": "A"}],
        detected={"encoding": "utf-8", "header_line": 2},
    ),
    Case(
        id="a header over two lines",
        file="a.csv",
        data=b'Nom complet;"Date de\nnaissance"\nAwa Diop;2008-05-01\n',
        rows=AWA_MAY,
    ),
    Case(
        id="the letterhead of a ministry above, in Arabic",
        file="a.csv",
        data=text(
            "المملكة المغربية;;;;\r\nوزارة التربية الوطنية;;;;\r\n;;;;\r\nلائحة التلاميذ 2025/2026;;;;\r\n"
            "الرقم;رقم التلميذ;النسب والاسم;النوع;تاريخ الازدياد\r\n"
            "1;J130012345;العلوي عائشة;أنثى;25/04/2008\r\nالمجموع: 1;;;;\r\n",
            "cp1256",
        ),
        options=MOROCCO,
        rows=[
            {
                "name": "العلوي عائشة",
                "learner_number": "J130012345",
                "gender": "female",
                "birth_date": date(2008, 4, 25),
            }
        ],
        detected={"encoding": "cp1256", "header_line": 5, "date_order": "dmy"},
        notes=["column_unknown", "line_skipped"],
    ),
    Case(
        id="two header rows in Arabic",
        file="a.csv",
        data="بيانات الطالب,,ولي الأمر,,\nالاسم,الصف,الاسم,الهاتف,صلة القرابة\nعائشة,3أ,علي,0612345678,أب\n".encode(),
        options=MOROCCO,
        rows=[
            {
                "name": "عائشة",
                "group": "3أ",
                "guardian_name": "علي",
                "guardian_phone": "+212612345678",
                "relationship": "أب",
            }
        ],
        detected={"header_line": 2},
    ),
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
        id="where and when it was signed",
        file="a.csv",
        data="م,الاسم,الصف\n1,عائشة,أ\nحرر بالرباط في ٠١/١٠/٢٠٢٦,,\nحُرِّر في الرباط,,٠١/١٠/٢٠٢٦\n".encode(),
        rows=[{"name": "عائشة", "group": "أ"}],
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
        id="numbers that were kept from being rounded",
        file="a.csv",
        data=b'Matricule;Nom;T\xc3\xa9l\n"=""00123""";Awa;tel:+221771234567\n="00124";Ba;"=""771234567"""\n',
        rows=[
            {"name": "Awa", "learner_number": "00123", "phone": "+221771234567"},
            {"name": "Ba", "learner_number": "00124", "phone": "+221771234567"},
        ],
    ),
    Case(
        id="Persian digits and a number between marks of direction",
        file="a.csv",
        data="الاسم;تاريخ الميلاد;الهاتف\nعائشة;۲۰۰۸/۰۵/۰۱;\u202a+212 6 12-34-56-78\u202c\n".encode(),
        options=MOROCCO,
        rows=[{"name": "عائشة", "birth_date": MAY, "phone": "+212612345678"}],
    ),
    Case(
        id="a consent",
        file="a.csv",
        data=b"Nom;Date de consentement\nAwa;2026-10-01\nBa;non\nFall;oui\n",
        rows=[{"name": "Awa", "consent_on": date(2026, 10, 1)}, {"name": "Ba"}, {"name": "Fall"}],
        codes={3: ["date_unreadable"]},
    ),
]

LISTS = [*SHAPES, *VALUES]

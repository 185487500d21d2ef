"""The example rosters, as a centre and a school would have typed them. `python -m tests.docs.example_rosters` writes them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.docs.pages import DOCS

FOLDER = DOCS / "examples" / "rosters"
CENTRE, ELSEWHERE = "مركز مهارات الشباب، الرباط", "ثانوية الأمل"
GIRL, BOY = "أنثى", "ذكر"
MOTHER, FATHER = "الأم", "الأب"
SIGNED = "٢٠/٠٩/٢٠٢٦"
ARABIC: list[list[Any]] = [
    [f"{CENTRE}: لائحة المستفيدين من برنامج جسور رقمية"],
    ["الموسم ٢٠٢٦-٢٠٢٧"],
    [],
    ["ر.ت", "رقم مسار", "الاسم الكامل", "الاسم بالفرنسية", "تاريخ الميلاد (يوم/شهر/سنة)", "الجنس", "المؤسسة", "القسم",
     "اسم ولي الأمر", "صلة القرابة", "البريد الإلكتروني لولي الأمر", "هاتف ولي الأمر", "تاريخ موافقة ولي الأمر"],
    ["١", "R2026-0101", "نور الهدى الناصري", "Nour El Houda Naciri", "٠٧/٠٣/٢٠١١", GIRL, CENTRE, "الفوج أ",
     "خديجة المنصوري", MOTHER, "khadija@guardians.example", 661204101, ""],
    ["٢", "R2026-0102", "إليان السعيدي", "Ilyan Saïdi", "١٩/٠٨/٢٠١٠", BOY, CENTRE, "الفوج أ",
     "رشيد السعيدي", FATHER, "", 661204102, ""],
    ["٣", "R2026-0103", "سلمى العطار", "Salma El Attar", "٢٢/٠٦/٢٠٠٤", GIRL, CENTRE, "الفوج أ", "", "", "", "", ""],
    ["٤", "R2026-0104", "يوسف أيت باها", "Youssef Aït Baha", "٣٠/٠١/٢٠١٠", BOY, CENTRE, "الفوج أ",
     "لحسن أيت باها", FATHER, "", 661204104, SIGNED],
    ["٥", "R2026-0105", "آية الرحموني", "Aya Rahmouni", "٣١/٠٢/٢٠١٠", GIRL, CENTRE, "الفوج أ",
     "سعاد الرحموني", MOTHER, "", 661204105, SIGNED],
    ["٦", "R2026-0106", "عبد الرحمن بلقاسم", "Abderrahmane Belkacem", "١٤/٠٥/٢٠١١", BOY, CENTRE, "الفوج ب",
     "فاطمة بلقاسم", MOTHER, "", "٠٦٦١-٢٠", SIGNED],
    ["٧", "R2026-0107", "مروى المنصوري", "Marwa Mansouri", "٠٢/١١/٢٠٠٩", GIRL, ELSEWHERE, "الفوج ب",
     "جمال المنصوري", FATHER, "", 661204107, SIGNED],
    ["٨", "R2026-0108", "هاشم العلمي", "Hachem Alami", "٢٥/١٢/٢٠١٠", BOY, CENTRE, "الفوج ب",
     "زهرة العلمي", MOTHER, "zahra@guardians.example", 661204108, SIGNED],
    ["٩", "R2026-0109", "شيماء العلمي", "Chaimae Alami", "٢٥/١٢/٢٠١٠", GIRL, CENTRE, "الفوج ب",
     "زهرة العلمي", MOTHER, "zahra@guardians.example", 661204108, SIGNED],
    ["١٠", "R2026-0110", "إبراهيم أوحمو", "Brahim Ouhammou", "", BOY, CENTRE, "الفوج ب", "", "", "", "", ""],
    ["", "", "المجموع: ١٠", "", "", "", "", "", "", "", "", "", ""],
]  # fmt: skip
FRENCH = """\
Lycée des Cèdres, Ifrane;;;;;;;;;;
Élèves proposés par l’établissement – rentrée 2026;;;;;;;;;;
N°;Matricule;Nom;Prénom;Né(e) le (jj/mm/aaaa);Sexe;Langue;Classe;Tuteur légal;Courriel du tuteur;Boursier
1;C2026-0201;Benaïssa;Aïcha;14/02/2011;F;français;2e A;Hélène Benaïssa;helene@guardians.example;oui
2;C2026-0202;El Ouardi;Naïm;03/12/2010;M;français;2e A;Zoé El Ouardi;zoe@guardians.example;non
3;C2026-0203;Aït Hammou;Inès;09/07/2005;F;français;2e A;;;oui
4;C2026-0204;Guérrouj;Raphaël;21/10/2010;M;français;2e B;Noé Guérrouj;noe(at)guardians.example;non
;;Total : 4;;;;;;;;
"""


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _write_workbook(folder / "rabat.xlsx")
    (folder / "ifrane.csv").write_bytes(FRENCH.replace("\n", "\r\n").encode("cp1252"))


def _write_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 9, 7, tzinfo=UTC)})
        sheet = book.add_worksheet("المستفيدون")
        sheet.right_to_left()
        sheet.set_column(1, 12, 22)
        for row, cells in enumerate(ARABIC):
            sheet.write_row(row, 0, cells)


if __name__ == "__main__":
    write(FOLDER)

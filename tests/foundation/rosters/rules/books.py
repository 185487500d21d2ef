"""The workbooks and archives of the table test."""

from datetime import date

from tests.foundation.rosters.rules.builders import archive, ods, xls, xlsx
from tests.foundation.rosters.rules.cases import MOROCCO, Case

MAY = date(2008, 5, 1)
PEOPLE = [["Nom", "Prénom", "Né le", "Tél"], ["Diop", "Awa", MAY, 771234567], ["Fall", "Modou", 39569, ""]]
PEOPLE_ROWS = [
    {"name": "Awa Diop", "birth_date": MAY, "phone": "+221771234567"},
    {"name": "Modou Fall", "birth_date": MAY},
]
SERIALS = [[39569 if cell == MAY else cell for cell in row] for row in PEOPLE]
EMPTY_ROWS = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
)
ONEROSTER = {
    "users.csv": (
        '"sourcedId","status","enabledUser","username","givenName","familyName","identifier","email","sms","phone",'
        '"agentSourcedIds","password","primaryOrgSourcedId"\n'
        '"u1","active","true","awa","Awa","Diop","SN1","awa@ecole.sn","","771234567","g1","secret","o1"\n'
        '"u2","tobedeleted","true","x","Gone","Away","SN2","","","","","","o1"\n'
        '"t1","active","true","t","Prof","Ba","","","","","","","o1"\n'
        '"g1","active","true","g","Fatou","Diop","","fatou@ecole.sn","","","","",""\n'
        '"u3","active","true","m","Modou","Fall","","","","","","","o9"\n'
    ),
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role\n"
        "e1,,,c1,o1,u1,student\ne2,,,c1,o1,t1,teacher\ne3,,,c2,o9,u3,student\n"
    ),
}
MORE = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\n",
    "orgs.csv": "sourcedId,status,name,type\no1,,Lycée de Thiès,school\n",
    "classes.csv": "sourcedId,status,title,classCode,schoolSourcedId\nc1,,3e A,,o1\n",
    "demographics.csv": "sourcedId,status,birthDate,sex\nu1,,2008-05-01,female\n",
    "roles.csv": "sourcedId,userSourcedId,roleType,role\nr1,g1,primary,guardian\n",
}
ONE = {"learner_number": "SN1", "email": "awa@ecole.sn", "phone": "+221771234567", "name": "Awa Diop"}
FATOU = {"guardian_name": "Fatou Diop", "guardian_email": "fatou@ecole.sn"}
OTHER = {"name": "Modou Fall", "learner_number": "u3", "school": "o9", "group": "c2"}

WORKBOOKS = [
    Case(
        id="xlsx",
        file="a.xlsx",
        data=xlsx({"A": PEOPLE}),
        rows=PEOPLE_ROWS,
        detected={"format": "xlsx", "sheets": ("A",)},
    ),
    Case(id="xls", file="a.XLS", data=xls(SERIALS), rows=PEOPLE_ROWS, detected={"format": "xls"}),
    Case(id="ods", file="a.ods", data=ods({"A": SERIALS}), rows=PEOPLE_ROWS, detected={"format": "ods"}),
    Case(
        id="ods with a million empty rows",
        file="a.ods",
        data=ods({"A": SERIALS, "B": []}, EMPTY_ROWS),
        rows=PEOPLE_ROWS,
    ),
    Case(
        id="an Arabic xlsx with a title",
        file="كشف.xlsx",
        data=xlsx(
            {"كشف": [["كشف الطلاب"], [], ["م", "الاسم", "اللقب", "الهاتف"], [1, "عائشة", "العلوي", 612345678.0]]}
        ),
        options=MOROCCO,
        rows=[{"name": "عائشة العلوي", "phone": "+212612345678"}],
        detected={"header_line": 3},
        notes=["column_unknown"],
    ),
    Case(
        id="a workbook that counts from 1904",
        file="a.xlsx",
        data=xlsx({"A": PEOPLE[:2]}, date_1904=True),
        rows=PEOPLE_ROWS[:1],
    ),
    Case(
        id="a table that begins in the middle of a sheet",
        file="a.xlsx",
        data=xlsx({"A": [[], [], ["", "", "Nom", "", "Classe"], ["", "", "Awa", "x", "A"]]}),
        rows=[{"name": "Awa", "group": "A"}],
        detected={"header_line": 3, "unknown": ("D",)},
        notes=["column_unknown"],
    ),
    Case(
        id="the first sheet that has a table",
        file="a.xlsx",
        data=xlsx({"Lisez-moi": [["Bonjour"]], "A": PEOPLE, "B": PEOPLE, "C": []}),
        rows=PEOPLE_ROWS,
        notes=["sheet_without_table", "sheet_unread"],
    ),
    Case(
        id="all sheets",
        file="a.xlsx",
        data=xlsx({"A": PEOPLE[:2], "Cachée": PEOPLE, "B": [["الاسم"], ["عائشة"]]}, hidden=["Cachée"]),
        declared={"sheet": "*"},
        rows=[PEOPLE_ROWS[0], {"name": "عائشة"}],
    ),
    Case(
        id="a sheet by name",
        file="a.xlsx",
        data=xlsx({"A": PEOPLE, "3e B": [["Nom"], ["Ba"]]}),
        declared={"sheet": "3E b"},
        rows=[{"name": "Ba"}],
    ),
    Case(
        id="formulas have the value that was kept",
        file="a.xlsx",
        data=xlsx({"A": [["Nom", "Classe"], [('="Awa "&"Diop"', "Awa Diop"), ("=1+1", 2)]]}),
        rows=[{"name": "Awa Diop", "group": "2"}],
    ),
    Case(
        id="a remark beside the table",
        file="a.xlsx",
        data=xlsx({"A": [["Nom", "Classe"], ["Awa Diop", "A", "", "à revoir"]]}),
        rows=[{"name": "Awa Diop", "group": "A"}],
        detected={"unknown": ("C", "D")},
        notes=["column_unknown", "column_unknown"],
    ),
    Case(
        id="a long number that lost digits",
        file="a.xlsx",
        data=xlsx({"A": [["Nom", "Matricule"], ["Awa", 12345678901234567], ["Ba", 1234567890]]}),
        rows=[{"name": "Awa"}, {"name": "Ba", "learner_number": "1234567890"}],
        codes={1: ["digits_lost"]},
    ),
    Case(
        id="OneRoster",
        file="export.zip",
        data=archive(ONEROSTER | MORE),
        rows=[
            ONE
            | {
                "birth_date": MAY,
                "gender": "female",
                "school": "Lycée de Thiès",
                "group": "3e A",
            }
            | FATOU,
            OTHER,
        ],
        detected={"format": "oneroster"},
        notes=["people_skipped"],
    ),
    Case(
        id="OneRoster that a French spreadsheet saved again",
        file="export.zip",
        data=archive(
            {
                "Users.csv": "sourcedId;status;role;givenName;familyName\nu1;active;student;Élodie;Guèye\n".encode(
                    "cp1252"
                )
            }
        ),
        rows=[{"name": "Élodie Guèye", "learner_number": "u1"}],
        detected={"format": "oneroster", "encoding": "cp1252"},
    ),
    Case(
        id="OneRoster without orgs, classes and manifest",
        file="export.zip",
        data=archive({"export/" + name: content for name, content in ONEROSTER.items()}),
        rows=[
            ONE | {"school": "o1", "group": "c1"} | FATOU,
            OTHER,
        ],
        notes=["people_skipped"],
    ),
]

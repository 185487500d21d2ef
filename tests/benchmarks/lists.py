"""Lists as ministries write them: names from three languages, one row in a hundred that can't be read."""

from foundation.kernel.spreadsheets import csv_lines

HEADER = ["Matricule", "Nom complet", "Date de naissance", "Sexe", "Téléphone", "E-mail", "Établissement", "Classe"]
GIVEN = {
    "ar": ("أمينة", "يوسف", "سلمى", "عمر", "لينا", "حمزة", "مريم", "إبراهيم", "هدى", "زياد"),
    "fr": ("Aïssatou", "François", "Fatou", "Hélène", "Moussa", "Chloé", "Ousmane", "Zoé", "Noël", "Maïmouna"),
    "en": ("Grace", "Samuel", "Ruth", "Daniel", "Joy", "Peter", "Esther", "Victor", "Naomi", "Isaac"),
}
FAMILY = {
    "ar": ("العلوي", "بنعلي", "الفاسي", "الخطيب", "حداد", "منصور", "الزهراني", "بوزيد", "شريف", "الطيب"),
    "fr": ("Diop", "N'Diaye", "Traoré", "Kouamé", "Béavogui", "Sékou", "Gueï", "Lefèvre", "Müller", "Çelik"),
    "en": ("Okafor", "Mensah", "Achieng", "Banda", "O'Connor", "Smith-Bello", "Kamau", "Adeyemi", "Brown", "Sesay"),
}
BAD_EVERY = 100
SCHOOLS = 40


def list_of(rows: int, batch: int) -> bytes:
    """A CSV file; `batch` keeps the people of one list from those of another."""
    return b"".join(csv_lines(HEADER, (_row(at, batch) for at in range(rows))))


def good_rows(rows: int) -> int:
    return rows - rows // BAD_EVERY


def _row(at: int, batch: int) -> list[str]:
    language = ("ar", "fr", "en")[at % 3]
    name = f"{GIVEN[language][at // 3 % 10]} {FAMILY[language][at // 30 % 10]} {_middle(at // 300)}"
    born = f"{at % 28 + 1:02d}/{at % 12 + 1:02d}/{1996 + at % 17}"
    if at % BAD_EVERY == BAD_EVERY - 1:
        born = "31/02/2010"
    number = batch * 1_000_000 + at
    email = f"learner{number}@example.org" if at % 2 else ""
    phone = f"06{number % 100_000_000:08d}" if at % 3 else ""
    return [
        f"N{number:09d}",
        name,
        born,
        "MF"[at % 2],
        phone,
        email,
        f"École {at % SCHOOLS}",
        f"{at // SCHOOLS % 12} B",
    ]


def _middle(number: int) -> str:
    """Letters, for a name has no digits."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).title()

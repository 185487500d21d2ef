"""Which column is what, by the words that schools and ministries write above it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from foundation.kernel.names import fold_name

ALIASES: Mapping[str, str] = {
    "name": """name|full name|student|student name|student full name|learner|learner name|pupil|pupil name|participant|
        participant name|name of student|name of the student|names|name and surname|first and last name|name in full|
        nom complet|nom et prénom|nom et prénoms|nom et prénom(s)|nom & prénom|nom & prénoms|noms et prénoms|nom prénom|
        nom prénoms|prénom et nom|prénoms et nom|prénom nom|prénoms nom|élève|nom de l'élève|nom complet de l'élève|
        nom et prénom de l'élève|nom et prénoms de l'élève|apprenant|nom de l'apprenant|étudiant|nom de l'étudiant|
        noms|noms prénoms|identité|bénéficiaire|nom du participant|candidat|
        الاسم الكامل|الاسم|اسم الطالب|اسم الطالبة|اسم الطالب/ة|اسم التلميذ|اسم التلميذة|اسم المتعلم|اسم المتعلمة|اسم المشارك|
        اسم المتدرب|الاسم الثلاثي|الاسم الرباعي|الاسم الثلاثي واللقب|الاسم واللقب|الاسم والنسب|الاسم العائلي والشخصي|
        الاسم الشخصي والعائلي|النسب والاسم|اللقب والاسم|اسم الطالب الرباعي|اسم الطالب الكامل|الأسماء|أسماء الطلاب|
        أسماء التلاميذ|أسماء الطلبة|الطالب|التلميذ|المتعلم|المستفيد|اسم المستفيد|الاسم بالكامل|اسم الطفل|الإسم|الإسم الكامل""",
    "name_arabic": """name in arabic|arabic name|name (arabic)|name ar|name_ar|full name arabic|full name in arabic|
        student name arabic|nom en arabe|nom arabe|nom complet en arabe|nom ar|nom et prénom en arabe|
        الاسم بالعربية|الاسم العربي|الاسم باللغة العربية|الاسم الكامل بالعربية|الاسم بالعربي|اسم الطالب بالعربية""",
    "name_latin": """name in english|english name|name (english)|name (latin)|name in latin|latin name|name latin|name_latin|
        name en|name_en|name in latin letters|name in french|full name english|full name in english|passport name|name fr|
        student name english|name as in passport|nom en français|nom en latin|nom latin|nom en lettres latines|nom fr|
        nom en anglais|nom complet en français|nom et prénom en français|nom (français)|nom en caractères latins|
        الاسم بالإنجليزية|الاسم بالانجليزي|الاسم باللغة الإنجليزية|الاسم بالفرنسية|الاسم باللغة الفرنسية|الاسم اللاتيني|
        الاسم باللاتينية|الاسم بالحروف اللاتينية|الاسم بالأحرف اللاتينية|الاسم الكامل بالفرنسية|الاسم الكامل بالإنجليزية|
        اسم الطالب بالإنجليزية""",
    "given_name": """first name|firstname|given name|given names|givenname|forename|forenames|first|prénom|prénoms|prénom(s)|
        prénom de l'élève|prénoms de l'élève|الاسم الأول|الاسم الشخصي|الاسم الصغير|اسم العلم""",
    "family_name": """last name|lastname|family name|familyname|surname|last|family|nom de famille|nom patronymique|patronyme|
        nom usuel|اللقب|النسب|اسم العائلة|الاسم العائلي|الاسم الأخير|الكنية|العائلة|الشهرة|لقب الطالب""",
    "given_name_arabic": "first name in arabic|first name (arabic)|first name ar|prénom en arabe|prénom (arabe)|prénom ar|"
    "الاسم الأول بالعربية|الاسم الشخصي بالعربية",
    "family_name_arabic": "last name in arabic|last name (arabic)|last name ar|family name in arabic|nom de famille en arabe|"
    "اللقب بالعربية|النسب بالعربية|الاسم العائلي بالعربية",
    "given_name_latin": """first name in english|first name (english)|first name en|first name latin|prénom en français|
        prénom (français)|prénom fr|prénom en latin|الاسم الأول بالإنجليزية|الاسم الشخصي بالفرنسية|الاسم الأول بالفرنسية""",
    "family_name_latin": """last name in english|last name (english)|last name en|family name in english|last name latin|
        nom de famille en français|nom de famille fr|اللقب بالإنجليزية|اللقب بالفرنسية|
        النسب بالفرنسية|الاسم العائلي بالفرنسية""",
    "learner_number": """learner number|student number|student id|student no|student code|learner id|pupil number|
        registration number|registration no|enrolment number|enrollment number|admission number|roll number|roll no|
        national id|national number|national identity number|national identifier|identifier|unique id|emis number|emis id|
        emis code|learner no|matricule|n° matricule|numéro matricule|numéro d'élève|numéro de l'élève|numéro élève|
        numéro étudiant|numéro apprenant|identifiant|identifiant unique|identifiant national|identifiant élève|ine|cne|
        code massar|massar|numéro d'inscription|n° d'inscription|numéro national|nin|iue|code élève|numéro de matricule|
        رقم الطالب|رقم التلميذ|رقم المتعلم|رقم القيد|الرقم الجامعي|الرقم الوطني|رقم الهوية|الرقم القومي|رقم مسار|رمز مسار|
        رقم التسجيل|الرقم المدرسي|رقم الطالب الوطني|المعرف الوحيد|المعرف|رقم الجلوس|الرقم المدني|رقم الهوية الوطنية|
        رقم التعريف|رقم التعريف الوطني|الرقم الاستدلالي""",
    "birth_date": """date of birth|birth date|birthdate|birthday|dob|d.o.b|born|born on|date birth|date de naissance|
        naissance|né le|née le|né(e) le|date naissance|date naiss|date de naiss|ddn|date nais|jour de naissance|
        تاريخ الميلاد|تاريخ الولادة|تاريخ الازدياد|تاريخ ميلاد الطالب|الميلاد|تاريخ ميلاد|
        ت الميلاد|تاريخ الميلاد الهجري|تاريخ الميلاد هجري|تاريخ الميلاد بالهجري|تاريخ الميلاد الميلادي|
        تاريخ الميلاد ميلادي|date of birth hijri|hijri birth date|hijri date of birth|date de naissance hégirienne""",
    "email": """email|e-mail|e mail|mail|email address|e-mail address|student email|learner email|courriel|adresse email|
        adresse e-mail|adresse électronique|adresse mail|mél|courrier électronique|adresse courriel|email de l'élève|
        البريد الإلكتروني|البريد|الإيميل|ايميل|البريد الالكتروني للطالب|عنوان البريد الإلكتروني|بريد إلكتروني|ايميل الطالب""",
    "phone": """phone|phone number|telephone|telephone number|mobile|mobile number|mobile phone|cell|cell phone|cellphone|tel|
        tel no|contact number|whatsapp|gsm|sms|student phone|learner phone|phone no|mobile no|téléphone|tél|n° tél|
        n° de tél|numéro de tél|
        n° de téléphone|numéro de téléphone|portable|téléphone portable|téléphone mobile|mobile|n° téléphone|
        téléphone de l'élève|numéro de portable|numéro whatsapp|tél portable|
        رقم الهاتف|الهاتف|الجوال|رقم الجوال|الموبايل|رقم الموبايل|المحمول|رقم المحمول|هاتف|هاتف الطالب|رقم هاتف الطالب|
        رقم الهاتف المحمول|الهاتف المحمول|الهاتف النقال|رقم النقال|النقال|جوال الطالب|تلفون|التلفون|رقم التلفون|
        واتساب|رقم الواتساب""",
    "gender": """gender|sex|m/f|f/m|male/female|sexe|genre|h/f|f/h|m f|الجنس|النوع|جنس|النوع الاجتماعي|ذكر/أنثى|نوع الجنس""",
    "language": """language|preferred language|mother tongue|language of instruction|lang|langue|langue préférée|
        langue d'enseignement|langue de formation|اللغة|اللغة المفضلة|لغة التدريس|لغة الدراسة|لغة التكوين""",
    "school": """school|school name|name of school|institution|establishment|centre|center|organisation|organization|college|
        campus|training centre|établissement|école|nom de l'établissement|nom de l'école|lycée|collège|
        établissement scolaire|etablissement d'origine|centre de formation|structure|
        المدرسة|اسم المدرسة|المؤسسة|المؤسسة التعليمية|الثانوية|المعهد|المركز|مدرسة|اسم المؤسسة|مركز التدريب|الكلية""",
    "group": """class|class name|classroom|group|grade|section|form|stream|homeroom|class/section|cohort group|classe|groupe|
        nom de la classe|niveau|division|classe/groupe|الصف|الفصل|القسم|الشعبة|المجموعة|الفوج|اسم الفصل|الفصل الدراسي|
        الصف الدراسي|
        الفرقة|الصف/الشعبة|المستوى""",
    "guardian_name": """guardian|guardian name|name of guardian|parent|parent name|parent/guardian|parent or guardian|
        parent/guardian name|name of parent|tutor name|tuteur|nom du tuteur|tuteur légal|nom du tuteur légal|parent/tuteur|
        nom du parent|nom des parents|responsable légal|nom du responsable|nom et prénom du tuteur|représentant légal|
        nom du représentant légal|responsable|nom du père ou tuteur|nom du père ou du tuteur|
        nom de la mère ou tutrice|ولي الأمر|اسم ولي الأمر|ولي أمر الطالب|اسم الولي|الولي|اسم ولي أمر الطالب|الوصي|
        اسم الوصي|ولي التلميذ""",
    "guardian_email": """guardian email|guardian e-mail|guardian's email|parent email|parent e-mail|parent/guardian email|
        email of guardian|email du tuteur|e-mail du tuteur|courriel du tuteur|email parent|email du parent|email des parents|
        courriel des parents|courriel du parent|email du responsable légal|e-mail parent|
        بريد ولي الأمر|البريد الإلكتروني لولي الأمر|ايميل ولي الأمر|بريد الولي""",
    "guardian_phone": """guardian phone|guardian phone number|guardian's phone|guardian mobile|parent phone|
        parent phone number|
        parent mobile|parent contact|parent/guardian phone|parent tel|phone of guardian|téléphone du tuteur|tél du tuteur|
        tél tuteur|téléphone tuteur|téléphone du parent|téléphone parent|tél parent|tél parents|téléphone des parents|
        contact parent|contact des parents|contact du tuteur|téléphone du responsable légal|
        هاتف ولي الأمر|رقم هاتف ولي الأمر|جوال ولي الأمر|رقم ولي الأمر|رقم جوال ولي الأمر|هاتف الولي|هاتف الأب|هاتف الأم|
        رقم هاتف الأب|رقم هاتف الأم|موبايل ولي الأمر""",
    "relationship": """relationship|relation|relationship to learner|relationship to student|guardian relationship|kinship|
        lien de parenté|lien|parenté|lien avec l'élève|qualité du tuteur|صلة القرابة|القرابة|العلاقة|صفة الولي|الصفة|
        صلة القربى|درجة القرابة""",
    "consent_on": """consent date|date of consent|consent|consent on|parental consent|parental consent date|
        guardian consent date|consent given on|date de consentement|consentement|date du consentement|date d'autorisation|
        autorisation parentale|autorisation parentale signée le|consentement signé le|
        date de l'autorisation parentale|consentement parental|
        تاريخ الموافقة|الموافقة|تاريخ موافقة ولي الأمر|موافقة ولي الأمر|تاريخ الموافقة الأبوية""",
    "password": "password|passwd|pwd|mot de passe|mdp|كلمة المرور|كلمة السر|الرقم السري",
}
GUARDIAN = """guardian|guardian's|parent|parents|parent's|father|mother|tuteur|tuteurs|tutrice|père|mère|responsable légal|
    représentant légal|ولي الأمر|ولي أمر|الولي|الأب|الأم|الوالد|الوالدة|الوصي|ولي أمر الطالب"""
OF_GUARDIAN = {
    "family_or_name": "guardian_name",
    "name": "guardian_name",
    "family_name": "guardian_name",
    "email": "guardian_email",
    "phone": "guardian_phone",
}
LONGEST = 80
LONGEST_HEADER = 120  # each row is kept with its headers
LONGEST_KEY = 200
HIJRI = re.compile(r"هجري|هـ|hijri|h[ée]gir|\bA\.?H\b", re.IGNORECASE)
ORDER_IN_HEADER = {
    "dmy": r"(?:dd?|jj?|يوم|ي)\W{1,3}(?:mm?|شهر|ش)\W{1,3}(?:y{2,4}|a{2,4}|سنة|س)",
    "mdy": r"(?:mm?|شهر|ش)\W{1,3}(?:dd?|jj?|يوم|ي)\W{1,3}(?:y{2,4}|a{2,4}|سنة|س)",
}
SMALL_WORDS = frozenset({"de", "du", "des", "la", "le", "l", "the", "of", "s", "d", "et"})


def key(text: str) -> str:
    """A header without case, accents, points, articles of Arabic words and spaces."""
    return "".join(_words(text))


def known_as(header: str) -> str:
    """What a column is remembered by: its key, or the header as it stands where it has none ("#"). Not to be done twice: each
    time an article goes."""
    shown = " ".join(header.split())[:LONGEST_HEADER]
    return (key(shown) or shown)[:LONGEST_KEY]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", fold_name(text))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", plain.replace("n°", "numero ").replace("nº", "numero "))
    return [_without_article(word) for word in words]


def _without_article(word: str) -> str:
    for article in ("وال", "ال", "لل"):
        if word.startswith(article) and len(word) > len(article) + 1:
            return ("و" if article == "وال" else "") + word[len(article) :]
    return word


def _keys(aliases: str) -> Iterable[str]:
    return (key(alias) for alias in aliases.split("|") if alias.strip())


KNOWN: Mapping[str, str] = {alias: field for field, aliases in ALIASES.items() for alias in _keys(aliases)} | {
    key("nom"): "family_or_name",
    key("البريد"): "email",
}
KNOWN_GUARDIAN = frozenset(_keys(GUARDIAN))


@lru_cache(10_000)
def meaning(header: str) -> str:
    """The field that a header names, "" for none. `family_or_name` is French "Nom": it depends on the other columns."""
    if len(header) > LONGEST or sum(map(str.isdigit, header)) > 2 or "@" in header:
        return ""
    tries = [header, re.sub(r"[(\[（].*?[)\]）]", " ", header), *re.split(r"[/\n|\\]| - | – ", header)]
    tries += re.findall(r"[(\[（](.*?)[)\]）]", header)
    return next((field for each in tries if (field := KNOWN.get(key(each), ""))), "") or _of_words(_words(header))


def _of_words(words: list[str]) -> str:
    """Without the small words; and "Tél. de la mère" is what it would be without the parent, but hers."""
    others = [word for word in words if word not in KNOWN_GUARDIAN]
    bare = KNOWN.get("".join(others), "") or KNOWN.get("".join(word for word in others if word not in SMALL_WORDS), "")
    return bare if len(others) == len(words) else OF_GUARDIAN.get(bare, "")


def grouped(group: str, header: str) -> str:
    """The field of a header that stands below another one: "Guardian" over "Phone"."""
    return meaning(f"{group} {header}") or _of_group(group, header) or meaning(header) or meaning(group)


def _of_group(group: str, header: str) -> str:
    pairs = ((group, header), (header, group))
    return next(
        (OF_GUARDIAN.get(meaning(what), "") for whose, what in pairs if meaning(whose) == "guardian_name"),
        "",
    )


def says_hijri(header: str) -> bool:
    return bool(HIJRI.search(header))


def says_order(header: str) -> str:
    """ "dmy" for "Date of birth (dd/mm/yyyy)"."""
    return next((order for order, form in ORDER_IN_HEADER.items() if re.search(form, header, re.IGNORECASE)), "")


def is_arabic(text: str) -> bool:
    return any("\u0600" <= char <= "\u06ff" for char in text)

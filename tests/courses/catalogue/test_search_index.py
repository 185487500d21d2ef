"""What courses are found by is written when they are published, and looked up by indexes."""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Course, CourseWords, TitleWord
from courses.catalogue.selectors import facets_of
from foundation.kernel.names import fold_name
from foundation.kernel.statements import run
from tests.courses.catalogue.test_searching import found, set_up
from tests.plans import scans, tend
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, _ = scene(set_up)


def test_a_long_course_can_be_indexed_too() -> None:
    """As many different words as a course may have letters for."""
    words = "left((SELECT string_agg('ظغ' || to_hex(n), ' ') FROM generate_series(65536, 120000) n), 400000)"
    ((length,),) = run(f"SELECT length(catalogue_vector('ar', {words}))", {})
    assert length == 50_000


def test_folding_agrees_with_that_of_names() -> None:
    for name in ("أحمد بن ٱلمَهْدِيّ", "فاطمة  الزهراء", "Zoë O’Brien", "ＦＵＬＬ", "ﷲ ـــــ ى ک"):
        plain = "".join(c for c in unicodedata.normalize("NFKD", fold_name(name)) if not unicodedata.combining(c))
        ((folded,),) = run("SELECT catalogue_folded(%(said)s)", {"said": name})
        assert folded == plain.replace("'", " ").replace(" الزهراء", " زهراء").replace("المهدي", "مهدي")


def many() -> None:
    """Three hundred courses that all say the same, and as many titles as thousands of courses have."""
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO catalogue_course (id, created_at, revision, title, summary, languages, level, hours, skills,
                                          prerequisites, slug, open_to_all, published_version_id)
            SELECT gen_random_uuid(), now(), 1, title, summary, languages, level, hours, skills, prerequisites, 'copy-' || n,
                   true, published_version_id
              FROM catalogue_course, generate_series(1, 300) n WHERE slug = 'jobs'
        """)
        cursor.execute("""
            INSERT INTO catalogue_coursewords (course_id, language, named, words)
            SELECT c.id, w.language, w.named, w.words
              FROM catalogue_course c JOIN catalogue_course first ON first.slug = 'jobs'
              JOIN catalogue_coursewords w ON w.course_id = first.id WHERE c.slug LIKE 'copy-%%'
        """)
        cursor.execute("""
            INSERT INTO catalogue_titleword (word, trigrams)
            SELECT left(md5(n::text), 7), catalogue_trigrams(left(md5(n::text), 7)) FROM generate_series(1, 2000) n
        """)
    tend("catalogue_course", "catalogue_coursewords", "catalogue_titleword")


def test_a_search_looks_words_up_however_common_they_are() -> None:
    many()
    for words in ("jobs", "métier wardrobe", "وظائف", "futrue"):
        with CaptureQueriesContext(connection) as made:
            found(words)
            facets_of((), {"q": words}, reader="en")
        spelling, search, _, facets = (scans(query["sql"]) for query in made.captured_queries)
        for plan in (search, facets):
            assert ("Bitmap Index Scan", "catalogue_course_words") in plan
            assert ("Seq Scan", "catalogue_coursewords") not in plan
        assert ("Bitmap Index Scan", "catalogue_word_trigrams") in spelling
        assert ("Seq Scan", "catalogue_titleword") not in spelling


def test_what_was_published_before_is_found_too() -> None:
    """As the migration fills what there is."""
    before = sorted(CourseWords.objects.values_list("course__slug", "language", "named", "words"))
    CourseWords.objects.all().delete()
    TitleWord.objects.all().delete()
    assert found("jobs") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(catalogue_index_course(id)::text) FROM catalogue_course")
    assert sorted(CourseWords.objects.values_list("course__slug", "language", "named", "words")) == before
    assert (found("jobs"), found("inovation")) == (["jobs", "innovation", "robots"], ["innovation"])
    assert set(CourseWords.objects.values_list("course", flat=True)) == set(
        Course.objects.filter(published_version__isnull=False).values_list("id", flat=True)
    )

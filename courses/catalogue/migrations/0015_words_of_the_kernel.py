from importlib import import_module

from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION catalogue_folded(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN kernel_folded(said);

CREATE OR REPLACE FUNCTION catalogue_vector(language text, said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN kernel_vector(language, said);

CREATE OR REPLACE FUNCTION catalogue_asked(language text, said text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN kernel_asked(language, said);

DROP FUNCTION catalogue_config(text);
"""


def before(name: str, constant: str, following: str) -> str:
    """What an earlier migration made, up to a function that has stayed as it was."""
    made = str(getattr(import_module(f"courses.catalogue.migrations.{name}"), constant))
    return made.partition(f"CREATE FUNCTION {following}")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


BACK = before("0004_search", "FOLDING", "catalogue_vector") + before(
    "0007_lesson_words", "TELLING", "catalogue_sentences"
)


class Migration(migrations.Migration):
    """How words are folded and compared is the kernel's from here on: projects are searched in the same way."""

    dependencies = [("catalogue", "0014_defaults"), ("kernel", "0003_words")]
    operations = [migrations.RunSQL(MAKE, BACK)]

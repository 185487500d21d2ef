"""Catalogues by Babel, an app each: extract what is said, keep what is translated, compile what changed."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = ("ar", "fr")
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "_": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}
# As Unicode CLDR counts, in Django's own order of forms.
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "fr": "nplurals=2; plural=(n > 1);",
}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"

"""


def extract_template(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[Any]:
    """Django's own reading of its templates gives source text that Babel's Python extractor understands."""
    source = templatize(file.read().decode(), origin="template")
    return extract_python(BytesIO(source.encode()), keywords, comments, {"encoding": "utf-8"})


METHODS: dict[str, Any] = {".py": "python", ".html": extract_template, ".txt": extract_template}


def sources(app: Path) -> Iterator[Path]:
    """Python and templates of the app; its migrations and tests say nothing to people."""
    for path in sorted(app.rglob("*")):
        if path.suffix in METHODS and "migrations" not in path.parts and not _inner_app(app, path):
            yield path


def _inner_app(app: Path, path: Path) -> bool:
    return any((parent / "apps.py").exists() for parent in path.parents if app in parent.parents)


def extracted(app: Path) -> Catalog:
    catalog = Catalog(charset="utf-8")
    for path in sources(app):
        with path.open("rb") as file:
            found = extract(METHODS[path.suffix], file, keywords=KEYWORDS, strip_comment_tags=True)
            for _line, message, _comments, context in found:
                if message and not (isinstance(message, tuple) and not message[0]):
                    catalog.add(message, context=context, locations=[(path.relative_to(app).as_posix(), 0)])
    return catalog


def catalogue_path(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def header(language: str) -> bytes:
    return HEADER.format(language=language, plurals=PLURALS[language]).encode()


def read(path: Path, language: str) -> Catalog:
    """The catalogue at `path`, or an empty one. Our own header rules: a catalogue's plural forms are not its own choice."""
    words = path.read_bytes() if path.exists() else b""
    _old_header, _, messages = words.partition(b"\n\n")
    return read_po(BytesIO(header(language) + messages), locale=language)


def updated(app: Path, language: str, said: Catalog) -> Catalog:
    """The catalogue with what is said now: translations kept, obsolete ones dropped, nothing guessed."""
    catalog = read(catalogue_path(app, language), language)
    catalog.update(said, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    return catalog


def missing(catalog: Catalog) -> list[str]:
    """Messages without a translation, or with a placeholder lost on the way."""
    return [str(message.id) for message in catalog if message.id and not _complete(message)]


def _complete(message: Any) -> bool:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy and not list(message.check())


def write(app: Path, language: str, catalog: Catalog) -> None:
    path = catalogue_path(app, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(header(language))
        write_po(file, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)


def compile_changed(app: Path) -> int:
    """Write the `.mo` beside each `.po` that is newer. Returns how many were written."""
    written = 0
    for language in LANGUAGES:
        source = catalogue_path(app, language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, read(source, language))
            written += 1
    return written

"""What the names of pictures, recordings and captions tell of what is missing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import unquote

from courses.authoring.errors import Fault
from courses.authoring.rules.files import CAPTIONS_FILE, MEDIA_FILE, captions_file, is_recording, meant
from courses.authoring.rules.structure import LANGUAGES

Asked = Sequence[tuple[str, int, str]]


def media_faults(asked: Asked, held: Collection[str], refused: Collection[str] = ()) -> Iterator[Fault]:
    """`asked`: (file, line, name) wherever a lesson shows something. `held`: the names of what can be shown and of captions;
    `refused`: those that are there too, and of which enough is said already."""
    present = {*held, *refused}
    for file, line, name in asked:
        if right := meant(unquote(name)):
            yield Fault(file, line, "misnamed", {"wanted": right})
        elif name not in present:
            yield Fault(file, line, "media_missing" if MEDIA_FILE.fullmatch(name) else "image", {"file": name})
    media = sorted(name for name in held if MEDIA_FILE.fullmatch(name))
    for name in sorted(set(media) - {name for _, _, name in asked}):
        yield Fault(name, 0, "media_unused")
    captions = {name: {code: captions_file(name, code) for code in LANGUAGES} for name in media if is_recording(name)}
    for name, files in captions.items():
        yield from _uncaptioned(name, files, present)
    captioned = {file for files in captions.values() for file in files.values()}
    for name in sorted(name for name in held if CAPTIONS_FILE.fullmatch(name)):
        if name not in captioned:
            yield Fault(name, 0, "captions_unasked")


def _uncaptioned(name: str, captions: Mapping[str, str], present: Collection[str]) -> Iterator[Fault]:
    missing = [language for language, file in captions.items() if file not in present]
    if len(missing) == len(captions):
        yield Fault(name, 0, "captions_missing", {"file": captions[missing[0]]})
    elif missing:
        yield Fault(name, 0, "captions_untranslated", {"missing": ", ".join(missing)})

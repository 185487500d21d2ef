"""What a person finds on printed sheets: the code that stands below a name."""

import io
import re

from pypdf import PdfReader

from config.journey.talk import WrongAnswer

CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


def code_below(name: str, pdf: bytes) -> str:
    """The name in Latin letters: Arabic ones come out of a PDF as they are drawn, and not as they are spelled."""
    words = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    _before, _name, after = words.partition(f"{name}\n")
    code = CODE.search(after)
    if code is None:
        raise WrongAnswer(f"The sheets show no code for {name}")
    return code[0]

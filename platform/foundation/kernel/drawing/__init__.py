"""Pages on paper: Typst templates to PDF (archival, accessible) and PNG, QR codes, and the fonts that both need."""

from foundation.kernel.drawing.bidi import first_strong
from foundation.kernel.drawing.codes import qr_svg
from foundation.kernel.drawing.joining import join
from foundation.kernel.drawing.lines import line
from foundation.kernel.drawing.pages import drawable, render_part, render_pdf, render_png

__all__ = ["drawable", "first_strong", "join", "line", "qr_svg", "render_part", "render_pdf", "render_png"]

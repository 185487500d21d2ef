"""Kinds of files that a question may take: the usual ones, and those that it may ask for besides."""

from foundation.files.enums import MediaType

USUAL = frozenset(
    {
        MediaType.PDF,
        MediaType.PNG,
        MediaType.JPEG,
        MediaType.WEBP,
        MediaType.MP4,
        MediaType.WEBM,
        MediaType.TEXT,
        MediaType.DOCX,
        MediaType.PPTX,
        MediaType.XLSX,
        MediaType.ODT,
        MediaType.ODP,
        MediaType.ODS,
    }
)
ASKABLE = USUAL | {MediaType.ZIP, MediaType.CSV, MediaType.TSV, MediaType.MP3, MediaType.OGG, MediaType.M4A}

"""What a picture says of itself, read without trusting it."""

from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image

MAX_SIDE = 4096
READERS = ("PNG", "JPEG", "WEBP")
TURNED = range(5, 9)  # orientations in which a picture is shown lying on its side
LOCATIONS = (b"GPSLatitude", b"GPSLongitude")  # in XMP

Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, before a pixel is read


@dataclass(frozen=True, slots=True)
class Picture:
    """As it is shown."""

    width: int
    height: int


def read_picture(data: bytes) -> Picture | str:
    """The picture, or the code of what is wrong with it."""
    try:
        with Image.open(BytesIO(data), formats=READERS) as image:
            if max(image.size) > MAX_SIDE:
                return "picture_too_large"
            if getattr(image, "n_frames", 1) > 1:
                return "picture_moves"
            image.load()
            return "has_location" if _tells_where(image) else _shown(image)
    except Exception:  # whatever a decoder stumbles over
        return "picture_damaged"


def _tells_where(image: Image.Image) -> bool:
    told = image.info.get("xmp", b"")
    words = told if isinstance(told, bytes) else str(told).encode()
    return bool(image.getexif().get_ifd(ExifTags.IFD.GPSInfo)) or any(place in words for place in LOCATIONS)


def _shown(image: Image.Image) -> Picture:
    turned = image.getexif().get(ExifTags.Base.Orientation) in TURNED
    return Picture(*(reversed(image.size) if turned else image.size))

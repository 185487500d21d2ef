from typing import Any

from courses.enrolment.rules.bundles import ROOM, SMALL, parted


def shown(name: str, size: int, media_type: str = "image/png", **captions: int) -> dict[str, Any]:
    told = [{"language": code, "url": f"/{name}.{code}", "bytes": held} for code, held in captions.items()]
    return {"url": f"/{name}", "media_type": media_type, "bytes": size, "alt": name, "captions": told}


def test_pictures_come_along_until_there_is_no_room() -> None:
    many = [shown(str(number), SMALL) for number in range(ROOM // SMALL)]
    coming, left_out = parted([*many, shown("small", 1), *many[:3]])
    assert coming == [f"/{number}" for number in range(ROOM // SMALL)]
    assert left_out == [{"url": "/small", "media_type": "image/png", "bytes": 1}]


def test_what_is_smaller_comes_where_what_is_larger_has_no_room() -> None:
    many = [shown(str(number), SMALL) for number in range(ROOM // SMALL - 1)]
    coming, left_out = parted(
        [*many, shown("half", SMALL // 2 + 1), shown("other", SMALL // 2), shown("third", SMALL // 2 - 1)]
    )
    assert (coming[-2:], [told["url"] for told in left_out]) == (["/half", "/third"], ["/other"])


def test_recordings_and_their_captions_stay_behind() -> None:
    assert parted([shown("talk", 10, "audio/mpeg", ar=3, fr=4), shown("large", SMALL + 1)]) == (
        [],
        [
            {"url": "/talk", "media_type": "audio/mpeg", "bytes": 10},
            {"url": "/talk.ar", "media_type": "text/vtt", "bytes": 3},
            {"url": "/talk.fr", "media_type": "text/vtt", "bytes": 4},
            {"url": "/large", "media_type": "image/png", "bytes": SMALL + 1},
        ],
    )

from collections.abc import Iterable

from mentoring.projects.enums import Licence

ORDER = list(Licence)


def strictest(licences: Iterable[str]) -> Licence:
    """What all of a team allow: nobody's work is given away further than she said."""
    return min(map(Licence, licences), key=ORDER.index)

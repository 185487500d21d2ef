from mentoring.showcase.selectors.own import Part, get_takedown, own_part, undecided
from mentoring.showcase.selectors.public import (
    NEWEST,
    Count,
    Facets,
    facets_of,
    get_shown,
    get_shown_picture,
    list_shown,
    picture_of,
    states_named,
    states_of,
    team_named,
    team_size,
)

__all__ = [
    "NEWEST",
    "Count",
    "Facets",
    "Part",
    "facets_of",
    "get_shown",
    "get_shown_picture",
    "get_takedown",
    "list_shown",
    "own_part",
    "picture_of",
    "states_named",
    "states_of",
    "team_named",
    "team_size",
    "undecided",
]

from mentoring.showcase.selectors.own import Part, get_takedown, own_part, undecided
from mentoring.showcase.selectors.public import (
    NEWEST,
    Count,
    Facets,
    facets_of,
    get_shown,
    list_shown,
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
    "get_takedown",
    "list_shown",
    "own_part",
    "states_named",
    "states_of",
    "team_named",
    "team_size",
    "undecided",
]

from foundation.consents.selectors.asking import asked_of_all, bound_of_all, latest_decisions
from foundation.consents.selectors.capabilities import (
    Capabilities,
    Capability,
    Me,
    capabilities_of,
    capabilities_of_all,
    me,
    readiness,
    withheld,
)

__all__ = [
    "Capabilities",
    "Capability",
    "Me",
    "asked_of_all",
    "bound_of_all",
    "capabilities_of",
    "capabilities_of_all",
    "latest_decisions",
    "me",
    "readiness",
    "withheld",
]

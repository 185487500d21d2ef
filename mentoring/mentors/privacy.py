from foundation.kernel.classification import Classification

UNTIL_LEAVING = "while the person mentors, then one year"

FIELDS: dict[str, Classification] = {
    "Mentor.person": Classification("personal", UNTIL_LEAVING, "delete"),
    "Mentor.languages": Classification("personal", UNTIL_LEAVING, "delete"),
    "Mentor.states": Classification("personal", UNTIL_LEAVING, "delete"),
    "Mentor.active": Classification("personal", UNTIL_LEAVING, "delete"),
}

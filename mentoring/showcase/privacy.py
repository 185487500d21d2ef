from foundation.kernel.classification import PLAIN, Classification

SAID = Classification("personal", "while the person has an account; the record of who agreed when stays", "delete")
STAFF = Classification("personal", "life of the row", "clear")

FIELDS: dict[str, Classification] = {
    **dict.fromkeys(("Showing.project", "Showing.person", "Showing.show", "Showing.name", "Showing.picture"), SAID),
    **dict.fromkeys(("Takedown.project", "Takedown.reason", "Takedown.lifted_at"), PLAIN),
    **dict.fromkeys(("Takedown.taken_down_by", "Takedown.lifted_by"), STAFF),
}

from foundation.kernel.classification import PLAIN, Classification

CONTACT = Classification("personal", "life of the account", "clear")
IDENTITY = Classification("personal", "life of the account", "pseudonymise")

FIELDS: dict[str, Classification] = {
    "User.password": Classification("sensitive", "life of the account, hashed", "clear"),
    "User.last_login": Classification("personal", "life of the account", "clear"),
    "User.is_superuser": PLAIN,
    "User.groups": PLAIN,
    "User.user_permissions": PLAIN,
    "User.username": IDENTITY,
    "User.name": IDENTITY,
    "User.name_key": IDENTITY,
    "User.name_latin": IDENTITY,
    "User.email": CONTACT,
    "User.phone": CONTACT,
    "User.gender": Classification("sensitive", "life of the account", "clear"),
    "User.birth_date": Classification("sensitive", "life of the account", "clear"),
    "User.language": PLAIN,
    "User.time_zone": Classification("personal", "life of the account", "clear"),
    "User.country": Classification("personal", "life of the account", "clear"),
    "User.is_active": PLAIN,
    "User.is_staff": PLAIN,
    "User.claimed_at": Classification("personal", "life of the account", "clear"),
    "User.erased_at": PLAIN,
    "User.signed_out_at": Classification("personal", "life of the account", "clear"),
}

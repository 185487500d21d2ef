from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id in 19 MiB (OWASP's second choice): a class that signs in at once must fit into a small server's memory."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

class MailError(Exception):
    """Why a mail did not go out. `code` is kept with it, and never holds a server's words: they name the addressee."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(MailError):
    """The server will never take this mail."""


class Deferred(MailError):
    """The server may take this mail later."""


class Unreachable(MailError):
    """There is no server to talk to now, for this mail or any other."""

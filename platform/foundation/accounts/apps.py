from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        from foundation.accounts import subscribers  # noqa: F401
        from foundation.accounts.api import schema  # noqa: F401

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

from config.collecting import pass_over_what_is_loaded  # noqa: E402
from config.guard import refuse_demo_accounts  # noqa: E402 (the apps have to be loaded)

refuse_demo_accounts()
get_resolver().url_patterns  # noqa: B018 (loaded now, not by the first visitor)
pass_over_what_is_loaded()

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

from config.guard import refuse_demo_accounts  # noqa: E402 (the apps have to be loaded)

refuse_demo_accounts()

"""Every address of the house: each app's `api/urls.py` under /api/v1/; at the root its `pages.py` and its `api/public.py`,
which holds the pages that can be had as data too."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from config.docs import Docs
from foundation.kernel.http.system import urlpatterns as system
from foundation.kernel.http.views import Missing

handler400 = "foundation.kernel.http.problems.bad_request"
handler403 = "foundation.kernel.http.problems.forbidden"
handler404 = "foundation.kernel.http.problems.not_found"
handler500 = "foundation.kernel.http.problems.server_error"


def collected(module: str) -> list[URLPattern | URLResolver]:
    """`urlpatterns` of that module in every app that has it."""
    names = [f"{app}.{module}" for app in settings.INSTALLED_APPS if app in settings.OWN]
    found = [name for name in names if find_spec(name.rpartition(".")[0]) and find_spec(name)]
    return [pattern for name in found for pattern in getattr(import_module(name), "urlpatterns", ())]


urlpatterns = [
    *system,
    path("api/v1/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", Docs.as_view(url_name="schema"), name="docs"),
    path("api/v1/", include(collected("api.urls"))),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),  # the admin's language switch
    *collected("api.public"),
    *collected("pages"),
    re_path(r"^api/", Missing.as_view()),
]

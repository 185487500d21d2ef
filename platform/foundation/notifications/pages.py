"""The mail that a demo has sent. Anywhere else there is no such page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from foundation.kernel.pages import page
from foundation.notifications.selectors import newest_mails

SHOWN = 15  # a page of these stays within 50 kB


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    response = page(request, "notifications/demo_mail.html", {"mails": newest_mails(SHOWN)})
    response["Content-Security-Policy"] += "; style-src-attr 'unsafe-inline'"  # a mail in its frame inherits the policy
    return response


urlpatterns = [path("demo/mail", demo_mail, name="demo-mail")]

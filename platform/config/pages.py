"""The first page: a learner's story where there is a demo, a short welcome elsewhere."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from config.demo import PASSWORD, story
from foundation.kernel.pages import page

ACCOUNTS = (
    ("office", _("the programme office: sees and arranges everything")),
    ("coordinator.ma", _("the coordinator for Morocco")),
    ("coordinator.jo", _("the coordinator for Jordan, who sees nothing of Morocco")),
    ("officer.ma", _("the safeguarding officer for Morocco, whom guardians may call")),
    ("author", _("writes courses and opens calls")),
    ("mentor", _("reads projects in Arabic, French and English")),
    ("mentor.two", _("another mentor, for work that several read")),
    ("mentor.three", _("a third one, who is asked where two differ")),
    ("tarek", _("a mentor who fell silent: what he began is kept")),
    ("learner", _("an adult learner in Rabat, in the middle of her course")),
    ("learner.two", _("an adult learner of the same cohort, who can join a team by its code")),
    ("learner.three", _("and one more")),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    told = story.tell() if settings.DEMO else None
    if told is None:
        return page(request, "config/welcome.html")
    return page(request, "config/story.html", {"story": told, "accounts": ACCOUNTS, "password": PASSWORD})


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """The picture in the story. Its own page would ask for the key; here everybody is invented."""
    picture = story.picture() if settings.DEMO else None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "public, max-age=300"})


urlpatterns = [path("", home, name="home"), path("demo/certificate.png", certificate, name="demo-certificate")]
